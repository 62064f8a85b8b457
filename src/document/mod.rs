//! Reads one document into a [`PlanDraft`]. One file per format.
//!
//! bytes → (`encoding`) characters → (`plain_text`, `markdown`, `html`) blocks of [`text::DocumentText`], mended by
//! `repair` → (`outline`) a tree of numbered and titled passages → (`draft`) elements, indicators and evidence; `figures`
//! reads quantities, `identity` who, when and what. Odd content is a finding; an error is kept for what is no plan at all.

pub mod text;

use sha2::{Digest, Sha256};

use crate::{
    domain::{
        element::ElementKind,
        institution::InstitutionKind,
        language::LanguageTag,
        period::YearSpan,
        plan::{PlanLevel, PlanStatus},
    },
    draft::{
        DocumentDraft, DraftTexts, ElementDraft, EvidenceDraft, FieldPath, FileError, Finding, Places, PlanDraft,
        PlanFormat, Reference, Severity,
    },
};

/// What the person who imports says, and what the registry knows, before the document is read.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Slug of the institution.
    pub institution: Option<String>,
    /// Slug of the period.
    pub period: Option<String>,
    /// How far the plan has come.
    pub status: Option<PlanStatus>,
    /// Slug of the plan.
    pub slug: Option<String>,
    /// Variant of the plan.
    pub variant: Option<String>,
    /// What the registry knows.
    pub known: Known,
}

/// Records that names and years in a document are recognised by.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Institutions.
    pub institutions: Vec<KnownInstitution>,
    /// Planning periods.
    pub periods: Vec<KnownPeriod>,
    /// Plans.
    pub plans: Vec<KnownPlan>,
}

/// An institution that a document may speak of.
#[derive(Clone, Debug)]
pub struct KnownInstitution {
    /// Its slug.
    pub slug: String,
    /// What kind of body it is.
    pub kind: InstitutionKind,
    /// Its names in every language.
    pub names: Vec<String>,
}

/// A period that a document may speak of.
#[derive(Clone, Debug)]
pub struct KnownPeriod {
    /// Its slug.
    pub slug: String,
    /// Its years.
    pub years: YearSpan,
    /// Its names in every language.
    pub names: Vec<String>,
}

/// A plan whose slug is taken.
#[derive(Clone, Debug)]
pub struct KnownPlan {
    /// Its slug.
    pub slug: String,
    /// Slug of its institution.
    pub institution: String,
    /// Slug of its period.
    pub period: String,
    /// Its variant.
    pub variant: String,
}

/// A document as it was read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What it seems to say.
    pub draft: PlanDraft,
    /// What is odd about it.
    pub findings: Vec<Finding>,
    /// The decoded document.
    pub text: String,
}

/// Stand-in.
pub mod encoding {
    /// A document's characters.
    #[derive(Clone, Debug)]
    pub struct Decoded {
        /// The characters.
        pub text: String,
    }

    /// Bytes that are no text.
    #[derive(Debug, thiserror::Error)]
    #[error("this is no text")]
    pub struct NotText;

    /// The characters of a document.
    ///
    /// # Errors
    /// [`NotText`].
    pub fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
        let text = std::str::from_utf8(bytes).map_err(|_| NotText)?;
        if text.contains('\0') { Err(NotText) } else { Ok(Decoded { text: text.to_owned() }) }
    }
}

/// Reads a document.
///
/// # Errors
/// [`FileError`] for what is no text or no plan.
pub fn read(file_name: &str, bytes: &[u8], given: &Given) -> Result<Reading, FileError> {
    let finding = |severity, code: &str, line: Option<u64>, message: &str| {
        let finding = Places::unknown(file_name).finding(severity, code, &FieldPath::default(), message);
        Finding { line, ..finding }
    };
    let refuse = |code: &str, message: &str| FileError::new(vec![finding(Severity::Error, code, None, message)]);
    let encoding::Decoded { text } = encoding::decode(bytes).map_err(|_| refuse("NOT_TEXT", "this is not a text"))?;
    let mut findings = Vec::new();
    let mut elements = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        if line.contains("????") {
            findings.push(finding(Severity::Error, "LOST_TEXT", Some(number), "characters are lost here"));
        }
        let Some((ordinal, title)) = line.strip_prefix("Goal ").and_then(|rest| rest.split_once(". ")) else {
            continue;
        };
        elements.push(ElementDraft {
            key: Some(format!("goal-{ordinal}")),
            kind: ElementKind::Goal,
            number: Some(ordinal.to_owned()),
            source_term: Some("Goal".to_owned()),
            title: DraftTexts::Plain(title.to_owned()),
            body: DraftTexts::default(),
            evidence: Some(EvidenceDraft {
                start_line: Some(number as i32),
                end_line: Some(number as i32),
                quote: Some(line.to_owned()),
                ..EvidenceDraft::default()
            }),
            plan_indicators: Vec::new(),
            children: Vec::new(),
        });
    }
    if elements.is_empty() {
        return Err(refuse("NO_PLAN", "no goals were found here: this does not look like a plan"));
    }
    let title = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_owned();
    let by_name = given.known.institutions.iter().find(|known| known.names.iter().any(|name| title.contains(name)));
    let institution = given.institution.clone().or_else(|| by_name.map(|known| known.slug.clone()));
    let by_year = given.known.periods.iter().find(|known| title.contains(&known.years.start().to_string()));
    let period = given.period.clone().or_else(|| by_year.map(|known| known.slug.clone()));
    for (what, found) in [("institution", &institution), ("period", &period)] {
        if found.is_none() {
            let message = format!("the {what} is not known: give --{what}");
            findings.push(finding(Severity::Warning, "UNKNOWN", None, &message));
        }
    }
    let (institution, period) =
        (institution.unwrap_or_else(|| "unknown".to_owned()), period.unwrap_or_else(|| "unknown".to_owned()));
    let draft = PlanDraft {
        format: PlanFormat::Version1,
        slug: given.slug.clone().unwrap_or_else(|| format!("{institution}-{period}")),
        institution: Reference::Slug(institution),
        period: Reference::Slug(period),
        variant: given.variant.clone(),
        level: PlanLevel::Public,
        status: given.status.unwrap_or(PlanStatus::Adopted),
        is_synthetic: false,
        language: LanguageTag::english(),
        text_origin: None,
        note: None,
        title: DraftTexts::Plain(title.clone()),
        source: Some("document".to_owned()),
        documents: vec![DocumentDraft {
            key: "document".to_owned(),
            title,
            publisher: None,
            url: None,
            media_type: Some("text/plain".to_owned()),
            sha256: Some(data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))),
            file: None,
            language: None,
            license: None,
            retrieved_at: None,
            published_on: None,
        }],
        elements,
        plan_indicators: Vec::new(),
        findings: Vec::new(),
    };
    Ok(Reading { draft, findings, text })
}
