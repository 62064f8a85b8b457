//! How files write numbers, times and days.

use std::fmt;

use serde::{Deserializer, Serialize, Serializer, de};
use serde_saphyr::{FlowMap, FlowSeq};
use time::{Date, OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description};

/// Writes whole numbers without a decimal point, as people do.
pub(super) fn serialize_number<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    // Up to 2^53 every whole number is exact in both forms.
    if value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0 {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}

/// [`serialize_number`] for a number that may be missing.
pub(super) fn serialize_optional_number<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serialize_number(value, serializer),
        None => serializer.serialize_none(),
    }
}

/// Writes short records on one line each, so that a file of many figures stays readable.
pub(super) fn serialize_on_lines<T: Serialize, S: Serializer>(records: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(records.iter().map(FlowMap))
}

/// Writes a short record on one line.
pub(super) fn serialize_on_a_line<T: Serialize, S: Serializer>(record: &T, serializer: S) -> Result<S::Ok, S::Error> {
    FlowMap(record).serialize(serializer)
}

/// [`serialize_on_a_line`] for a record that may be missing.
pub(super) fn serialize_optional_on_a_line<T: Serialize, S: Serializer>(
    record: &Option<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    record.as_ref().map(FlowMap).serialize(serializer)
}

/// Writes a list of words on one line.
pub(super) fn serialize_on_one_line<T: Serialize, S: Serializer>(
    words: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    FlowSeq(words).serialize(serializer)
}

/// Whether a flag is off: then it is left out.
pub(super) fn is_false(flag: &bool) -> bool {
    !flag
}

/// A value with a form of its own in files, read from a text.
struct FromText<T> {
    expected: &'static str,
    parse: fn(&str) -> Option<T>,
}

impl<'de, T> de::Visitor<'de> for FromText<T> {
    type Value = Option<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        match (self.parse)(text.trim()) {
            Some(value) => Ok(Some(value)),
            None => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
        }
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

/// Times as RFC 3339 writes them.
pub(super) mod time_of_day {
    use super::*;

    pub(in crate::draft) fn serialize<S: Serializer>(
        time: &Option<OffsetDateTime>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => serializer.serialize_str(&time.format(&Rfc3339).map_err(serde::ser::Error::custom)?),
            None => serializer.serialize_none(),
        }
    }

    pub(in crate::draft) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<OffsetDateTime>, D::Error> {
        deserializer.deserialize_option(FromText {
            expected: "a day and time with its zone, such as 2026-03-01T08:00:00Z",
            parse: |text| OffsetDateTime::parse(text, &Rfc3339).ok(),
        })
    }
}

/// Days as ISO 8601 writes them.
pub(super) mod day {
    use super::*;

    pub(in crate::draft) fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => serializer.serialize_str(
                &day.format(format_description!("[year]-[month]-[day]")).map_err(serde::ser::Error::custom)?,
            ),
            None => serializer.serialize_none(),
        }
    }

    pub(in crate::draft) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        deserializer.deserialize_option(FromText {
            expected: "a day such as 2026-03-01",
            parse: |text| Date::parse(text, format_description!("[year]-[month]-[day]")).ok(),
        })
    }
}
