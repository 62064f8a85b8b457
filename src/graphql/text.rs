//! Texts in the reader's language.

use std::borrow::Cow;

use async_graphql::{Context, SimpleObject};

use super::{
    direct::{Direct, DirectList},
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
#[graphql(name = "LocalizedText")]
pub(super) struct Text<'a> {
    /// The language and script that the text is in (BCP 47).
    lang: LanguageTag,
    /// The text.
    text: Cow<'a, str>,
    /// Where it came from: the plan's own words, a translation, a conversion of script, an editor.
    origin: TextOrigin,
}

/// A text of a record that is in memory, as a field gives it.
pub(super) type LocalizedText<'a> = Direct<Text<'a>>;

impl<'a> From<&'a text::LocalizedText> for Text<'a> {
    fn from(text: &'a text::LocalizedText) -> Self {
        let text::LocalizedText { lang, text, origin } = text;
        Self { lang: LanguageTag(lang.clone()), text: Cow::Borrowed(text), origin: (*origin).into() }
    }
}

/// The same text, whatever becomes of the record.
pub(super) fn owned(Direct(text): LocalizedText<'_>) -> LocalizedText<'static> {
    let Text { lang, text, origin } = text;
    Direct(Text { lang, text: Cow::Owned(text.into_owned()), origin })
}

/// Every text, ordered by language tag.
pub(super) fn all(texts: &Texts) -> DirectList<Text<'_>> {
    texts.iter().map(Into::into).collect()
}

/// The text in a language, or in the other script of it.
fn in_language<'a>(texts: &'a Texts, tag: &language::LanguageTag) -> Option<Text<'a>> {
    if let Some(text) = texts.get(tag) {
        return Some(text.into());
    }
    let text = texts.iter().find(|text| text.lang.primary() == tag.primary())?;
    Some(match ChineseScript::of(tag) {
        Some(script) => Text {
            lang: LanguageTag(tag.clone()),
            text: to_script(&text.text, script).into(),
            origin: text::TextOrigin::ScriptConversion.into(),
        },
        None => text.into(),
    })
}

/// The text that serves the reader best, if there is any: the first wanted language (the argument, else those of the
/// request) that there is or that a conversion of script gives, then the source's own language, then any.
pub(super) fn optional<'a>(
    ctx: &Context<'_>,
    texts: &'a Texts,
    lang: &Option<Vec<LanguageTag>>,
    source: Option<&language::LanguageTag>,
) -> ApiResult<Option<LocalizedText<'a>>> {
    let found = match lang {
        Some(tags) if tags.is_empty() => {
            return Err(ApiError::bad_input("`lang` is empty: name a language, or leave it out for the reader's own"));
        }
        Some(tags) => tags.iter().find_map(|tag| in_language(texts, &tag.0)),
        None => session(ctx)?.languages.iter().find_map(|tag| in_language(texts, tag)),
    };
    Ok(found.or_else(|| texts.choose(&[], source).map(Into::into)).map(Direct))
}

/// As [`optional`], of something that always has a text.
pub(super) fn required<'a>(
    ctx: &Context<'_>,
    texts: &'a Texts,
    lang: &Option<Vec<LanguageTag>>,
    source: Option<&language::LanguageTag>,
) -> ApiResult<LocalizedText<'a>> {
    optional(ctx, texts, lang, source)?.ok_or_else(|| ApiError::internal(&MissingText))
}

#[derive(Debug, thiserror::Error)]
#[error("a record that always has a text has none")]
struct MissingText;
