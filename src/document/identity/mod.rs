//! Who, when and what: title, institution, period, status and language of a document, and whether it is a plan at all.
//!
//! What the document states is proposed, what it leaves open is a finding that names the option to give. Everything is
//! read from the beginning and the end of the document ([`survey`]) and weighed by rules that each live in a file.

mod head;
mod institution;
mod language;
mod likeness;
mod names;
mod naming;
mod period;
mod slug;
mod status;
mod survey;
mod title;
mod years;

#[cfg(test)]
mod tests;

use std::ops::Range;

pub use likeness::{NotAPlan, OtherKind, plan_likeness};

use self::{
    head::Head,
    institution::{FoundInstitution, Place},
    naming::{Named, Naming},
    survey::Survey,
};
use super::{Given, text::DocumentText};
use crate::{
    document::pattern::Pattern,
    domain::{
        institution::InstitutionKind,
        language::LanguageTag,
        period::YearSpan,
        plan::{PlanLevel, PlanStatus},
    },
    draft::{FindingDraft, InstitutionDraft, PeriodDraft, Reference, Severity},
    linguistics::is_han,
};

/// Something that a document states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated<T> {
    /// What it states.
    pub value: T,
    /// The line it states it on, from 1. `None` for what the format keeps apart from the text, and for proposals.
    pub line: Option<u32>,
}

/// Who speaks in a document, of which years, and what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    /// The title as the document states it, without the line that says which version it is; in square brackets if it is
    /// a proposal.
    pub title: Stated<String>,
    /// Blocks of the title block, with names, dates and remarks; what stands before them is a page's menu. No elements.
    pub title_blocks: Range<usize>,
    /// The language and script of the text.
    pub language: LanguageTag,
    /// Whose plan it is. `None` with the finding INSTITUTION_MISSING.
    pub institution: Option<Reference<InstitutionDraft>>,
    /// The planning period. `None` with the finding PERIOD_MISSING.
    pub period: Option<Reference<PeriodDraft>>,
    /// The years of the period, where they are known.
    pub years: Option<YearSpan>,
    /// The years that a review of the last period speaks of. `None` where `years` is.
    pub review_years: Option<YearSpan>,
    /// How far the plan has come.
    pub status: PlanStatus,
    /// Whose plan it is, by the kind of institution.
    pub level: PlanLevel,
    /// Proposed slug, or the one given.
    pub slug: String,
    /// Proposed variant, or the one given; `None` for the main one.
    pub variant: Option<String>,
    /// Whether the document says of itself that a machine translated it.
    pub is_machine_translation: bool,
    /// What is missing or in doubt.
    pub findings: Vec<FindingDraft>,
}

static MACHINE_TRANSLATION: Pattern =
    Pattern::new(r"机器翻译|机翻|\bmachine[- ]translat|\btranslated (?:by|with|using) (?:deepl|google|a machine|ai\b)");

/// Where a document says of itself that a machine translated it.
const N_LINES_ABOUT_ITSELF: usize = 12;

/// Reads who, when and what. What is given is taken as it is.
pub fn identify(text: &DocumentText, given: &Given) -> Identity {
    let survey = Survey::new(text);
    let head = Head::new(&survey);
    let page_title = text.title.as_deref();
    let stated_title = title::title(&survey, &head, page_title);
    let mut findings = Vec::new();

    let language = &survey.language;
    if !language.is_certain {
        let message = if language.tag.primary() == "en" {
            "the document seems to be in neither Chinese nor English, so that its goals may not be recognised: correct `language` in the draft".to_owned()
        } else {
            format!(
                "the document says that it is in `{}`, and only Chinese and English are read, so that its goals may not be recognised: compare the draft with the document",
                language.tag.as_str()
            )
        };
        findings.push(finding(Severity::Warning, "LANGUAGE_UNKNOWN", &message, None));
    }

    // Under the slug of a plan, what is not said otherwise is that plan's.
    let revised = given.slug.as_deref().and_then(|slug| given.known.plan(slug));
    let given_institution = given.institution.clone().or_else(|| revised.map(|plan| plan.institution.clone()));
    let given_period = given.period.clone().or_else(|| revised.map(|plan| plan.period.clone()));

    let title_place = stated_title.as_ref().map(|title| (title.value.as_str(), title.line));
    let found = institution::institution(&survey, &head, title_place, page_title, &given.known);
    let (institution, kind, name) = settle_institution(found, given_institution, given, &mut findings);
    let institution_slug = institution.as_ref().map(slug_of_institution);

    let title_text = title_place.map_or("", |(title, _)| title);
    let stated_period = period::stated_period(&survey, &head, title_text, page_title);
    let found_period = stated_period.as_ref().map(|stated| {
        let is_chinese = language.tag.is_chinese() || is_in_china(institution_slug.as_deref(), given);
        period::reference(stated, institution_slug.as_deref(), is_chinese, &given.known)
    });
    let found_years = stated_period.as_ref().map(|stated| stated.years);
    if given_period.is_none() {
        findings.extend(doubts_of_period(found_period.as_ref(), stated_period.as_ref()));
    }
    let (period, years) = match given_period {
        Some(slug) => {
            let years = period::years_of_slug(&slug, &given.known).or(found_years);
            (Some(Reference::Slug(slug)), years)
        }
        None => (found_period, found_years),
    };
    if let Some(revised) = revised {
        findings.extend(mismatch(&revised.slug, given, years, found_years));
    }
    let review_years =
        years.and_then(|years| period::review_years(&survey, years, institution_slug.as_deref(), &given.known));

    let stated_status = status::status(&survey, &head, title_text, page_title);
    let status = given.status.or(stated_status).unwrap_or_else(|| {
        findings.push(finding(
            Severity::Warning,
            "STATUS_UNSTATED",
            "the document does not say whether the plan is adopted, so it is taken to be; if it is not, give --status CONSULTATION, PROPOSAL or SUPERSEDED",
            None,
        ));
        PlanStatus::Adopted
    });

    let title = stated_title.unwrap_or_else(|| {
        let value = proposed_title(name.as_deref(), years, &language.tag);
        findings.push(finding(
            Severity::Warning,
            "TITLE_MISSING",
            &format!("the document states no title: `{value}` is proposed; correct `title` in the draft"),
            None,
        ));
        Stated { value, line: None }
    });

    let period_slug = period.as_ref().map(slug_of_period);
    let named = Named { institution: institution_slug.as_deref(), period: period_slug.as_deref(), years, status };
    let Naming { slug, variant, findings: of_naming } = naming::naming(&named, given);
    findings.extend(of_naming);

    Identity {
        title,
        title_blocks: blocks(&survey, &head),
        language: language.tag.clone(),
        institution,
        period,
        years,
        review_years,
        status,
        level: level(kind, institution_slug.as_deref()),
        slug,
        variant,
        is_machine_translation: is_machine_translation(&survey),
        findings,
    }
}

/// The institution that was given or found, its kind and its name in the text.
fn settle_institution(
    found: Option<FoundInstitution>,
    given_slug: Option<String>,
    given: &Given,
    findings: &mut Vec<FindingDraft>,
) -> (Option<Reference<InstitutionDraft>>, InstitutionKind, Option<String>) {
    let known_kind = |slug: &str| given.known.institution(slug).map(|known| known.kind);
    let name = found.as_ref().map(|found| found.name.clone());
    if let Some(slug) = given_slug {
        let kind = known_kind(&slug).or(found.map(|found| found.kind)).unwrap_or(InstitutionKind::PublicLibrary);
        return (Some(Reference::Slug(slug)), kind, name);
    }
    let Some(found) = found else {
        findings.push(finding(
            Severity::Error,
            "INSTITUTION_MISSING",
            "the document does not say clearly whose plan it is: give --institution SLUG",
            None,
        ));
        return (None, InstitutionKind::PublicLibrary, None);
    };
    let line = found.line.map(u64::from);
    match &found.reference {
        Reference::Inline(draft) => {
            let nearly = match found.nearly.as_slice() {
                [] => String::new(),
                slugs => format!(" (the registry has {} under nearly this name)", slugs.join(", ")),
            };
            findings.push(finding(
                Severity::Warning,
                "INSTITUTION_PROPOSED",
                &format!(
                    "`{}` is not in the registry under this name{nearly}: it is proposed as a new institution `{}` of kind {}; give --institution SLUG if the registry has it",
                    found.name,
                    draft.slug,
                    draft.kind.code()
                ),
                line,
            ));
        }
        Reference::Slug(slug) if found.place < Place::TitleBlock => findings.push(finding(
            Severity::Info,
            "INSTITUTION_FROM_TEXT",
            &format!(
                "the title names no institution; the text speaks of `{}`, which is `{slug}`; give --institution SLUG if it is another's plan",
                found.name
            ),
            line,
        )),
        Reference::Slug(_) => {}
    }
    (Some(found.reference), found.kind, Some(found.name))
}

/// Whether an institution of the registry is called in Chinese and is none that the whole world has names for.
fn is_in_china(institution: Option<&str>, given: &Given) -> bool {
    let known = institution.and_then(|slug| given.known.institution(slug));
    known.is_some_and(|known| {
        let is_chinese = known.names.iter().any(|name| name.contains(is_han));
        is_chinese && known.kind != InstitutionKind::LibraryAssociation
    })
}

/// What is in doubt about a period that was not given.
fn doubts_of_period(
    found: Option<&Reference<PeriodDraft>>,
    stated: Option<&period::StatedPeriod>,
) -> Vec<FindingDraft> {
    let (Some(found), Some(stated)) = (found, stated) else {
        return vec![finding(
            Severity::Error,
            "PERIOD_MISSING",
            "the document does not say for which years the plan is: give --period SLUG",
            None,
        )];
    };
    let mut doubts = Vec::new();
    let (start, end) = (stated.years.start(), stated.years.end());
    if !stated.is_certain {
        doubts.push(finding(
            Severity::Warning,
            "PERIOD_UNCERTAIN",
            &format!(
                "the title names no years; {start}–{end} are the latest that the text speaks of often; give --period SLUG if the plan is for others"
            ),
            None,
        ));
    }
    if let Reference::Inline(draft) = found {
        doubts.push(finding(
            Severity::Info,
            "PERIOD_PROPOSED",
            &format!(
                "the registry has no period for {start}–{end}: `{}` is proposed; give --period SLUG to use another",
                draft.slug
            ),
            None,
        ));
    }
    doubts
}

/// A document that speaks of other years than the plan it is said to revise.
fn mismatch(slug: &str, given: &Given, years: Option<YearSpan>, found: Option<YearSpan>) -> Option<FindingDraft> {
    let (years, found) = (years?, found?);
    (given.period.is_none() && years != found).then(|| {
        finding(
            Severity::Warning,
            "PLAN_MISMATCH",
            &format!(
                "the plan `{slug}` is for {}–{}, but the document speaks of {}–{}: give another --slug if it is another plan",
                years.start(),
                years.end(),
                found.start(),
                found.end()
            ),
            None,
        )
    })
}

fn blocks(survey: &Survey<'_>, head: &Head) -> Range<usize> {
    let lines = survey.lines.get(head.lines.clone()).unwrap_or_default();
    let start = survey.lines.get(head.lines.start).map_or(0, |line| line.block);
    start..lines.last().map_or(start, |line| line.block + 1)
}

/// A title for a document that states none, in square brackets, as libraries mark titles that are theirs.
fn proposed_title(name: Option<&str>, years: Option<YearSpan>, language: &LanguageTag) -> String {
    let span = |dash: &str| match years {
        Some(years) if years.start() == years.end() => years.start().to_string(),
        Some(years) => format!("{}{dash}{}", years.start(), years.end()),
        None => String::new(),
    };
    let title = match (language.is_chinese(), language.is_traditional_chinese()) {
        (true, true) => {
            format!("{}{}規劃", name.unwrap_or("圖書館"), years.map_or_else(String::new, |_| span("—") + "年"))
        }
        (true, false) => {
            format!("{}{}规划", name.unwrap_or("图书馆"), years.map_or_else(String::new, |_| span("—") + "年"))
        }
        (false, _) => format!("{} plan {}", name.unwrap_or("Library"), span("–")),
    };
    format!("[{}]", title.trim())
}

fn slug_of_institution(reference: &Reference<InstitutionDraft>) -> String {
    match reference {
        Reference::Slug(slug) => slug.clone(),
        Reference::Inline(draft) => draft.slug.clone(),
    }
}

fn slug_of_period(reference: &Reference<PeriodDraft>) -> String {
    match reference {
        Reference::Slug(slug) => slug.clone(),
        Reference::Inline(draft) => draft.slug.clone(),
    }
}

/// Whose plan a plan of such an institution is. An association speaks for a nation's libraries, or the world's.
fn level(kind: InstitutionKind, slug: Option<&str>) -> PlanLevel {
    match kind {
        InstitutionKind::LibraryAssociation => {
            let is_of_the_world = slug.is_some_and(|slug| {
                slug == "ifla" || ["international-", "world-", "global-"].iter().any(|world| slug.starts_with(world))
            });
            if is_of_the_world { PlanLevel::International } else { PlanLevel::National }
        }
        InstitutionKind::NationalLibrary => PlanLevel::National,
        InstitutionKind::AcademicLibrary => PlanLevel::Academic,
        InstitutionKind::University | InstitutionKind::Government => PlanLevel::Parent,
        InstitutionKind::PublicLibrary
        | InstitutionKind::SchoolLibrary
        | InstitutionKind::SpecialLibrary
        | InstitutionKind::Other => PlanLevel::Public,
    }
}

fn is_machine_translation(survey: &Survey<'_>) -> bool {
    let ends = [survey.beginning(N_LINES_ABOUT_ITSELF), survey.end(N_LINES_ABOUT_ITSELF)];
    ends.into_iter().flatten().any(|line| line.is_short() && MACHINE_TRANSLATION.is_match(line.text()))
}

fn finding(severity: Severity, code: &str, message: &str, line: Option<u64>) -> FindingDraft {
    FindingDraft { code: code.to_owned(), severity: Some(severity), message: message.to_owned(), line }
}
