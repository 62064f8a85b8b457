//! A thing named by its slug, or written out where it is new.

use std::{borrow::Cow, fmt, marker::PhantomData};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

/// A slug, or the thing itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Reference<T> {
    /// The slug of a thing that the registry has.
    Slug(String),
    /// The thing itself.
    Inline(Box<T>),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Reference<T> {
    // Derived, `untagged` would forget the line of what is wrong inside.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ReferenceVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for ReferenceVisitor<T> {
            type Value = Reference<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a slug, or the fields of a new record")
            }

            fn visit_str<E: de::Error>(self, slug: &str) -> Result<Self::Value, E> {
                Ok(Reference::Slug(slug.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(|thing| Reference::Inline(Box::new(thing)))
            }
        }

        deserializer.deserialize_any(ReferenceVisitor(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for Reference<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}Reference", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let inline = generator.subschema_for::<T>();
        json_schema!({
            "description": "A slug, or the fields of a new record.",
            "oneOf": [{ "type": "string" }, inline],
        })
    }
}
