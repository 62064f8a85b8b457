//! From a catalogue file's draft to its records: everything that can be checked without a registry.

use std::collections::{HashMap, HashSet};

use super::{
    accept_evidence::{DefaultDocument, DocumentFile, DocumentKeys, documents, evidence},
    catalogue_file::{
        CatalogueDraft, CodebookDraft, IndicatorDraft, InnovationCaseDraft, InstitutionDraft, PeriodDraft,
        StatisticDraft, ThemeDraft,
    },
    checks::{Checks, TextRules, optional},
    controls::check_controls,
    finding::{FileError, Finding},
    places::{At, Places},
    texts::ByLanguage,
};
use crate::domain::{
    indicator::StandardCode,
    institution::{InstitutionStatistic, check_country, check_isil, check_ror, check_subdivision, check_wikidata},
    language::LanguageTag,
    period::YearSpan,
    publication::{
        CatalogueRecord, CodebookRecord, Frequencies, IndicatorRecord, InnovationCaseRecord, InstitutionRecord,
        PeriodRecord, PlanDocument, ThemeRecord,
    },
    quality::{CodingQuality, ThemeQuality},
    text::{LocalizedText, TextOrigin},
    theme::LABEL_GAP,
};

/// What a catalogue file brings.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogueFileContent {
    /// The records.
    pub catalogue: CatalogueRecord,
    /// The files that hold documents of the catalogue.
    pub document_files: Vec<DocumentFile>,
    /// What is odd but no reason to refuse the file.
    pub findings: Vec<Finding>,
}

/// Checks a catalogue file's draft and turns it into records.
///
/// # Errors
/// [`FileError`] with every problem of the draft.
pub fn accept_catalogue(draft: CatalogueDraft, places: &Places) -> Result<CatalogueFileContent, FileError> {
    let mut found = Checks::default();
    let checks = &mut found;
    check_controls(checks, &draft);
    let at = At::ROOT;
    let CatalogueDraft {
        format: _,
        text_origin,
        language,
        documents: document_drafts,
        periods,
        institutions,
        indicators,
        codebook,
        innovation_cases,
    } = draft;
    let rules = TextRules {
        language: language.unwrap_or_else(LanguageTag::english),
        origin: Some(text_origin.unwrap_or(TextOrigin::Editorial)),
    };
    let (documents, document_files) = documents(checks, document_drafts, &rules.language, &at.field("documents"));
    let keys = DocumentKeys::new(&documents, DefaultDocument::Missing);

    let list = at.field("periods");
    checks.unique("slug", &list, periods.iter().map(|draft| draft.slug.as_str()));
    let periods = each(periods, &list, |draft, at| accept_period(checks, draft, &rules, at));

    let list = at.field("institutions");
    checks.unique("slug", &list, institutions.iter().map(|draft| draft.slug.as_str()));
    let institutions = each(institutions, &list, |draft, at| Some(accept_institution(checks, draft, &rules, at)));

    let list = at.field("indicators");
    checks.unique("slug", &list, indicators.iter().map(|draft| draft.slug.as_str()));
    let indicators = each(indicators, &list, |draft, at| Some(indicator(checks, draft, &rules, at)));

    let codebook = codebook.map(|draft| accept_codebook(checks, draft, &rules, &at.field("codebook")));

    let list = at.field("innovationCases");
    checks.unique("slug", &list, innovation_cases.iter().map(|draft| draft.slug.as_str()));
    let innovation_cases = each(innovation_cases, &list, |draft, at| {
        Some(innovation_case(checks, draft, &rules, (&documents, &keys), at))
    });

    let findings = found.finish(places)?;
    let documents = documents.into_iter().map(|document| document.document).collect();
    let catalogue = CatalogueRecord { documents, periods, institutions, indicators, codebook, innovation_cases };
    Ok(CatalogueFileContent { catalogue, document_files, findings })
}

fn each<T, R>(drafts: Vec<T>, list: &At<'_>, mut accept: impl FnMut(T, &At<'_>) -> Option<R>) -> Vec<R> {
    drafts.into_iter().enumerate().filter_map(|(index, draft)| accept(draft, &list.index(index))).collect()
}

/// A period; `None` where its years cannot be, which is among the errors then.
pub(super) fn accept_period(
    checks: &mut Checks,
    draft: PeriodDraft,
    rules: &TextRules,
    at: &At<'_>,
) -> Option<PeriodRecord> {
    let PeriodDraft { slug, scheme, ordinal, name, start_year, end_year, previous } = draft;
    let slug = checks.slug(slug, &at.field("slug"));
    let scheme = checks.slug(scheme, &at.field("scheme"));
    let names = checks.texts(name, rules, true, &at.field("name"));
    checks.year(start_year, &at.field("startYear"));
    checks.year(end_year, &at.field("endYear"));
    let years = checks.check("YEARS_BACKWARDS", &at.field("endYear"), YearSpan::new(start_year, end_year));
    let previous = checks.optional_slug(previous, &at.field("previous"));
    if previous.as_ref() == Some(&slug) {
        checks.error("REFERS_TO_ITSELF", &at.field("previous"), "a period does not come before itself: name another");
    }
    Some(PeriodRecord { slug, scheme, ordinal, names, years: years?, previous })
}

/// An institution.
pub(super) fn accept_institution(
    checks: &mut Checks,
    draft: InstitutionDraft,
    rules: &TextRules,
    at: &At<'_>,
) -> InstitutionRecord {
    let InstitutionDraft { slug, kind, name, country, subdivision, isil, ror, wikidata, parent, statistics } = draft;
    let (country, subdivision) = (optional(country), optional(subdivision));
    let (isil, ror, wikidata) = (optional(isil), optional(ror), optional(wikidata));
    if let Some(country) = &country {
        checks.check("INVALID_IDENTIFIER", &at.field("country"), check_country(country));
    }
    if let Some(subdivision) = &subdivision {
        // A country that is none has an error of its own.
        let country = country.as_deref().filter(|country| check_country(country).is_ok());
        let result = check_subdivision(subdivision, country);
        checks.check("INVALID_IDENTIFIER", &at.field("subdivision"), result);
    }
    for (name, value, check) in [
        ("isil", &isil, check_isil as fn(&str) -> _),
        ("ror", &ror, check_ror),
        ("wikidata", &wikidata, check_wikidata),
    ] {
        if let Some(value) = value {
            checks.check("INVALID_IDENTIFIER", &at.field(name), check(value));
        }
    }
    let slug = checks.slug(slug, &at.field("slug"));
    let parent = checks.optional_slug(parent, &at.field("parent"));
    if parent.as_ref() == Some(&slug) {
        checks.error("REFERS_TO_ITSELF", &at.field("parent"), "an institution does not belong to itself: name another");
    }
    InstitutionRecord {
        slug,
        kind,
        names: checks.texts(name, rules, true, &at.field("name")),
        country,
        subdivision,
        isil,
        ror,
        wikidata,
        parent,
        statistics: accept_statistics(checks, statistics, &at.field("statistics")),
    }
}

fn accept_statistics(checks: &mut Checks, drafts: Vec<StatisticDraft>, list: &At<'_>) -> Vec<InstitutionStatistic> {
    let mut seen: HashMap<(String, i32), usize> = HashMap::new();
    drafts
        .into_iter()
        .enumerate()
        .map(|(index, StatisticDraft { measure, year, value, source })| {
            let at = list.index(index);
            let first = *seen.entry((measure.clone(), year)).or_insert(index);
            if first != index {
                checks.error(
                    "REPEATED_NAME",
                    &at,
                    format_args!(
                        "`{measure}` of {year} already stands in {}: keep one of the two",
                        list.index(first).path()
                    ),
                );
            }
            if value < 0.0 {
                checks.error("INVALID_NUMBER", &at.field("value"), "what is counted cannot be below zero");
            }
            InstitutionStatistic {
                measure: checks.slug(measure, &at.field("measure")),
                year: checks.year(year, &at.field("year")),
                value: checks.number(value, &at.field("value")),
                source: optional(source),
            }
        })
        .collect()
}

fn indicator(checks: &mut Checks, draft: IndicatorDraft, rules: &TextRules, at: &At<'_>) -> IndicatorRecord {
    let IndicatorDraft { slug, name, definition, measure, unit, direction, standard_codes } = draft;
    let list = at.field("standardCodes");
    IndicatorRecord {
        slug: checks.slug(slug, &at.field("slug")),
        names: checks.texts(name, rules, true, &at.field("name")),
        definition: checks.texts(definition, rules, false, &at.field("definition")),
        measure,
        unit: checks.unit(unit, &at.field("unit")),
        direction,
        standard_codes: each(standard_codes, &list, |StandardCode { standard, code }, at| {
            Some(StandardCode {
                standard: checks.line(standard, &at.field("standard")),
                code: checks.line(code, &at.field("code")),
            })
        }),
    }
}

fn accept_codebook(checks: &mut Checks, draft: CodebookDraft, rules: &TextRules, at: &At<'_>) -> CodebookRecord {
    let CodebookDraft { version, themes, frequencies, quality } = draft;
    let list = at.field("themes");
    if themes.is_empty() {
        checks.error("NO_THEMES", &list, "the codebook has no themes: write at least one, or take the codebook out");
    }
    checks.unique("slug", &list, themes.iter().map(|draft| draft.slug.as_str()));
    let version = checks.line(version, &at.field("version"));
    let themes = each(themes, &list, |draft, at| Some(theme(checks, draft, rules, at)));
    check_broader(checks, &themes, &list);
    check_frequencies(checks, &frequencies, &at.field("frequencies"));
    if let Some(quality) = &quality {
        check_quality(checks, quality, &themes, &at.field("quality"));
    }
    CodebookRecord { version, themes, frequencies, quality }
}

fn theme(checks: &mut Checks, draft: ThemeDraft, rules: &TextRules, at: &At<'_>) -> ThemeRecord {
    let ThemeDraft { slug, scheme, label, alt_labels: ByLanguage(alternatives), definition, broader } = draft;
    let list = at.field("altLabels");
    let mut seen = HashSet::new();
    let mut alt_labels: Vec<LocalizedText> = Vec::new();
    for (lang, labels) in alternatives {
        let list = list.field(lang.as_str());
        for (index, label) in labels.into_iter().enumerate() {
            let at = list.index(index);
            let Some(label) = checks.text(lang.clone(), label, rules, &at) else { continue };
            check_gap(checks, &label.text, &at);
            if seen.insert((label.lang.clone(), label.text.clone())) {
                alt_labels.push(label);
            } else {
                checks.error(
                    "REPEATED_NAME",
                    &at,
                    format_args!("the label `{}` stands here twice: take one out", label.text),
                );
            }
        }
    }
    ThemeRecord {
        slug: checks.slug(slug, &at.field("slug")),
        scheme: checks.slug(scheme, &at.field("scheme")),
        labels: checks.texts(label, rules, true, &at.field("label")),
        definition: checks.texts(definition, rules, false, &at.field("definition")),
        alt_labels,
        broader: checks.optional_slug(broader, &at.field("broader")),
    }
}

/// A label may stand apart in two parts, and each of them is words.
fn check_gap(checks: &mut Checks, label: &str, at: &At<'_>) {
    let parts: Vec<&str> = label.split(LABEL_GAP).map(str::trim).collect();
    if parts.len() > 2 || (parts.len() == 2 && parts.iter().any(|part| part.is_empty())) {
        checks.error(
            "INVALID_LABEL",
            at,
            format_args!("`{LABEL_GAP}` in the label `{label}` has to stand between two parts: write it once, with words on both sides, or leave it out"),
        );
    }
}

/// A codebook is whole, so wider concepts are in it; and none is wider than itself, however far around.
fn check_broader(checks: &mut Checks, themes: &[ThemeRecord], list: &At<'_>) {
    let places: HashMap<&str, usize> =
        themes.iter().enumerate().map(|(index, theme)| (theme.slug.as_str(), index)).collect();
    let wider = |index: usize| themes.get(index).and_then(|theme| theme.broader.as_deref());
    // For each theme, the walk upwards that came by it.
    let mut walks: HashMap<usize, usize> = HashMap::new();
    for start in 0..themes.len() {
        let mut index = start;
        while walks.insert(index, start).is_none() {
            let Some(slug) = wider(index) else { break };
            let Some(&next) = places.get(slug) else {
                checks.error(
                    "UNKNOWN_THEME",
                    &list.index(index).field("broader"),
                    format_args!("no theme of this codebook has the slug `{slug}`: a codebook is whole, so add it, or name another"),
                );
                break;
            };
            if walks.get(&next) == Some(&start) {
                checks.error(
                    "REFERS_TO_ITSELF",
                    &list.index(index).field("broader"),
                    format_args!("by this, `{slug}` is wider than itself, directly or around: name another theme, or leave `broader` out"),
                );
            }
            index = next;
        }
    }
}

fn check_frequencies(checks: &mut Checks, frequencies: &Frequencies, at: &At<'_>) {
    let mut check = |counts: &std::collections::BTreeMap<String, u32>, n_elements: u32, at: &At<'_>| {
        for (word, &count) in counts {
            if count > n_elements {
                checks.error(
                    "INVALID_NUMBER",
                    &at.field(word),
                    format_args!("`{word}` cannot stand in {count} of {n_elements} elements: lower the count, or raise `nElements`"),
                );
            }
        }
    };
    check(&frequencies.concepts, frequencies.n_elements, &at.field("concepts"));
    for (language, words) in &frequencies.words {
        let at = at.field("words");
        let at = at.field(language);
        check(&words.counts, words.n_elements, &at.field("counts"));
    }
}

/// Nobody finds more right elements than there are, and figures of a theme that is not there speak of nothing.
fn check_quality(checks: &mut Checks, quality: &CodingQuality, themes: &[ThemeRecord], at: &At<'_>) {
    let at = at.field("themes");
    for (slug, theme) in &quality.themes {
        let at = at.field(slug);
        if !themes.iter().any(|known| known.slug == *slug) {
            checks.error(
                "UNKNOWN_THEME",
                &at,
                format_args!("no theme of this codebook has the slug `{slug}`: take its figures out, or name another"),
            );
        }
        let ThemeQuality { n_labelled, n_found, n_right } = *theme;
        for (name, count, whole, of) in [
            ("nLabelled", n_labelled, quality.n_elements, "nElements"),
            ("nFound", n_found, quality.n_elements, "nElements"),
            ("nRight", n_right, n_labelled, "nLabelled"),
            ("nRight", n_right, n_found, "nFound"),
        ] {
            if count > whole {
                checks.error(
                    "INVALID_NUMBER",
                    &at.field(name),
                    format_args!(
                        "{count} elements are more than `{of}`, which is {whole}: lower the one, or raise the other"
                    ),
                );
            }
        }
    }
}

fn innovation_case(
    checks: &mut Checks,
    draft: InnovationCaseDraft,
    rules: &TextRules,
    (documents, keys): (&[PlanDocument], &DocumentKeys),
    at: &At<'_>,
) -> InnovationCaseRecord {
    let InnovationCaseDraft { slug, title, institution, year, focuses, strategies, evidence: passage } = draft;
    let evidence = evidence(checks, passage, keys, &at.field("evidence"));
    let document = evidence.as_ref().and_then(|evidence| {
        documents.iter().find(|document| document.document.id == evidence.document).map(|found| found.document.clone())
    });
    InnovationCaseRecord {
        slug: checks.slug(slug, &at.field("slug")),
        title: checks.texts(title, rules, true, &at.field("title")),
        institution: checks.slug(institution, &at.field("institution")),
        year: checks.year(year, &at.field("year")),
        focuses: theme_slugs(checks, focuses, &at.field("focuses")),
        strategies: theme_slugs(checks, strategies, &at.field("strategies")),
        document,
        evidence,
    }
}

fn theme_slugs(checks: &mut Checks, slugs: Vec<String>, list: &At<'_>) -> Vec<String> {
    let mut seen = HashSet::new();
    each(slugs, list, |slug, at| {
        if !seen.insert(slug.clone()) {
            checks.error("REPEATED_NAME", at, format_args!("`{slug}` stands in this list twice: take one out"));
        }
        Some(checks.slug(slug, at))
    })
}
