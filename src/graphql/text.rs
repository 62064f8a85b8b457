//! Texts in the reader's language.

use async_graphql::{Context, SimpleObject};

use super::{
    error::{ApiError, ApiResult},
    scalars::LanguageTag,
    session::session,
    vocabularies::TextOrigin,
};
use crate::{
    domain::{
        language,
        text::{self, Texts},
    },
    linguistics::{ChineseScript, to_script},
};

/// A text in one language, with where it came from.
#[derive(SimpleObject, Clone)]
pub(super) struct LocalizedText {
    /// The language and script that the text is in (BCP 47).
    lang: LanguageTag,
    /// The text.
    text: String,
    /// Where it came from: the plan's own words, a translation, a conversion of script, an editor.
    origin: TextOrigin,
}

impl From<text::LocalizedText> for LocalizedText {
    fn from(text: text::LocalizedText) -> Self {
        let text::LocalizedText { lang, text, origin } = text;
        Self { lang: LanguageTag(lang), text, origin: origin.into() }
    }
}

/// Every text, ordered by language tag.
pub(super) fn all(texts: &Texts) -> Vec<LocalizedText> {
    texts.iter().cloned().map(Into::into).collect()
}

/// The languages wanted: the argument, else those of the request.
fn wanted<'a>(ctx: &'a Context<'_>, lang: &'a Option<Vec<LanguageTag>>) -> ApiResult<Vec<&'a language::LanguageTag>> {
    match lang {
        Some(tags) if tags.is_empty() => {
            Err(ApiError::bad_input("`lang` is empty: name a language, or leave it out for the reader's own"))
        }
        Some(tags) => Ok(tags.iter().map(|tag| &tag.0).collect()),
        None => Ok(session(ctx)?.languages.iter().collect()),
    }
}

/// The text that serves the reader best, if there is any: the first wanted language that there is or that a conversion of
/// script gives, then the source's own language, then any.
pub(super) fn optional(
    ctx: &Context<'_>,
    texts: &Texts,
    lang: &Option<Vec<LanguageTag>>,
    source: Option<&language::LanguageTag>,
) -> ApiResult<Option<LocalizedText>> {
    let wanted = wanted(ctx, lang)?;
    for tag in wanted {
        if let Some(text) = texts.get(tag) {
            return Ok(Some(text.clone().into()));
        }
        let same_language = texts.iter().find(|text| text.lang.primary() == tag.primary());
        let Some(text) = same_language else { continue };
        return Ok(Some(match ChineseScript::of(tag) {
            Some(script) => text::LocalizedText {
                lang: tag.clone(),
                text: to_script(&text.text, script),
                origin: text::TextOrigin::ScriptConversion,
            }
            .into(),
            None => text.clone().into(),
        }));
    }
    Ok(texts.choose(&[], source).cloned().map(Into::into))
}

/// As [`optional`], of something that always has a text.
pub(super) fn required(
    ctx: &Context<'_>,
    texts: &Texts,
    lang: &Option<Vec<LanguageTag>>,
    source: Option<&language::LanguageTag>,
) -> ApiResult<LocalizedText> {
    optional(ctx, texts, lang, source)?.ok_or_else(|| ApiError::internal(&MissingText))
}

#[derive(Debug, thiserror::Error)]
#[error("a record that always has a text has none")]
struct MissingText;
