//! Whose plan it is: the institution that the title, the signature or most of the text names.

mod mentions;

use self::mentions::{KnownNames, Mentions, Tally, known_names};
use super::{
    head::Head,
    names::{self, Certainty, Likeness, Name},
    slug::{free_slug, slug_of_name},
    survey::{Line, Survey},
};
use crate::document::pattern::Pattern;
use crate::{
    document::given::{Known, KnownInstitution},
    domain::{institution::InstitutionKind, language::LanguageTag},
    draft::{ByLanguage, DraftText, DraftTexts, InstitutionDraft, Reference},
    linguistics::{ChineseScript, is_han, normalize, script_of},
};

/// The institution of a plan.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FoundInstitution {
    pub(super) reference: Reference<InstitutionDraft>,
    pub(super) kind: InstitutionKind,
    /// As the document writes it.
    pub(super) name: String,
    /// Where it stands; `None` for the title that the format keeps apart.
    pub(super) line: Option<u32>,
    pub(super) place: Place,
    /// Slugs of institutions that the registry has under nearly this name.
    pub(super) nearly: Vec<String>,
}

/// Where a document names its institution, the surest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// In the text.
    Text,
    /// On one of the last lines, alone.
    Signature,
    /// In the title block, or in the title that the format keeps apart.
    TitleBlock,
    /// In the title.
    Title,
}

/// Names on one of this many last lines are signatures.
const N_SIGNATURE_LINES: usize = 6;
/// Names in one of this many lines after the title block count twice.
const N_OPENING_LINES: usize = 5;

/// The institution whose plan a document is; `None` where it names none, or only one in passing.
///
/// The title decides, then the title block, then a signature. In the text the institution named most decides if it is named
/// twice as often as any other: a plan speaks of partners and of the national library, too.
pub(super) fn institution(
    survey: &Survey<'_>,
    head: &Head,
    title: Option<(&str, Option<u32>)>,
    format_title: Option<&str>,
    known: &Known,
) -> Option<FoundInstitution> {
    let known_names = known_names(known);
    let mut mentions = Mentions::default();
    if let Some((title, line)) = title {
        let title = Line::new(0, line.unwrap_or(0), title, None);
        mentions.add(&title, line, Place::Title, 1, &known_names);
    }
    if let Some(title) = format_title {
        mentions.add(&Line::new(0, 0, title, None), None, Place::TitleBlock, 1, &known_names);
    }
    let n_lines = survey.lines.len();
    for (index, line) in survey.lines.iter().enumerate() {
        let is_head = head.lines.contains(&index);
        let is_signature = index + N_SIGNATURE_LINES >= n_lines && line.n_words <= 30 && !is_head;
        let place = match (is_head, is_signature) {
            (true, _) => Place::TitleBlock,
            (_, true) => Place::Signature,
            _ => Place::Text,
        };
        let is_opening = !is_head && index < head.lines.end + N_OPENING_LINES;
        mentions.add(line, Some(line.number), place, 1 + usize::from(is_opening), &known_names);
    }
    let tally = choose(&mentions.tallies, survey.language.tag.is_chinese())?;
    let in_title = title.map(|(title, _)| normalize(title)).unwrap_or_default();
    let library = library_of_university(tally, &in_title);
    Some(found(library.as_ref().unwrap_or(tally), known, &known_names, survey))
}

/// The library of a university, where a title names the two apart: `Library Strategic Plan, Example University`.
fn library_of_university(tally: &Tally, title: &str) -> Option<Tally> {
    let is_university = names::kind(&tally.normalized) == InstitutionKind::University;
    let is_of_library = title.contains("图书馆") || title.contains("librar");
    if !is_university || !is_of_library {
        return None;
    }
    let university = &tally.name.printed;
    let printed = match (university.contains(is_han), script_of(university)) {
        (false, _) => format!("{university} Library"),
        (true, Some(ChineseScript::Traditional)) => format!("{university}圖書館"),
        (true, _) => format!("{university}图书馆"),
    };
    let normalized = normalize(&printed);
    Some(Tally { name: Name { printed, ..tally.name.clone() }, normalized, ..*tally })
}

/// A library that its name does not tell to be a university's, by the people whom the text speaks of.
fn kind_in_context(kind: InstitutionKind, survey: &Survey<'_>) -> InstitutionKind {
    static ACADEMIC: Pattern = Pattern::new(
        r"师生|学科建设|本科|研究生|教学科研|高校图书馆|\bstudents?\b|\bfaculty\b|\bcampus\b|\buniversity\b|\bcurriculum\b",
    );
    static PUBLIC: Pattern = Pattern::new(
        r"市民|居民|公共图书馆|少儿|老年|社区|\bresidents?\b|\bcitizens?\b|\bpublic librar|\bchildren\b|\bfamilies\b|\bcommunity\b|\bcommunities\b|\bneighbou?rhoods?\b",
    );
    if kind != InstitutionKind::PublicLibrary {
        return kind;
    }
    let count =
        |pattern: &Pattern| -> usize { survey.lines.iter().map(|line| pattern.find_iter(line.text()).count()).sum() };
    let n_academic = count(&ACADEMIC);
    if n_academic >= 3 && n_academic > 3 * count(&PUBLIC) { InstitutionKind::AcademicLibrary } else { kind }
}

fn choose(tallies: &[Tally], is_chinese: bool) -> Option<&Tally> {
    // In the title of one plan a library comes before the university it belongs to, a name in the language of the text
    // before its translation, and the first name before others.
    let placed = |place: Place| {
        let at_place = || tallies.iter().filter(move |tally| tally.place == place);
        let of_library = || at_place().filter(|tally| tally.name.certainty == Certainty::Name);
        let in_language = |tally: &&Tally| tally.normalized.contains(is_han) == is_chinese;
        of_library().find(in_language).or_else(|| of_library().next()).or_else(|| at_place().next())
    };
    if let Some(tally) = placed(Place::Title).or_else(|| placed(Place::TitleBlock)) {
        return Some(tally);
    }
    let most = tallies.iter().max_by(|a, b| a.weight.cmp(&b.weight).then(b.line.cmp(&a.line)))?;
    let is_rivalled = tallies.iter().any(|other| !std::ptr::eq(other, most) && other.weight * 2 > most.weight);
    if most.n_mentions >= 2 && !is_rivalled {
        return Some(most);
    }
    placed(Place::Signature)
}

fn found(tally: &Tally, known: &Known, known_names: &KnownNames<'_>, survey: &Survey<'_>) -> FoundInstitution {
    let Tally { name, normalized, line, place, .. } = tally;
    let base = |reference, kind, nearly| FoundInstitution {
        reference,
        kind,
        name: name.printed.clone(),
        line: *line,
        place: *place,
        nearly,
    };
    let mut likenesses: Vec<(Likeness, &KnownInstitution)> = known_names
        .iter()
        .filter_map(|(name, institution)| Some((names::likeness(name, normalized)?, *institution)))
        .collect();
    // The best likeness of each institution.
    likenesses.sort_by(|a, b| a.1.slug.cmp(&b.1.slug).then(b.0.cmp(&a.0)));
    likenesses.dedup_by(|later, earlier| later.1.slug == earlier.1.slug);
    let of = |wanted| likenesses.iter().filter(move |(likeness, _)| *likeness == wanted).map(|(_, known)| *known);
    let nearly: Vec<&KnownInstitution> = of(Likeness::Nearly).collect();
    let only_nearly = if let [only] = nearly.as_slice() { Some(*only) } else { None };
    if let Some(known) = of(Likeness::Same).next().or(only_nearly) {
        return base(Reference::Slug(known.slug.clone()), known.kind, Vec::new());
    }
    let kind = kind_in_context(names::kind(normalized), survey);
    let slug = slug_of_name(&name.printed).unwrap_or_else(|| "institution".to_owned());
    // 长春图书馆 is changchun-library also where the registry knows its English name alone.
    if let Some(known) = known.institution(&slug).filter(|known| known.kind == kind) {
        return base(Reference::Slug(known.slug.clone()), known.kind, Vec::new());
    }
    let slug = free_slug(&slug, |slug| known.institution(slug).is_some());
    let nearly = nearly.into_iter().map(|known| known.slug.clone()).collect();
    base(Reference::Inline(Box::new(draft(slug, kind, &name.printed))), kind, nearly)
}

fn draft(slug: String, kind: InstitutionKind, name: &str) -> InstitutionDraft {
    let language = match (name.contains(is_han), script_of(name)) {
        (false, _) => LanguageTag::english(),
        (true, Some(ChineseScript::Traditional)) => LanguageTag::traditional_chinese(),
        (true, _) => LanguageTag::simplified_chinese(),
    };
    let text = DraftText { text: name.to_owned(), origin: None };
    InstitutionDraft {
        slug,
        kind,
        name: DraftTexts::ByLanguage(ByLanguage::from_iter([(language, text)])),
        country: None,
        subdivision: None,
        isil: None,
        ror: None,
        wikidata: None,
        parent: None,
        statistics: Vec::new(),
    }
}
