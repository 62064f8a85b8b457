//! Made-up institutions: of every kind, all over China and beyond, each with a number in its name.

use super::{dice::Dice, words::Tongue};
use crate::domain::{
    institution::{InstitutionKind, InstitutionStatistic, Region},
    language::LanguageTag,
    plan::PlanLevel,
    publication::InstitutionRecord,
    text::{LocalizedText, TextOrigin, Texts},
};

/// An institution, and what its plans need to know of it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) kind: InstitutionKind,
    pub(super) level: PlanLevel,
    pub(super) tongue: Tongue,
    /// Whom it serves: people or students.
    pub(super) n_people: u64,
    pub(super) slug: String,
    pub(super) chinese_name: String,
    pub(super) english_name: String,
    country: &'static str,
    subdivision: Option<&'static str>,
    parent: Option<usize>,
}

/// The kinds of twenty institutions in turn, and how far before it the university stands that an institution belongs to.
const KINDS: [(InstitutionKind, Option<usize>); 20] = {
    use InstitutionKind::{AcademicLibrary, Government, PublicLibrary, SchoolLibrary, SpecialLibrary, University};
    [
        (University, None),
        (AcademicLibrary, Some(1)),
        (PublicLibrary, None),
        (PublicLibrary, None),
        (AcademicLibrary, None),
        (PublicLibrary, None),
        (PublicLibrary, None),
        (SchoolLibrary, None),
        (PublicLibrary, None),
        (University, None),
        (AcademicLibrary, Some(1)),
        (PublicLibrary, None),
        (SpecialLibrary, None),
        (PublicLibrary, None),
        (AcademicLibrary, None),
        (PublicLibrary, None),
        (PublicLibrary, None),
        (Government, None),
        (AcademicLibrary, Some(9)),
        // One of the rare kinds.
        (InstitutionKind::Other, None),
    ]
};

const RARE_KINDS: [InstitutionKind; 4] = [
    InstitutionKind::LibraryAssociation,
    InstitutionKind::Other,
    InstitutionKind::LibraryAssociation,
    InstitutionKind::NationalLibrary,
];

/// Countries beside China, with a subdivision (ISO 3166-2) where there is one.
const ABROAD: [(&str, Option<&str>); 14] = [
    ("US", Some("US-NY")),
    ("US", Some("US-CA")),
    ("GB", Some("GB-ENG")),
    ("DE", Some("DE-BE")),
    ("FR", Some("FR-IDF")),
    ("AU", Some("AU-NSW")),
    ("CA", Some("CA-ON")),
    ("JP", Some("JP-13")),
    ("KR", Some("KR-11")),
    ("SG", None),
    ("ZA", Some("ZA-WC")),
    ("BR", Some("BR-SP")),
    ("IN", Some("IN-DL")),
    ("NZ", Some("NZ-AUK")),
];

/// Whom libraries serve. Unit: 10,000 people.
const TOWNS: [usize; 11] = [3, 5, 8, 12, 20, 35, 60, 100, 180, 350, 700];

/// The institution of a number.
pub(super) fn place(seed: u64, index: usize) -> Place {
    let (mut kind, back) = KINDS.get(index % KINDS.len()).copied().unwrap_or((InstitutionKind::Other, None));
    if kind == InstitutionKind::Other {
        kind = RARE_KINDS.get(index / KINDS.len() % RARE_KINDS.len()).copied().unwrap_or(kind);
    }
    let parent = back.and_then(|back| index.checked_sub(back));
    let mut dice = Dice::new(seed, subject(index));
    let (mut country, mut subdivision) = somewhere(&mut dice);
    if let Some(parent) = parent {
        (country, subdivision) = somewhere(&mut Dice::new(seed, subject(parent)));
    }
    let tongue = match (country, dice.below(100)) {
        ("CN", 0..58) => Tongue::Chinese,
        ("CN", 58..97) => Tongue::ChineseAndEnglish,
        _ => Tongue::English,
    };
    let is_of_university = matches!(kind, InstitutionKind::AcademicLibrary | InstitutionKind::University);
    let n_people = if is_of_university {
        dice.between(4_000, 50_000)
    } else {
        dice.pick(&TOWNS).map_or(10_000, |town| town * dice.between(8_500, 12_000))
    };
    let (chinese, english, word) = names(kind);
    let number = format!("{:04}", index + 1);
    Place {
        kind,
        level: level(kind, country),
        tongue,
        n_people: n_people as u64,
        slug: format!("demo-{word}-{number}"),
        chinese_name: format!("合成{chinese}{number}"),
        english_name: format!("Synthetic {english} {number}"),
        country,
        subdivision,
        parent,
    }
}

/// Subjects of dice: institutions take the even numbers, their plans the odd ones.
fn subject(index: usize) -> u64 {
    2 * index as u64
}

fn somewhere(dice: &mut Dice) -> (&'static str, Option<&'static str>) {
    if dice.percent(12) {
        return dice.pick(&ABROAD).copied().unwrap_or(("SG", None));
    }
    let of_regions: Vec<&'static str> = Region::ALL.iter().flat_map(|region| region.subdivisions).copied().collect();
    ("CN", dice.pick(&of_regions).copied())
}

fn names(kind: InstitutionKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        InstitutionKind::PublicLibrary => ("公共图书馆", "Public Library", "public-library"),
        InstitutionKind::AcademicLibrary => ("高校图书馆", "Academic Library", "academic-library"),
        InstitutionKind::NationalLibrary => ("国家图书馆", "National Library", "national-library"),
        InstitutionKind::SchoolLibrary => ("学校图书馆", "School Library", "school-library"),
        InstitutionKind::SpecialLibrary => ("专业图书馆", "Special Library", "special-library"),
        InstitutionKind::LibraryAssociation => ("图书馆协会", "Library Association", "library-association"),
        InstitutionKind::University => ("大学", "University", "university"),
        InstitutionKind::Government => ("文化主管部门", "Culture Office", "culture-office"),
        InstitutionKind::Other => ("研究所", "Institute", "institute"),
    }
}

fn level(kind: InstitutionKind, country: &str) -> PlanLevel {
    match kind {
        InstitutionKind::PublicLibrary | InstitutionKind::SpecialLibrary => PlanLevel::Public,
        InstitutionKind::AcademicLibrary | InstitutionKind::SchoolLibrary => PlanLevel::Academic,
        InstitutionKind::University | InstitutionKind::Government => PlanLevel::Parent,
        InstitutionKind::LibraryAssociation if country != "CN" => PlanLevel::International,
        InstitutionKind::LibraryAssociation | InstitutionKind::NationalLibrary | InstitutionKind::Other => {
            PlanLevel::National
        }
    }
}

impl Place {
    /// The institution with what it counts in the years that figures are of.
    pub(super) fn record(&self, seed: u64, years: &[i32]) -> InstitutionRecord {
        let name = |lang, text: &String| LocalizedText { lang, text: text.clone(), origin: TextOrigin::Editorial };
        let names = Texts::new([
            name(LanguageTag::simplified_chinese(), &self.chinese_name),
            name(LanguageTag::english(), &self.english_name),
        ]);
        let measure = match self.kind {
            InstitutionKind::AcademicLibrary | InstitutionKind::University => Some("students"),
            InstitutionKind::PublicLibrary | InstitutionKind::NationalLibrary | InstitutionKind::Government => {
                Some("population")
            }
            _ => None,
        };
        let statistics = measure.into_iter().flat_map(|measure| {
            years.iter().zip(0_u64..).map(move |(&year, n_spans)| InstitutionStatistic {
                measure: measure.to_owned(),
                year,
                // Three in a hundred more from one span to the next.
                value: (self.n_people + self.n_people * 3 * n_spans / 100) as f64,
                source: Some("Synthetic".to_owned()),
            })
        });
        InstitutionRecord {
            slug: self.slug.clone(),
            kind: self.kind,
            names,
            country: Some(self.country.to_owned()),
            subdivision: self.subdivision.map(str::to_owned),
            isil: None,
            ror: None,
            wikidata: None,
            parent: self.parent.map(|parent| place(seed, parent).slug),
            statistics: statistics.collect(),
        }
    }

    /// The name in the language of its plans' documents.
    pub(super) fn name(&self) -> &str {
        if self.tongue == Tongue::English { &self.english_name } else { &self.chinese_name }
    }
}
