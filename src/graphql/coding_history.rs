//! Who coded what and when, replaced codes among them.

use std::sync::Arc;

use async_graphql::SimpleObject;

use super::{
    scalars::DateTime,
    theme::Theme,
    vocabularies::{PassMethod, PlanLayer},
};
use crate::{
    coding::Codebook,
    domain::{
        id::ThemeId,
        theme::{self, JudgementEvent, PassRecord, THEME_SCHEME},
    },
};

/// One coder's way through one plan. A later pass of the same coder and method replaces it; an adjudicated pass stands beside
/// those that it decides between.
#[derive(SimpleObject)]
pub(super) struct CodingPass {
    /// Who coded; the registry's own coder is `lexicon`.
    coder: String,
    /// How.
    method: PassMethod,
    /// The layers gone through: silence inside them means absent.
    layers: Vec<PlanLayer>,
    /// The version of the codebook used.
    codebook_version: String,
    /// When it was made.
    coded_at: DateTime,
    /// Elements and themes judged in so many words, present or absent.
    judgement_count: i32,
    /// The registry revision that brought it.
    valid_from: String,
    /// The registry revision that replaced or ended it. Null: it is in force.
    valid_to: Option<String>,
}

impl From<&PassRecord> for CodingPass {
    fn from(record: &PassRecord) -> Self {
        let PassRecord { coder, method, codebook_version, layers, coded_at, n_judgements, validity } = record;
        Self {
            coder: coder.clone(),
            method: (*method).into(),
            layers: layers.iter().copied().map(PlanLayer::from).collect(),
            codebook_version: codebook_version.clone(),
            coded_at: DateTime(*coded_at),
            judgement_count: i32::try_from(*n_judgements).unwrap_or(i32::MAX),
            valid_from: validity.from.to_string(),
            valid_to: validity.to.map(|to| to.to_string()),
        }
    }
}

/// One explicit word on one theme in an element, in force or not. Silence leaves no entry: where a word is no longer in
/// force and no later one of its coder follows, the coder has taken it back.
#[derive(SimpleObject)]
pub(super) struct CodingHistoryEntry {
    /// The theme.
    theme: Theme,
    /// Who judged.
    coder: String,
    /// How.
    method: PassMethod,
    /// Whether the element was said to address the theme.
    present: bool,
    /// When it was judged.
    judged_at: DateTime,
    /// The registry revision that brought the pass with this word.
    valid_from: String,
    /// The registry revision that replaced or ended that pass. Null: it is in force.
    valid_to: Option<String>,
}

impl CodingHistoryEntry {
    /// Entries in order of time; of the same time by revision, coder, method and the codebook's order. Of one concept, or of
    /// every theme that the codebook has.
    pub(super) fn list(events: &[JudgementEvent], codebook: &Arc<Codebook>, wanted: Option<ThemeId>) -> Vec<Self> {
        let is_wanted = |theme: &theme::Theme| wanted.map_or(theme.scheme == THEME_SCHEME, |wanted| theme.id == wanted);
        let mut shown: Vec<(usize, &JudgementEvent)> = events
            .iter()
            .filter(|event| codebook.theme(event.theme).is_some_and(is_wanted))
            .filter_map(|event| Some((codebook.place(event.theme)?, event)))
            .collect();
        shown.sort_by(|(a_place, a), (b_place, b)| {
            (a.judged_at, a.validity.from, &a.coder, a.method, a_place).cmp(&(
                b.judged_at,
                b.validity.from,
                &b.coder,
                b.method,
                b_place,
            ))
        });
        let entry = |(_, event): (usize, &JudgementEvent)| {
            let JudgementEvent { theme, coder, method, present, judged_at, validity } = event;
            Self {
                theme: Theme::new(codebook.clone(), *theme),
                coder: coder.clone(),
                method: (*method).into(),
                present: *present,
                judged_at: DateTime(*judged_at),
                valid_from: validity.from.to_string(),
                valid_to: validity.to.map(|to| to.to_string()),
            }
        };
        shown.into_iter().map(entry).collect()
    }
}
