//! Strategies for whole, sound records, for property tests here and elsewhere.

mod annotations;
mod catalogue;
mod plan;
mod studies;

use proptest::{collection::vec, option, prelude::*, sample::select};
use time::{Date, OffsetDateTime};

pub(crate) use self::{annotations::annotations, catalogue::catalogue, plan::plan, studies::study};
use super::super::controls::is_refused;
use crate::domain::{
    id::DocumentId,
    language::LanguageTag,
    source::{Evidence, QuoteAbsence, RepairKind, SourceDocument, TextRepair},
    text::{LocalizedText, TextOrigin, Texts},
    unit::{BaseUnit, Unit},
};

/// A place in a list that is not there yet.
pub(crate) type Pick = proptest::sample::Index;

/// A slug.
pub(crate) fn slug() -> impl Strategy<Value = String> {
    "[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}"
}

pub(crate) fn key() -> impl Strategy<Value = String> {
    "[a-z0-9]{1,5}([-._][a-z0-9]{1,5}){0,3}"
}

/// Texts that file formats stumble over.
const TRICKY: &[&str] = &[
    "yes",
    "no",
    "null",
    "~",
    "true",
    "1.10",
    "0x1F",
    "1e5",
    ".inf",
    "2026-01-01",
    "12:30",
    "- a",
    "# x",
    "a: b",
    "a #b",
    "*x",
    "&y",
    "!z",
    "%",
    "@a",
    "`b",
    "\"q\"",
    "it's",
    "<<",
    "=",
    "---",
    "...",
    "[",
    "{}",
    "|",
    ">",
    "a\nb",
    "a\n\n b",
    "a\u{2028}b",
    "a\tb",
    "a\r\nb",
    "\\n",
    "\u{fffe}",
    "\u{1f600}",
    "a:",
    "?",
    "? a",
    ",",
    "“十五五”：规划",
];

/// A text without white space around it and without control characters, often one that file formats stumble over.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        select(TRICKY).prop_map(str::to_owned),
        "[ -~\n\t]{1,40}",
        "[一-龥，。：“”\n]{1,12}",
        "([a-z]{1,9} ){8,30}",
        vec(any::<char>(), 1..8).prop_map(|characters| characters.into_iter().collect::<String>()),
    ]
    .prop_map(|text| text.replace(is_refused, "").trim().to_owned())
    .prop_filter("a text has something in it", |text| !text.is_empty())
}

pub(crate) fn word<T: Copy + std::fmt::Debug + 'static>(vocabulary: &'static [T]) -> impl Strategy<Value = T> {
    select(vocabulary)
}

pub(crate) fn lang() -> impl Strategy<Value = LanguageTag> {
    select(vec!["en", "zh-Hans", "zh-Hant", "no", "de"])
        .prop_filter_map("a language tag", |tag: &str| tag.parse::<LanguageTag>().ok())
}

pub(crate) fn localized() -> impl Strategy<Value = LocalizedText> {
    (lang(), text(), word(TextOrigin::ALL)).prop_map(|(lang, text, origin)| LocalizedText { lang, text, origin })
}

/// Texts in up to three languages, at least `n`.
pub(crate) fn texts(n: usize) -> impl Strategy<Value = Texts> {
    vec(localized(), n..=3).prop_map(Texts::new)
}

pub(crate) fn moment() -> impl Strategy<Value = OffsetDateTime> {
    (0_i64..4_000_000_000, 0_i64..1000).prop_filter_map("a moment", |(second, millisecond)| {
        let start = OffsetDateTime::from_unix_timestamp(second).ok()?;
        Some(start + time::Duration::milliseconds(millisecond))
    })
}

pub(crate) fn day() -> impl Strategy<Value = Date> {
    (2_415_021_i32..2_488_070).prop_filter_map("a day", |day| Date::from_julian_day(day).ok())
}

pub(crate) fn number() -> impl Strategy<Value = f64> {
    prop_oneof![(-100_000_i32..100_000).prop_map(f64::from), proptest::num::f64::NORMAL, Just(0.1), Just(1e21)]
}

pub(crate) fn document() -> impl Strategy<Value = SourceDocument> {
    (
        (text(), option::of(text()), option::of(Just("https://example.org/a?b=c#d".to_owned()))),
        (option::of(Just("application/pdf".to_owned())), option::of("[0-9a-f]{64}"), lang()),
        (option::of(text()), option::of(moment()), option::of(day())),
    )
        .prop_map(
            |((title, publisher, url), (media_type, sha256, language), (license, retrieved_at, published_on))| {
                SourceDocument {
                    id: DocumentId(uuid::Uuid::nil()),
                    title,
                    publisher,
                    url,
                    media_type,
                    sha256,
                    language,
                    license,
                    retrieved_at,
                    published_on,
                }
                .identified()
            },
        )
}

/// Different documents, at most `n`.
pub(crate) fn documents(n: usize) -> impl Strategy<Value = Vec<SourceDocument>> {
    vec(document(), 0..=n).prop_map(|documents| {
        let number = |(index, document): (usize, SourceDocument)| {
            SourceDocument { title: format!("{} {index}", document.title), ..document }.identified()
        };
        documents.into_iter().enumerate().map(number).collect()
    })
}

pub(crate) fn repair() -> impl Strategy<Value = TextRepair> {
    (word(RepairKind::ALL), text(), text()).prop_map(|(kind, before, after)| TextRepair { kind, before, after })
}

/// A passage of a document that stays to be named.
pub(crate) fn evidence() -> impl Strategy<Value = Evidence> {
    (
        (option::of(text()), option::of((1..500_i32, 0..5_i32)), any::<bool>()),
        (option::of(1..99_i32), option::of((0..9_i32, 1..9_i32))),
        (option::of(text()), word(QuoteAbsence::ALL), vec(repair(), 0..2)),
    )
        .prop_map(|((locator, lines, to_the_end), (page, offsets), (quote, absence, repairs))| Evidence {
            document: DocumentId(uuid::Uuid::nil()),
            locator,
            start_line: lines.map(|(start, _)| start),
            end_line: lines.filter(|_| to_the_end).map(|(start, length)| start + length),
            page,
            start_offset: offsets.map(|(start, _)| start),
            end_offset: offsets.map(|(start, length)| start + length),
            quote_absence: quote.is_none().then_some(absence),
            quote,
            repairs,
        })
}

/// Names one of the documents as that of the evidence; without documents there is no evidence.
pub(crate) fn place(evidence: Option<Evidence>, documents: &[SourceDocument], pick: &Pick) -> Option<Evidence> {
    let document = (!documents.is_empty()).then(|| pick.get(documents).id)?;
    evidence.map(|evidence| Evidence { document, ..evidence })
}

pub(crate) fn unit() -> impl Strategy<Value = Unit> {
    (select(vec![0_u32, 3, 4, 8]), select(BaseUnit::ALL.iter().collect::<Vec<_>>()))
        .prop_filter_map("a unit", |(power, base)| Unit::new(power, base.code).ok())
}

pub(crate) fn numbered(index: usize, slug: &str) -> String {
    format!("{slug}-{index}")
}
