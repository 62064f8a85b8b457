//! Texts in several languages, each with where it came from.

use super::{language::LanguageTag, vocabulary::vocabulary};

vocabulary! {
    /// Where a text in one language came from.
    TextOrigin {
        /// The plan's own words.
        Source = "SOURCE",
        /// Translated by people.
        Translation = "TRANSLATION",
        /// Translated by a machine.
        MachineTranslation = "MACHINE_TRANSLATION",
        /// Converted from the other Chinese script by a machine.
        ScriptConversion = "SCRIPT_CONVERSION",
        /// Worded by the editors of the registry, from the source.
        Editorial = "EDITORIAL",
    }
}

/// A text in one language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LocalizedText {
    /// The language and script that the text is in.
    pub lang: LanguageTag,
    /// The text.
    pub text: String,
    /// Where it came from.
    pub origin: TextOrigin,
}

/// The same statement in several languages: at most one text a language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Texts(Vec<LocalizedText>);

impl Texts {
    /// Keeps the first text of each language, ordered by language tag, so that equal contents are equal values.
    pub fn new(texts: impl IntoIterator<Item = LocalizedText>) -> Self {
        let mut kept: Vec<LocalizedText> = texts.into_iter().collect();
        kept.sort_by(|a, b| a.lang.cmp(&b.lang));
        kept.dedup_by(|later, earlier| later.lang == earlier.lang);
        Self(kept)
    }

    /// One text in one language.
    pub fn one(lang: LanguageTag, text: impl Into<String>, origin: TextOrigin) -> Self {
        Self(vec![LocalizedText { lang, text: text.into(), origin }])
    }

    /// A text of the registry's own, in both of its languages.
    pub fn editorial(english: impl Into<String>, simplified_chinese: impl Into<String>) -> Self {
        let text = |lang, text| LocalizedText { lang, text, origin: TextOrigin::Editorial };
        Self::new([
            text(LanguageTag::english(), english.into()),
            text(LanguageTag::simplified_chinese(), simplified_chinese.into()),
        ])
    }

    /// Every text, ordered by language tag.
    pub fn iter(&self) -> impl Iterator<Item = &LocalizedText> {
        self.0.iter()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text in exactly this language.
    pub fn get(&self, lang: &LanguageTag) -> Option<&LocalizedText> {
        self.0.iter().find(|text| &text.lang == lang)
    }

    /// The text that serves a reader best: the first wanted language that there is, else the text in the language of
    /// the source, else any. `None` only where there is no text.
    ///
    /// A wanted language finds its own tag, then any text of the same primary language (RFC 4647 look-up, and a reader of
    /// `zh-Hant` reads `zh-Hans` rather than English).
    pub fn choose(&self, wanted: &[LanguageTag], source: Option<&LanguageTag>) -> Option<&LocalizedText> {
        wanted
            .iter()
            .chain(source)
            .find_map(|lang| {
                self.get(lang).or_else(|| self.0.iter().find(|text| text.lang.primary() == lang.primary()))
            })
            .or_else(|| self.0.first())
    }
}

impl FromIterator<LocalizedText> for Texts {
    fn from_iter<I: IntoIterator<Item = LocalizedText>>(texts: I) -> Self {
        Self::new(texts)
    }
}
