//! Texts as files hold them: a plain string, or a text for each language.

use std::{borrow::Cow, collections::BTreeMap, fmt, marker::PhantomData};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
    ser::SerializeStruct,
};

use crate::domain::{language::LanguageTag, text::TextOrigin};

/// A text as a file holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftTexts {
    /// In the language of the file.
    Plain(String),
    /// One text for each language.
    ByLanguage(ByLanguage<DraftText>),
}

impl DraftTexts {
    /// Whether there is no text in any language.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Plain(text) => text.is_empty(),
            Self::ByLanguage(texts) => texts.is_empty(),
        }
    }
}

impl Default for DraftTexts {
    fn default() -> Self {
        Self::ByLanguage(ByLanguage::default())
    }
}

impl From<&str> for DraftTexts {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}

/// A text in one language, with where it came from if the file says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftText {
    /// The text.
    pub text: String,
    /// Where it came from; `None` for the file's default.
    pub origin: Option<TextOrigin>,
}

/// Something for each of several languages, ordered by language tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByLanguage<T>(pub BTreeMap<LanguageTag, T>);

impl<T> ByLanguage<T> {
    /// Whether there is nothing in any language.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

// Derived, it would ask `T` to have a default.
impl<T> Default for ByLanguage<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> FromIterator<(LanguageTag, T)> for ByLanguage<T> {
    fn from_iter<I: IntoIterator<Item = (LanguageTag, T)>>(texts: I) -> Self {
        Self(texts.into_iter().collect())
    }
}

impl<T: Serialize> Serialize for ByLanguage<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByLanguage<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ByLanguageVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for ByLanguageVisitor<T> {
            type Value = ByLanguage<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("one entry for each language, such as { zh-Hans: …, en: … }")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut texts = BTreeMap::new();
                while let Some(lang) = map.next_key::<LanguageTag>()? {
                    let text = map.next_value()?;
                    if texts.contains_key(&lang) {
                        // Two spellings of one language, such as `zh` and `zh-CN`: the reader of the file sees only those.
                        return Err(de::Error::custom(format!(
                            "the language `{lang}` stands here twice (`zh` and `zh-CN` are read as `zh-Hans`, `zh-TW` and `zh-HK` as `zh-Hant`): keep one of them"
                        )));
                    }
                    texts.insert(lang, text);
                }
                Ok(ByLanguage(texts))
            }
        }

        deserializer.deserialize_map(ByLanguageVisitor(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for ByLanguage<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("ByLanguage_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let tag = generator.subschema_for::<LanguageTag>();
        let value = generator.subschema_for::<T>();
        json_schema!({
            "type": "object",
            "description": "One entry for each language, by BCP 47 tag.",
            "propertyNames": tag,
            "additionalProperties": value,
        })
    }
}

impl Serialize for DraftText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.origin {
            None => serializer.serialize_str(&self.text),
            Some(origin) => {
                let mut pair = serializer.serialize_struct("DraftText", 2)?;
                pair.serialize_field("text", &self.text)?;
                pair.serialize_field("origin", &origin)?;
                pair.end()
            }
        }
    }
}

/// The long form of [`DraftText`].
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TextWithOrigin {
    /// The text.
    text: String,
    /// Where it came from; left out, the default of the file.
    origin: Option<TextOrigin>,
}

impl<'de> Deserialize<'de> for DraftText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = DraftText;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text, or { text: …, origin: … }")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                self.visit_string(text.to_owned())
            }

            fn visit_string<E: de::Error>(self, text: String) -> Result<Self::Value, E> {
                Ok(DraftText { text, origin: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let TextWithOrigin { text, origin } = Deserialize::deserialize(MapAccessDeserializer::new(map))?;
                Ok(DraftText { text, origin })
            }
        }

        deserializer.deserialize_any(TextVisitor)
    }
}

impl JsonSchema for DraftText {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let long = generator.subschema_for::<TextWithOrigin>();
        json_schema!({
            "description": "A text in one language, with where it came from where that differs from the file's default.",
            "oneOf": [{ "type": "string" }, long],
        })
    }
}

impl Serialize for DraftTexts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(text) => serializer.serialize_str(text),
            Self::ByLanguage(texts) => texts.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for DraftTexts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextsVisitor;

        impl<'de> Visitor<'de> for TextsVisitor {
            type Value = DraftTexts;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text, or a text for each language such as { zh-Hans: …, en: … }")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(DraftTexts::Plain(text.to_owned()))
            }

            fn visit_string<E: de::Error>(self, text: String) -> Result<Self::Value, E> {
                Ok(DraftTexts::Plain(text))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
                // `title:` with nothing behind it: whether that is enough is for the checks of the whole file.
                Ok(DraftTexts::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                ByLanguage::deserialize(MapAccessDeserializer::new(map)).map(DraftTexts::ByLanguage)
            }
        }

        deserializer.deserialize_any(TextsVisitor)
    }
}

impl JsonSchema for DraftTexts {
    fn schema_name() -> Cow<'static, str> {
        "Texts".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let by_language = generator.subschema_for::<ByLanguage<DraftText>>();
        json_schema!({
            "description": "A text in the language of the file, or one text for each language.",
            "oneOf": [{ "type": "string" }, by_language],
        })
    }
}
