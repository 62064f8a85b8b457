//! From catalogue records to the draft of a catalogue file.

use super::{
    catalogue_file::{
        CatalogueDraft, CatalogueFormat, CodebookDraft, IndicatorDraft, InnovationCaseDraft, InstitutionDraft,
        PeriodDraft, StatisticDraft, ThemeDraft,
    },
    checks::TextRules,
    export::{DocumentNames, ExportError, document_draft, shared_origin, text_lists_draft, texts_draft},
};
use crate::domain::{
    institution::InstitutionStatistic,
    language::LanguageTag,
    publication::{
        CatalogueRecord, CodebookRecord, IndicatorRecord, InnovationCaseRecord, InstitutionRecord, PeriodRecord,
        ThemeRecord,
    },
    source::SourceDocument,
    text::{LocalizedText, TextOrigin},
};

/// The draft of a catalogue. Documents are named by their place: `document-1`, `document-2` …; those that only cases have
/// stand behind the others.
///
/// # Errors
/// [`ExportError::UnknownDocument`] for a case whose evidence rests on another document than the case's own.
pub fn catalogue_draft(record: &CatalogueRecord) -> Result<CatalogueDraft, ExportError> {
    let CatalogueRecord { documents, periods, institutions, indicators, codebook, innovation_cases } = record;
    let defaults = TextRules { language: LanguageTag::english(), origin: Some(TextOrigin::Editorial) };
    let text_origin = shared_origin(all_texts(record), &defaults);
    let rules = TextRules { origin: text_origin.or(defaults.origin), language: defaults.language };

    let mut all_documents: Vec<&SourceDocument> = documents.iter().collect();
    for document in innovation_cases.iter().filter_map(|case| case.document.as_ref()) {
        if !all_documents.iter().any(|known| known.id == document.id) {
            all_documents.push(document);
        }
    }
    let names: Vec<String> = (1..=all_documents.len()).map(|number| format!("document-{number}")).collect();
    let keys = all_documents.iter().zip(&names).map(|(document, name)| (document.id, name.as_str()));
    let keys = DocumentNames::new(keys, None);

    Ok(CatalogueDraft {
        format: CatalogueFormat::Version1,
        text_origin,
        language: None,
        documents: all_documents
            .iter()
            .zip(&names)
            .map(|(document, name)| document_draft(name, document, &rules.language))
            .collect(),
        periods: periods.iter().map(|period| period_draft(period, &rules)).collect(),
        institutions: institutions.iter().map(|institution| institution_draft(institution, &rules)).collect(),
        indicators: indicators.iter().map(|indicator| indicator_draft(indicator, &rules)).collect(),
        codebook: codebook.as_ref().map(|codebook| codebook_draft(codebook, &rules)),
        innovation_cases: innovation_cases
            .iter()
            .map(|case| innovation_case_draft(case, &rules, &keys))
            .collect::<Result<_, _>>()?,
    })
}

fn all_texts(record: &CatalogueRecord) -> impl Iterator<Item = &LocalizedText> {
    let CatalogueRecord { documents: _, periods, institutions, indicators, codebook, innovation_cases } = record;
    let themes = codebook.iter().flat_map(|codebook| &codebook.themes);
    periods
        .iter()
        .flat_map(|period| period.names.iter())
        .chain(institutions.iter().flat_map(|institution| institution.names.iter()))
        .chain(indicators.iter().flat_map(|indicator| indicator.names.iter().chain(indicator.definition.iter())))
        .chain(themes.flat_map(|theme| theme.labels.iter().chain(theme.definition.iter()).chain(&theme.alt_labels)))
        .chain(innovation_cases.iter().flat_map(|case| case.title.iter()))
}

fn period_draft(record: &PeriodRecord, rules: &TextRules) -> PeriodDraft {
    let PeriodRecord { slug, scheme, ordinal, names, years, previous } = record;
    PeriodDraft {
        slug: slug.clone(),
        scheme: scheme.clone(),
        ordinal: *ordinal,
        name: texts_draft(names, rules),
        start_year: years.start(),
        end_year: years.end(),
        previous: previous.clone(),
    }
}

fn institution_draft(record: &InstitutionRecord, rules: &TextRules) -> InstitutionDraft {
    let InstitutionRecord { slug, kind, names, country, subdivision, isil, ror, wikidata, parent, statistics } = record;
    let statistics = statistics.iter().map(|InstitutionStatistic { measure, year, value, source }| StatisticDraft {
        measure: measure.clone(),
        year: *year,
        value: *value,
        source: source.clone(),
    });
    InstitutionDraft {
        slug: slug.clone(),
        kind: *kind,
        name: texts_draft(names, rules),
        country: country.clone(),
        subdivision: subdivision.clone(),
        isil: isil.clone(),
        ror: ror.clone(),
        wikidata: wikidata.clone(),
        parent: parent.clone(),
        statistics: statistics.collect(),
    }
}

fn indicator_draft(record: &IndicatorRecord, rules: &TextRules) -> IndicatorDraft {
    let IndicatorRecord { slug, names, definition, measure, unit, direction, standard_codes } = record;
    IndicatorDraft {
        slug: slug.clone(),
        name: texts_draft(names, rules),
        definition: texts_draft(definition, rules),
        measure: *measure,
        unit: unit.map(|unit| unit.to_string()),
        direction: *direction,
        standard_codes: standard_codes.clone(),
    }
}

fn codebook_draft(record: &CodebookRecord, rules: &TextRules) -> CodebookDraft {
    let CodebookRecord { version, themes, frequencies, quality } = record;
    CodebookDraft {
        version: version.clone(),
        themes: themes.iter().map(|theme| theme_draft(theme, rules)).collect(),
        frequencies: frequencies.clone(),
        quality: quality.clone(),
    }
}

fn theme_draft(record: &ThemeRecord, rules: &TextRules) -> ThemeDraft {
    let ThemeRecord { slug, scheme, labels, definition, alt_labels, broader } = record;
    ThemeDraft {
        slug: slug.clone(),
        scheme: scheme.clone(),
        label: texts_draft(labels, rules),
        alt_labels: text_lists_draft(alt_labels, rules),
        definition: texts_draft(definition, rules),
        broader: broader.clone(),
    }
}

fn innovation_case_draft(
    record: &InnovationCaseRecord,
    rules: &TextRules,
    documents: &DocumentNames<'_>,
) -> Result<InnovationCaseDraft, ExportError> {
    let InnovationCaseRecord { slug, title, institution, year, focuses, strategies, document: _, evidence } = record;
    Ok(InnovationCaseDraft {
        slug: slug.clone(),
        title: texts_draft(title, rules),
        institution: institution.clone(),
        year: *year,
        focuses: focuses.clone(),
        strategies: strategies.clone(),
        evidence: documents.evidence_draft(evidence.as_ref(), slug)?,
    })
}
