//! Scalars beside GraphQL's own.

use async_graphql::{Description, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use time::{
    Date as Day, OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339, macros::format_description,
};

use crate::domain::language;

/// Language tag (BCP 47), such as `zh-Hans`, `zh-Hant` or `en`. `zh` and `zh-CN` are read as `zh-Hans`, `zh-TW` and `zh-HK`
/// as `zh-Hant`.
#[derive(Description, Clone, Debug, PartialEq, Eq)]
pub(super) struct LanguageTag(pub(super) language::LanguageTag);

#[Scalar(use_type_description, specified_by_url = "https://www.rfc-editor.org/rfc/bcp/bcp47.txt")]
impl ScalarType for LanguageTag {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(tag) => tag.parse().map(Self).map_err(InputValueError::custom),
            value => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.as_str().to_owned())
    }
}

/// Point in time (RFC 3339), in UTC.
#[derive(Description, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DateTime(pub(super) OffsetDateTime);

#[Scalar(use_type_description, specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => OffsetDateTime::parse(&text, &Rfc3339).map(Self).map_err(|_| {
                InputValueError::custom(format!(
                    "`{text}` is not a time (RFC 3339): write one such as 2026-03-01T08:00:00Z"
                ))
            }),
            value => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        // Years beyond 9999 have no RFC 3339 form; nothing in the registry lies there.
        self.0.to_offset(UtcOffset::UTC).format(&Rfc3339).map_or(Value::Null, Value::String)
    }
}

/// Calendar date (ISO 8601), such as `2026-03-01`.
#[derive(Description, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date(pub(super) Day);

const DAY: &[time::format_description::BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

#[Scalar(use_type_description)]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Day::parse(&text, DAY)
                .map(Self)
                .map_err(|_| InputValueError::custom(format!("`{text}` is not a date: write one such as 2026-03-01"))),
            value => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        self.0.format(DAY).map_or(Value::Null, Value::String)
    }
}

/// Address of something on the web (RFC 3986), as the source gave it.
#[derive(Description, Clone, Debug, PartialEq, Eq)]
pub(super) struct Url(pub(super) String);

#[Scalar(use_type_description, name = "URL", specified_by_url = "https://www.rfc-editor.org/rfc/rfc3986")]
impl ScalarType for Url {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            value => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// A number of things as the API gives it.
pub(super) fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
