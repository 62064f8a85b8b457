//! Language tags (BCP 47) and the choice of a text by them (RFC 4647).

use std::{borrow::Cow, fmt, str::FromStr};

use oxilangtag::LanguageTag as Bcp47;

/// A language tag in canonical case, such as `zh-Hans`, `zh-Hant` or `en`.
///
/// Chinese always carries its script: `zh`, `zh-CN` and `zh-SG` become `zh-Hans`, `zh-TW`, `zh-HK` and `zh-MO` become
/// `zh-Hant`, because a registry of plans must know in which script a text stands.
// The tags that nearly every text has are not copied.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LanguageTag(Cow<'static, str>);

impl LanguageTag {
    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script and region: `zh` of `zh-Hant`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether this is Chinese in either script.
    pub fn is_chinese(&self) -> bool {
        self.primary() == "zh"
    }

    /// Whether this is Chinese in the Traditional script.
    pub fn is_traditional_chinese(&self) -> bool {
        self.is_chinese() && self.0.split('-').any(|subtag| subtag == "Hant")
    }

    /// The canonical tags that nearly every text has, without parsing.
    fn common(tag: &str) -> Option<Self> {
        match tag {
            "en" => Some(Self::english()),
            "zh-Hans" => Some(Self::simplified_chinese()),
            "zh-Hant" => Some(Self::traditional_chinese()),
            _ => None,
        }
    }

    /// `zh-Hans`.
    pub fn simplified_chinese() -> Self {
        Self(Cow::Borrowed("zh-Hans"))
    }

    /// `zh-Hant`.
    pub fn traditional_chinese() -> Self {
        Self(Cow::Borrowed("zh-Hant"))
    }

    /// `en`.
    pub fn english() -> Self {
        Self(Cow::Borrowed("en"))
    }
}

/// A word that is no well-formed BCP 47 tag.
#[derive(Debug, thiserror::Error)]
#[error("`{tag}` is not a language tag (BCP 47): write one such as `zh-Hans`, `zh-Hant` or `en`")]
pub struct InvalidLanguageTag {
    /// The word that was given.
    pub tag: String,
}

impl FromStr for LanguageTag {
    type Err = InvalidLanguageTag;

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        if let Some(common) = Self::common(tag) {
            return Ok(common);
        }
        let invalid = || InvalidLanguageTag { tag: tag.to_owned() };
        let parsed = Bcp47::parse_and_normalize(tag.trim()).map_err(|_| invalid())?;
        if !(2..=3).contains(&parsed.primary_language().len()) {
            return Err(invalid());
        }
        if parsed.primary_language() == "zh" && parsed.script().is_none() {
            let traditional = matches!(parsed.region(), Some("TW" | "HK" | "MO"));
            return Ok(if traditional { Self::traditional_chinese() } else { Self::simplified_chinese() });
        }
        // A region behind a Chinese script says nothing about how a text is written.
        if parsed.primary_language() == "zh" {
            let script = parsed.script().unwrap_or_default();
            let tag = format!("zh-{script}");
            return Ok(Self::common(&tag).unwrap_or(Self(Cow::Owned(tag))));
        }
        let tag = parsed.as_str();
        Ok(Self::common(tag).unwrap_or_else(|| Self(Cow::Owned(tag.to_owned()))))
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl serde::Serialize for LanguageTag {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for LanguageTag {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = <Cow<'de, str>>::deserialize(deserializer)?;
        tag.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for LanguageTag {
    fn schema_name() -> Cow<'static, str> {
        "LanguageTag".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "BCP 47 language tag, such as zh-Hans, zh-Hant or en.",
            "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_always_carries_its_script() {
        for (given, canonical) in [
            ("zh", "zh-Hans"),
            ("zh-CN", "zh-Hans"),
            ("ZH-hans", "zh-Hans"),
            ("zh-Hans-CN", "zh-Hans"),
            ("zh-tw", "zh-Hant"),
            ("zh-Hant-HK", "zh-Hant"),
            ("en", "en"),
            ("en-gb", "en-GB"),
        ] {
            assert_eq!(given.parse::<LanguageTag>().map(|tag| tag.to_string()).ok().as_deref(), Some(canonical));
        }
    }

    #[test]
    fn other_words_are_refused() {
        for bad in ["", "x", "englisch!", "中文", "a b", "toolonglanguage"] {
            assert!(bad.parse::<LanguageTag>().is_err(), "{bad}");
        }
    }
}
