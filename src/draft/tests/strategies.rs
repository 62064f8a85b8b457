//! Strategies for whole, sound records, for property tests here and elsewhere.

use proptest::{collection::vec, option, prelude::*, sample::select};
use time::{Date, OffsetDateTime};

use crate::domain::{
    annotation::{AlignmentRelation, ImpactLevel},
    element::{ElementKind, PlanLayer},
    id::DocumentId,
    indicator::{
        Comparator, Dimension, Figure, IndicatorDirection, IndicatorMeasure, ObservationBasis, ObservationRole,
        StandardCode, TargetNature,
    },
    institution::{InstitutionKind, InstitutionStatistic},
    language::LanguageTag,
    period::YearSpan,
    plan::{PlanLevel, PlanStatus},
    publication::{
        AlignmentRecord, AnnotationRecord, CatalogueRecord, CodebookRecord, CodingRecord, ElementName, ElementRecord,
        Frequencies, ImpactRatingRecord, IndicatorRecord, InnovationCaseRecord, InstitutionRecord, JudgementRecord,
        PeriodRecord, PlanDocument, PlanIndicatorRecord, PlanRecord, ThemeRecord, WordFrequencies,
    },
    source::{Evidence, QuoteAbsence, RepairKind, SourceDocument, TextRepair},
    text::{LocalizedText, TextOrigin, Texts},
    theme::PassMethod,
    unit::{BaseUnit, Unit},
};

/// A slug.
pub(crate) fn slug() -> impl Strategy<Value = String> {
    "[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}"
}

fn key() -> impl Strategy<Value = String> {
    "[a-z0-9]{1,5}([-._][a-z0-9]{1,5}){0,3}"
}

/// Texts that file formats stumble over.
const TRICKY: &[&str] = &[
    "yes", "no", "null", "~", "true", "1.10", "0x1F", "1e5", ".inf", "2026-01-01", "12:30", "- a", "# x", "a: b", "a #b",
    "*x", "&y", "!z", "%", "@a", "`b", "\"q\"", "it's", "<<", "=", "---", "...", "[", "{}", "|", ">", "a\nb", "a\n\n b",
    "a\u{2028}b", "\u{7f}", "a\tb", "a\r\nb", "\\n", "\u{fffe}", "\u{1f600}", "a:", "?", "? a", ",", "“十五五”：规划",
];

/// A text without white space around it, often one that file formats stumble over.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        select(TRICKY).prop_map(str::to_owned),
        "[ -~\n\t]{1,40}",
        "[一-龥，。：“”\n]{1,12}",
        "([a-z]{1,9} ){8,30}",
        vec(any::<char>(), 1..8).prop_map(|characters| characters.into_iter().collect::<String>()),
    ]
    .prop_map(|text| text.trim().to_owned())
    .prop_filter("a text has something in it", |text| !text.is_empty())
}

fn word<T: Copy + std::fmt::Debug + 'static>(vocabulary: &'static [T]) -> impl Strategy<Value = T> {
    select(vocabulary)
}

fn lang() -> impl Strategy<Value = LanguageTag> {
    select(vec!["en", "zh-Hans", "zh-Hant", "no", "de"])
        .prop_filter_map("a language tag", |tag: &str| tag.parse::<LanguageTag>().ok())
}

fn localized() -> impl Strategy<Value = LocalizedText> {
    (lang(), text(), word(TextOrigin::ALL)).prop_map(|(lang, text, origin)| LocalizedText { lang, text, origin })
}

/// Texts in up to three languages, at least `n`.
pub(crate) fn texts(n: usize) -> impl Strategy<Value = Texts> {
    vec(localized(), n..=3).prop_map(Texts::new)
}

fn moment() -> impl Strategy<Value = OffsetDateTime> {
    (0_i64..4_000_000_000, 0_i64..1000).prop_filter_map("a moment", |(second, millisecond)| {
        let start = OffsetDateTime::from_unix_timestamp(second).ok()?;
        Some(start + time::Duration::milliseconds(millisecond))
    })
}

fn day() -> impl Strategy<Value = Date> {
    (2_415_021_i32..2_488_070).prop_filter_map("a day", |day| Date::from_julian_day(day).ok())
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![(-100_000_i32..100_000).prop_map(f64::from), proptest::num::f64::NORMAL, Just(0.1), Just(1e21)]
}

fn document() -> impl Strategy<Value = SourceDocument> {
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
fn documents(n: usize) -> impl Strategy<Value = Vec<SourceDocument>> {
    vec(document(), 0..=n).prop_map(|documents| {
        let number = |(index, document): (usize, SourceDocument)| {
            SourceDocument { title: format!("{} {index}", document.title), ..document }.identified()
        };
        documents.into_iter().enumerate().map(number).collect()
    })
}

fn repair() -> impl Strategy<Value = TextRepair> {
    (word(RepairKind::ALL), text(), text()).prop_map(|(kind, before, after)| TextRepair { kind, before, after })
}

/// A passage of a document that stays to be named.
fn evidence() -> impl Strategy<Value = Evidence> {
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
fn place(
    evidence: Option<Evidence>,
    documents: &[SourceDocument],
    pick: &proptest::sample::Index,
) -> Option<Evidence> {
    let document = (!documents.is_empty()).then(|| pick.get(documents).id)?;
    evidence.map(|evidence| Evidence { document, ..evidence })
}

fn unit() -> impl Strategy<Value = Unit> {
    (select(vec![0_u32, 3, 4, 8]), select(BaseUnit::ALL.iter().collect::<Vec<_>>()))
        .prop_filter_map("a unit", |(power, base)| Unit::new(power, base.code).ok())
}

/// Comparator, value and upper end as they go together.
fn bounds() -> impl Strategy<Value = (Comparator, Option<f64>, Option<f64>)> {
    use Comparator::{Approximately, AtLeast, AtMost, Between, Equal, LessThan, MoreThan, Qualitative};
    prop_oneof![
        Just((Qualitative, None, None)),
        (-1000..1000_i32, 1..1000_i32)
            .prop_map(|(low, width)| (Between, Some(f64::from(low)), Some(f64::from(low + width)))),
        (select(vec![Equal, AtLeast, MoreThan, AtMost, LessThan, Approximately]), number())
            .prop_map(|(comparator, value)| (comparator, Some(value), None)),
    ]
}

fn figure() -> impl Strategy<Value = Figure> {
    (
        (word(ObservationRole::ALL), bounds(), option::of(unit()), word(ObservationBasis::ALL)),
        (option::of((1000..2900_i32, option::of(0..99_i32))), option::of(1000..3000_i32)),
        (vec(text(), 0..3), option::of(text()), option::of(evidence())),
    )
        .prop_map(|((role, (comparator, value, upper), unit, basis), (years, reference_year), (parts, text, evidence))| {
            let dimension = |(index, value): (usize, String)| Dimension { name: format!("part {index}"), value };
            Figure {
                role,
                comparator,
                value,
                upper,
                unit,
                basis,
                start_year: years.and_then(|(start, length)| length.map(|_| start)),
                end_year: years.map(|(start, length)| start + length.unwrap_or_default()),
                reference_year,
                dimensions: parts.into_iter().enumerate().map(dimension).collect(),
                text,
                evidence,
            }
        })
}

type Pick = proptest::sample::Index;

fn element() -> impl Strategy<Value = (ElementRecord, Pick, Pick)> {
    let head = (key(), word(ElementKind::ALL), option::of(text()), option::of(text()));
    (head, texts(1), texts(0), option::of(evidence()), any::<Pick>(), any::<Pick>()).prop_map(
        |((key, kind, number, source_term), title, body, evidence, level, document)| {
            let record = ElementRecord { key, kind, number, source_term, title, body, parent: None, evidence };
            (record, level, document)
        },
    )
}

fn plan_indicator() -> impl Strategy<Value = (PlanIndicatorRecord, Option<Pick>, Pick)> {
    let links = (option::of(any::<Pick>()), any::<Pick>());
    (key(), texts(1), option::of(slug()), word(TargetNature::ALL), option::of(evidence()), vec(figure(), 0..4), links)
        .prop_map(|(key, text, indicator, nature, evidence, observations, (element, document))| {
            let record =
                PlanIndicatorRecord { key, element: None, text, indicator, nature, evidence, observations };
            (record, element, document)
        })
}

/// A plan of up to ten elements and six indicators, in document order.
pub(crate) fn plan() -> impl Strategy<Value = PlanRecord> {
    (
        (slug(), slug(), slug(), prop_oneof![Just("main".to_owned()), slug()]),
        (word(PlanLevel::ALL), word(PlanStatus::ALL), any::<bool>(), texts(1), lang(), option::of(text())),
        (documents(3), option::of(any::<Pick>()), vec(element(), 1..10), vec(plan_indicator(), 0..6)),
    )
        .prop_map(
            |(
                (slug, institution, period, variant),
                (level, status, is_synthetic, title, language, note),
                (documents, source, elements, indicators),
            )| {
                let elements = tree(elements, &documents);
                let indicators = attach(indicators, &elements, &documents);
                let source = source.filter(|_| !documents.is_empty()).map(|pick| pick.index(documents.len()));
                let named = |(index, document)| PlanDocument { key: format!("doc-{index}"), document };
                PlanRecord {
                    slug,
                    institution,
                    period,
                    variant,
                    level,
                    status,
                    is_synthetic,
                    title,
                    language,
                    note,
                    documents: documents.into_iter().enumerate().map(named).collect(),
                    source,
                    elements,
                    indicators,
                }
            },
        )
}

/// Each element goes under one of those on the path to the one before it, or to the root.
fn tree(elements: Vec<(ElementRecord, Pick, Pick)>, documents: &[SourceDocument]) -> Vec<ElementRecord> {
    let mut path: Vec<usize> = Vec::new();
    let arrange = |(index, (record, level, document)): (usize, (ElementRecord, Pick, Pick))| {
        path.truncate(level.index(path.len() + 1));
        let parent = path.last().copied();
        path.push(index);
        let evidence = place(record.evidence, documents, &document);
        ElementRecord { key: format!("{}-{index}", record.key), parent, evidence, ..record }
    };
    elements.into_iter().enumerate().map(arrange).collect()
}

fn attach(
    indicators: Vec<(PlanIndicatorRecord, Option<Pick>, Pick)>,
    elements: &[ElementRecord],
    documents: &[SourceDocument],
) -> Vec<PlanIndicatorRecord> {
    let attached = |(index, (record, element, document)): (usize, (PlanIndicatorRecord, Option<Pick>, Pick))| {
        let observations = record.observations.into_iter().map(|figure| Figure {
            evidence: place(figure.evidence, documents, &document),
            ..figure
        });
        PlanIndicatorRecord {
            key: format!("{}-{index}", record.key),
            element: element.map(|pick| pick.index(elements.len())),
            evidence: place(record.evidence, documents, &document),
            observations: observations.collect(),
            ..record
        }
    };
    let mut attached: Vec<_> = indicators.into_iter().enumerate().map(attached).collect();
    attached.sort_by_key(|indicator| indicator.element.unwrap_or(usize::MAX));
    attached
}

fn numbered(index: usize, slug: &str) -> String {
    format!("{slug}-{index}")
}

fn years() -> impl Strategy<Value = YearSpan> {
    (1000..2900_i32, 0..100_i32).prop_filter_map("years", |(start, n)| YearSpan::new(start, start + n).ok())
}

fn period() -> impl Strategy<Value = PeriodRecord> {
    (slug(), slug(), option::of(any::<i32>()), texts(1), years(), option::of(slug())).prop_map(
        |(slug, scheme, ordinal, names, years, previous)| PeriodRecord { slug, scheme, ordinal, names, years, previous },
    )
}

fn institution() -> impl Strategy<Value = InstitutionRecord> {
    let identifiers = (
        option::of(select(vec!["DE-1", "CN-LIB1"])),
        option::of(select(vec!["02mhbdp94", "03vek6s52"])),
        option::of("Q[1-9][0-9]{0,6}"),
    );
    let statistic = (slug(), 1000..3000_i32, 0..10_000_000_i32, option::of(text()));
    let place = (option::of(Just("CN".to_owned())), option::of(Just("CN-JL".to_owned())));
    (slug(), word(InstitutionKind::ALL), texts(1), place, identifiers, option::of(slug()), vec(statistic, 0..3)).prop_map(
        |(slug, kind, names, (country, subdivision), (isil, ror, wikidata), parent, statistics)| InstitutionRecord {
            slug,
            kind,
            names,
            country,
            subdivision,
            isil: isil.map(str::to_owned),
            ror: ror.map(str::to_owned),
            wikidata,
            parent: parent.map(|parent| format!("{parent}-parent")),
            statistics: statistics
                .into_iter()
                .enumerate()
                .map(|(index, (measure, year, value, source))| InstitutionStatistic {
                    measure: numbered(index, &measure),
                    year,
                    value: f64::from(value),
                    source,
                })
                .collect(),
        },
    )
}

fn indicator() -> impl Strategy<Value = IndicatorRecord> {
    let standard = (text(), text()).prop_map(|(standard, code)| StandardCode { standard, code });
    let kind = (word(IndicatorMeasure::ALL), option::of(unit()), word(IndicatorDirection::ALL));
    (slug(), texts(1), texts(0), kind, vec(standard, 0..3)).prop_map(
        |(slug, names, definition, (measure, unit, direction), standard_codes)| IndicatorRecord {
            slug,
            names,
            definition,
            measure,
            unit,
            direction,
            standard_codes,
        },
    )
}

type ThemeParts = (String, String, Texts, Texts, Vec<LocalizedText>, Option<Pick>);

fn codebook() -> impl Strategy<Value = CodebookRecord> {
    let theme = (slug(), slug(), texts(1), texts(0), vec(localized(), 0..5), option::of(any::<Pick>()));
    let counts = || proptest::collection::btree_map(text(), 0..100_u32, 0..3);
    let words = proptest::collection::btree_map(select(vec!["en".to_owned(), "zh".to_owned()]), counts(), 0..2);
    (text(), vec(theme, 1..6), counts(), words).prop_map(|(version, themes, concepts, words)| {
        let slugs: Vec<String> =
            themes.iter().enumerate().map(|(index, (slug, ..))| numbered(index, slug)).collect();
        let theme = |(index, parts): (usize, ThemeParts)| {
            let (_, scheme, labels, definition, mut alt_labels, broader) = parts;
            // In the order of a file: by language; and no label twice.
            alt_labels.sort_by(|a, b| (&a.lang, &a.text).cmp(&(&b.lang, &b.text)));
            alt_labels.dedup_by(|a, b| (&a.lang, &a.text) == (&b.lang, &b.text));
            ThemeRecord {
                slug: slugs[index].clone(),
                scheme,
                labels,
                definition,
                alt_labels,
                // Wider concepts stand before narrower ones here, so none is wider than itself.
                broader: broader.filter(|_| index > 0).map(|pick| slugs[pick.index(index)].clone()),
            }
        };
        CodebookRecord {
            version,
            themes: themes.into_iter().enumerate().map(theme).collect(),
            frequencies: Frequencies {
                n_elements: 100,
                concepts,
                words: words
                    .into_iter()
                    .map(|(language, counts)| (language, WordFrequencies { n_elements: 100, counts }))
                    .collect(),
            },
        }
    })
}

type CaseParts = (InnovationCaseRecord, Pick);

fn innovation_case() -> impl Strategy<Value = CaseParts> {
    let themes = || proptest::collection::btree_set(slug(), 0..3).prop_map(|slugs| slugs.into_iter().collect());
    (slug(), texts(1), slug(), 1000..3000_i32, themes(), themes(), option::of(evidence()), any::<Pick>()).prop_map(
        |(slug, title, institution, year, focuses, strategies, evidence, pick)| {
            let document = None;
            let record =
                InnovationCaseRecord { slug, title, institution, year, focuses, strategies, document, evidence };
            (record, pick)
        },
    )
}

/// Records of a catalogue file.
pub(crate) fn catalogue() -> impl Strategy<Value = CatalogueRecord> {
    (
        documents(3),
        vec(period(), 0..3),
        vec(institution(), 0..3),
        vec(indicator(), 0..3),
        option::of(codebook()),
        vec(innovation_case(), 0..3),
    )
        .prop_map(|(documents, periods, institutions, indicators, codebook, cases)| {
            let case = |(index, (case, pick)): (usize, CaseParts)| {
                let evidence = place(case.evidence, &documents, &pick);
                let document = evidence
                    .as_ref()
                    .and_then(|evidence| documents.iter().find(|document| document.id == evidence.document).cloned());
                InnovationCaseRecord { slug: numbered(index, &case.slug), evidence, document, ..case }
            };
            let innovation_cases = cases.into_iter().enumerate().map(case).collect();
            let period = |(index, period): (usize, PeriodRecord)| PeriodRecord {
                slug: numbered(index, &period.slug),
                previous: period.previous.map(|previous| format!("{previous}-before")),
                ..period
            };
            let institution = |(index, institution): (usize, InstitutionRecord)| InstitutionRecord {
                slug: numbered(index, &institution.slug),
                ..institution
            };
            let indicator = |(index, indicator): (usize, IndicatorRecord)| IndicatorRecord {
                slug: numbered(index, &indicator.slug),
                ..indicator
            };
            CatalogueRecord {
                periods: periods.into_iter().enumerate().map(period).collect(),
                institutions: institutions.into_iter().enumerate().map(institution).collect(),
                indicators: indicators.into_iter().enumerate().map(indicator).collect(),
                codebook,
                innovation_cases,
                documents,
            }
        })
}

fn element_name() -> impl Strategy<Value = ElementName> {
    (slug(), key()).prop_map(|(plan, element)| ElementName { plan, element })
}

fn coding() -> impl Strategy<Value = CodingRecord> {
    let judgement = (key(), slug(), any::<bool>(), option::of(moment()));
    let layers = proptest::sample::subsequence(PlanLayer::ALL, 1..=PlanLayer::ALL.len());
    let method = select(vec![PassMethod::Manual, PassMethod::Adjudicated]);
    (slug(), text(), method, option::of(text()), layers, option::of(moment()), vec(judgement, 0..4)).prop_map(
        |(plan, coder, method, codebook_version, layers, coded_at, judgements)| CodingRecord {
            plan,
            coder,
            method,
            codebook_version,
            layers,
            coded_at,
            judgements: judgements
                .into_iter()
                .enumerate()
                .map(|(index, (element, theme, present, judged_at))| JudgementRecord {
                    element: numbered(index, &element),
                    theme,
                    present,
                    judged_at,
                })
                .collect(),
        },
    )
}

/// Records of an annotation file.
pub(crate) fn annotations() -> impl Strategy<Value = AnnotationRecord> {
    let alignment = (element_name(), element_name(), word(AlignmentRelation::ALL), option::of(text()), text());
    let rating =
        (element_name(), element_name(), word(ImpactLevel::ALL), text(), option::of(text()), option::of(moment()));
    (vec(coding(), 0..3), vec(alignment, 0..3), vec(rating, 0..3)).prop_map(|(codings, alignments, ratings)| {
        let named = |index: usize, name: ElementName| ElementName { plan: numbered(index, &name.plan), ..name };
        AnnotationRecord {
            codings: codings
                .into_iter()
                .enumerate()
                .map(|(index, coding)| CodingRecord { plan: numbered(index, &coding.plan), ..coding })
                .collect(),
            alignments: alignments
                .into_iter()
                .enumerate()
                .map(|(index, (source, target, relation, note, coder))| AlignmentRecord {
                    source: named(2 * index, source),
                    target: named(2 * index + 1, target),
                    relation,
                    note,
                    coder,
                })
                .collect(),
            impact_ratings: ratings
                .into_iter()
                .enumerate()
                .map(|(index, (focus, contribution, level, rater, note, rated_at))| ImpactRatingRecord {
                    focus: named(index, focus),
                    contribution,
                    level,
                    rater,
                    note,
                    rated_at,
                })
                .collect(),
        }
    })
}
