//! The codebook as a table: what the themes of other tables mean.

use serde_json::Value;

use super::table::FilledTable;
use crate::{
    coding::Codebook,
    domain::text::{LocalizedText, Texts},
};

const COLUMNS: &[(&str, &str)] = &[
    ("scheme", "The vocabulary: `library-themes` are the themes that comparisons count."),
    ("position", "Order in the scheme, from 0."),
    ("theme", "The concept's slug, as other tables name it."),
    ("label_en", "Preferred label in English (skos:prefLabel)."),
    ("label_zh_hans", "Preferred label in Simplified Chinese."),
    ("label_zh_hant", "Preferred label in Traditional Chinese."),
    ("definition_en", "What belongs to it, in English (skos:definition). Empty: nobody has written it down."),
    ("definition_zh_hans", "What belongs to it, in Simplified Chinese."),
    ("alt_labels_en", "Other words that lexicon coding finds it by, in English, joined by `; `."),
    ("alt_labels_zh_hans", "Other words that lexicon coding finds it by, in Simplified Chinese."),
    ("broader", "Slug of the wider concept. Empty at the top."),
];

/// Every concept of a version of the codebook.
pub(super) fn table(codebook: &Codebook) -> FilledTable {
    let text = |texts: &Texts, tag: &str| -> Value {
        texts.iter().find(|text| text.lang.as_str() == tag).map_or(Value::Null, |text| text.text.clone().into())
    };
    let joined = |labels: &[LocalizedText], tag: &str| -> Value {
        let labels: Vec<&str> =
            labels.iter().filter(|label| label.lang.as_str() == tag).map(|label| label.text.as_str()).collect();
        if labels.is_empty() { Value::Null } else { labels.join("; ").into() }
    };
    let rows = codebook.themes().iter().map(|theme| {
        let broader = theme.broader.and_then(|id| codebook.theme(id)).map(|theme| theme.slug.clone());
        vec![
            theme.scheme.clone().into(),
            theme.position.into(),
            theme.slug.clone().into(),
            text(&theme.labels, "en"),
            text(&theme.labels, "zh-Hans"),
            text(&theme.labels, "zh-Hant"),
            text(&theme.definition, "en"),
            text(&theme.definition, "zh-Hans"),
            joined(&theme.alt_labels, "en"),
            joined(&theme.alt_labels, "zh-Hans"),
            broader.map_or(Value::Null, Value::String),
        ]
    });
    FilledTable {
        name: "codebook",
        description: "One concept of the codebook.",
        columns: COLUMNS.iter().map(|(name, description)| ((*name).to_owned(), *description)).collect(),
        rows: rows.collect(),
    }
}
