//! From a plan's draft to its record: everything that can be checked without a registry.

use super::{
    accept_catalogue::{accept_institution, accept_period},
    accept_evidence::{DefaultDocument, DocumentFile, DocumentKeys, documents, evidence},
    accept_figure::plan_indicator,
    checks::{Checks, TextRules, optional},
    controls::check_controls,
    finding::{FileError, Finding},
    keys::TakenKeys,
    places::{At, FieldPath, Places},
    plan_file::{ElementDraft, PlanDraft, PlanIndicatorDraft},
    read::MAX_ELEMENT_DEPTH,
    read_error::too_deep,
    reference::Reference,
};
use crate::domain::{
    element::ElementKind,
    plan::MAIN_VARIANT,
    publication::{ElementRecord, InstitutionRecord, PeriodRecord, PlanDocument, PlanIndicatorRecord, PlanRecord},
};

/// What a plan file brings.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanFileContent {
    /// The plan.
    pub plan: PlanRecord,
    /// The institution, where the file writes it out.
    pub institution: Option<InstitutionRecord>,
    /// The period, where the file writes it out.
    pub period: Option<PeriodRecord>,
    /// The files that hold documents of the plan.
    pub document_files: Vec<DocumentFile>,
    /// What is odd but no reason to refuse the file.
    pub findings: Vec<Finding>,
    /// Where the file has each of `plan.elements`.
    pub element_places: Vec<FieldPath>,
    /// Where the file has each of `plan.indicators`.
    pub indicator_places: Vec<FieldPath>,
}

/// Checks a plan's draft and turns it into a record.
///
/// Texts lose white space around them. Missing keys are made from the kind and the place of what they name, and odd
/// nesting is remarked upon; both are findings of the content.
///
/// # Errors
/// [`FileError`] with every problem of the draft.
pub fn accept_plan(draft: PlanDraft, places: &Places) -> Result<PlanFileContent, FileError> {
    let at = At::ROOT;
    let mut checks = Checks::default();
    check_controls(&mut checks, &draft);
    let taken = TakenKeys::of(&draft);
    let PlanDraft {
        format: _,
        slug,
        institution,
        period,
        variant,
        level,
        status,
        is_synthetic,
        language,
        text_origin,
        note,
        title,
        source,
        documents: document_drafts,
        elements,
        plan_indicators,
        findings: _,
    } = draft;
    let rules = TextRules { language: language.clone(), origin: text_origin };
    let (documents, document_files) = documents(&mut checks, document_drafts, &language, &at.field("documents"));
    let (source, default_document) = source_document(&mut checks, source, &documents, &at.field("source"));
    let (institution, institution_record) = match institution {
        Reference::Slug(slug) => (checks.slug(slug, &at.field("institution")), None),
        Reference::Inline(draft) => {
            let record = accept_institution(&mut checks, *draft, &rules, &at.field("institution"));
            (record.slug.clone(), Some(record))
        }
    };
    let (period, period_record) = match period {
        Reference::Slug(slug) => (checks.slug(slug, &at.field("period")), None),
        Reference::Inline(draft) => {
            (draft.slug.clone(), accept_period(&mut checks, *draft, &rules, &at.field("period")))
        }
    };
    if elements.is_empty() {
        checks.error(
            "NO_ELEMENTS",
            &at.field("elements"),
            "the plan has no elements, so there is nothing to compare: write at least one",
        );
    }

    let mut walk = Walk {
        checks: &mut checks,
        rules: &rules,
        documents: DocumentKeys::new(&documents, default_document),
        taken,
        elements: Vec::new(),
        element_places: Vec::new(),
        indicators: Vec::new(),
        indicator_places: Vec::new(),
    };
    walk.elements(elements, None, 1, &at.field("elements"));
    walk.indicators(plan_indicators, None, &at.field("planIndicators"));
    walk.check_unique_keys();
    let Walk { elements, element_places, indicators, indicator_places, .. } = walk;

    let plan = PlanRecord {
        slug: checks.slug(slug, &at.field("slug")),
        institution,
        period,
        variant: checks.optional_slug(variant, &at.field("variant")).unwrap_or_else(|| MAIN_VARIANT.to_owned()),
        level,
        status,
        is_synthetic,
        title: checks.texts(title, &rules, true, &at.field("title")),
        language,
        note: optional(note),
        documents,
        source,
        elements,
        indicators,
    };
    let findings = checks.finish(places)?;
    Ok(PlanFileContent {
        plan,
        institution: institution_record,
        period: period_record,
        document_files,
        findings,
        element_places,
        indicator_places,
    })
}

fn source_document(
    checks: &mut Checks,
    source: Option<String>,
    documents: &[PlanDocument],
    at: &At<'_>,
) -> (Option<usize>, DefaultDocument) {
    let Some(key) = optional(source) else { return (None, DefaultDocument::Missing) };
    match documents.iter().enumerate().find(|(_, document)| document.key == key) {
        Some((index, document)) => (Some(index), DefaultDocument::Known(document.document.id)),
        None => {
            checks.error(
                "UNKNOWN_DOCUMENT",
                at,
                format_args!("no document has the key `{key}`: write a key of `documents`, or add the document there"),
            );
            (None, DefaultDocument::Misnamed)
        }
    }
}

/// A walk through the elements in document order.
struct Walk<'a> {
    checks: &'a mut Checks,
    rules: &'a TextRules,
    documents: DocumentKeys,
    taken: TakenKeys,
    elements: Vec<ElementRecord>,
    element_places: Vec<FieldPath>,
    indicators: Vec<PlanIndicatorRecord>,
    indicator_places: Vec<FieldPath>,
}

/// What a child needs to know of its parent.
struct Parent {
    index: usize,
    kind: ElementKind,
    key: String,
}

impl Walk<'_> {
    fn elements(&mut self, drafts: Vec<ElementDraft>, parent: Option<&Parent>, depth: usize, list: &At<'_>) {
        if depth > MAX_ELEMENT_DEPTH && !drafts.is_empty() {
            self.checks.error("TOO_DEEP", list, too_deep());
            return;
        }
        let mut n_of_kind = [0_usize; ElementKind::ALL.len()];
        for (index, draft) in drafts.into_iter().enumerate() {
            let ordinal = n_of_kind.get_mut(draft.kind as usize).map_or(1, |n| {
                *n += 1;
                *n
            });
            self.element(draft, parent, depth, ordinal, &list.index(index));
        }
    }

    fn element(&mut self, draft: ElementDraft, parent: Option<&Parent>, depth: usize, ordinal: usize, at: &At<'_>) {
        let ElementDraft { key, kind, number, source_term, title, body, evidence: passage, plan_indicators, children } =
            draft;
        let key = match key {
            Some(key) => self.checks.key(key, &at.field("key")),
            None => {
                let key = self.taken.element_key(parent.map(|parent| parent.key.as_str()), kind, ordinal);
                self.note_made_key(&key, at);
                key
            }
        };
        if let Some(parent) = parent
            && !parent.kind.may_hold(kind)
        {
            self.checks.warning(
                "ODD_NESTING",
                &at.field("kind"),
                format_args!(
                    "a {kind} under a {} is unusual: check both kinds, and leave it if the plan has it so",
                    parent.kind
                ),
            );
        }
        let record = ElementRecord {
            key: key.clone(),
            kind,
            number: optional(number),
            source_term: optional(source_term),
            title: self.checks.texts(title, self.rules, true, &at.field("title")),
            body: self.checks.texts(body, self.rules, false, &at.field("body")),
            parent: parent.map(|parent| parent.index),
            evidence: evidence(self.checks, passage, &self.documents, &at.field("evidence")),
        };
        let own = Parent { index: self.elements.len(), kind, key };
        self.elements.push(record);
        self.element_places.push(at.path());
        self.indicators(plan_indicators, Some(&own), &at.field("planIndicators"));
        self.elements(children, Some(&own), depth + 1, &at.field("children"));
    }

    fn indicators(&mut self, drafts: Vec<PlanIndicatorDraft>, element: Option<&Parent>, list: &At<'_>) {
        for (index, mut draft) in drafts.into_iter().enumerate() {
            let at = list.index(index);
            let key = match draft.key.take() {
                Some(key) => self.checks.key(key, &at.field("key")),
                None => {
                    let key = self.taken.indicator_key(element.map(|element| element.key.as_str()), index + 1);
                    self.note_made_key(&key, &at);
                    key
                }
            };
            let element = element.map(|element| element.index);
            let record = plan_indicator(self.checks, draft, key, element, self.rules, &self.documents, &at);
            self.indicators.push(record);
            self.indicator_places.push(at.path());
        }
    }

    fn note_made_key(&mut self, key: &str, at: &At<'_>) {
        self.checks.info(
            "KEY_ASSIGNED",
            at,
            format_args!(
                "there was no `key`, and `{key}` was made from the place: write it into the file, so that it stays when the place changes"
            ),
        );
    }

    fn check_unique_keys(&mut self) {
        let Self { checks, elements, element_places, indicators, indicator_places, .. } = self;
        let place = |places: &[FieldPath], index: usize| places.get(index).cloned().unwrap_or_default();
        checks.unique_at("key", elements.iter().map(|element| element.key.as_str()), |index| {
            place(element_places, index)
        });
        checks.unique_at("key", indicators.iter().map(|indicator| indicator.key.as_str()), |index| {
            place(indicator_places, index)
        });
    }
}
