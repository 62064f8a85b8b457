//! Catalogues.

use proptest::{
    collection::{btree_map, btree_set, vec},
    option,
    prelude::*,
    sample::select,
};

use super::{Pick, documents, evidence, localized, numbered, place, slug, text, texts, unit, word};
use crate::domain::{
    indicator::{IndicatorDirection, IndicatorMeasure, StandardCode},
    institution::{InstitutionKind, InstitutionStatistic},
    period::YearSpan,
    publication::{
        CatalogueRecord, CodebookRecord, Frequencies, IndicatorRecord, InnovationCaseRecord, InstitutionRecord,
        PeriodRecord, ThemeRecord, WordFrequencies,
    },
    quality::{CodingQuality, ThemeQuality},
    text::{LocalizedText, Texts},
};

fn years() -> impl Strategy<Value = YearSpan> {
    (1000..2900_i32, 0..100_i32).prop_filter_map("years", |(start, n)| YearSpan::new(start, start + n).ok())
}

fn period() -> impl Strategy<Value = PeriodRecord> {
    (slug(), slug(), option::of(any::<i32>()), texts(1), years(), option::of(slug())).prop_map(
        |(slug, scheme, ordinal, names, years, previous)| PeriodRecord {
            slug,
            scheme,
            ordinal,
            names,
            years,
            previous,
        },
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
    (slug(), word(InstitutionKind::ALL), texts(1), place, identifiers, option::of(slug()), vec(statistic, 0..3))
        .prop_map(|(slug, kind, names, (country, subdivision), (isil, ror, wikidata), parent, statistics)| {
            InstitutionRecord {
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
            }
        })
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
    let counts = || btree_map(text(), 0..100_u32, 0..3);
    let words = btree_map(select(vec!["en".to_owned(), "zh".to_owned()]), counts(), 0..2);
    let measured = option::of(vec((0..4_u32, 0..4_u32, 0..4_u32), 0..6));
    (text(), vec(theme, 1..6), counts(), words, measured).prop_map(|(version, themes, concepts, words, measured)| {
        let slugs: Vec<String> = themes.iter().enumerate().map(|(index, (slug, ..))| numbered(index, slug)).collect();
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
        let quality = measured.map(|measured| CodingQuality {
            n_elements: 20,
            themes: slugs
                .iter()
                .cloned()
                .zip(measured)
                .map(|(slug, (right, missed, wrong))| {
                    let theme = ThemeQuality { n_labelled: right + missed, n_found: right + wrong, n_right: right };
                    (slug, theme)
                })
                .collect(),
        });
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
            quality,
        }
    })
}

type CaseParts = (InnovationCaseRecord, Pick);

fn innovation_case() -> impl Strategy<Value = CaseParts> {
    let themes = || btree_set(slug(), 0..3).prop_map(|slugs| slugs.into_iter().collect());
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
