//! Institutions: libraries, and the bodies they belong to.

use super::{id::InstitutionId, text::Texts, vocabulary::vocabulary};

vocabulary! {
    /// What kind of body an institution is.
    InstitutionKind {
        /// A library for everybody in a place.
        PublicLibrary = "PUBLIC_LIBRARY",
        /// A library of a university or college.
        AcademicLibrary = "ACADEMIC_LIBRARY",
        /// A nation's library.
        NationalLibrary = "NATIONAL_LIBRARY",
        /// A library of a school.
        SchoolLibrary = "SCHOOL_LIBRARY",
        /// A library for one field or one body.
        SpecialLibrary = "SPECIAL_LIBRARY",
        /// An association of libraries or librarians.
        LibraryAssociation = "LIBRARY_ASSOCIATION",
        /// A university or college.
        University = "UNIVERSITY",
        /// A government or one of its offices.
        Government = "GOVERNMENT",
        /// Anything else, such as a journal or a learned body.
        Other = "OTHER",
    }
}

/// An institution as one registry revision knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Institution {
    /// Stays the same when attributes change.
    pub id: InstitutionId,
    /// Names it in addresses and files.
    pub slug: String,
    /// What kind of body it is.
    pub kind: InstitutionKind,
    /// Its name in each language known.
    pub names: Texts,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// ISO 3166-2.
    pub subdivision: Option<String>,
    /// International Standard Identifier for Libraries (ISO 15511).
    pub isil: Option<String>,
    /// Research Organization Registry id.
    pub ror: Option<String>,
    /// Wikidata item, such as `Q193563`.
    pub wikidata: Option<String>,
    /// The body it belongs to.
    pub parent: Option<InstitutionId>,
    /// Figures that comparisons divide by, by measure and year.
    pub statistics: Vec<InstitutionStatistic>,
}

impl Institution {
    /// The macro-region of its subdivision.
    pub fn region(&self) -> Option<Region> {
        self.subdivision.as_deref().and_then(Region::of_subdivision)
    }
}

/// A yearly figure of an institution, such as the population it serves.
#[derive(Clone, Debug, PartialEq)]
pub struct InstitutionStatistic {
    /// What is counted: `population`, `students`, or another word in the form of a slug.
    pub measure: String,
    /// The year the figure is of.
    pub year: i32,
    /// The figure.
    pub value: f64,
    /// Where the figure is from, in words.
    pub source: Option<String>,
}

/// A macro-region of mainland China, as the National Bureau of Statistics divides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region {
    /// `cn-east`, `cn-central`, `cn-west` or `cn-northeast`.
    pub code: &'static str,
    /// The name in English.
    pub label_en: &'static str,
    /// The name in Simplified Chinese.
    pub label_zh_hans: &'static str,
    /// The ISO 3166-2 codes that make it up.
    pub subdivisions: &'static [&'static str],
}

impl Region {
    /// Every region the registry knows. Source: National Bureau of Statistics of China.
    pub const ALL: &'static [Self] = &[
        Self {
            code: "cn-east",
            label_en: "Eastern China",
            label_zh_hans: "东部地区",
            subdivisions: &["CN-BJ", "CN-TJ", "CN-HE", "CN-SH", "CN-JS", "CN-ZJ", "CN-FJ", "CN-SD", "CN-GD", "CN-HI"],
        },
        Self {
            code: "cn-central",
            label_en: "Central China",
            label_zh_hans: "中部地区",
            subdivisions: &["CN-SX", "CN-AH", "CN-JX", "CN-HA", "CN-HB", "CN-HN"],
        },
        Self {
            code: "cn-west",
            label_en: "Western China",
            label_zh_hans: "西部地区",
            subdivisions: &[
                "CN-NM", "CN-GX", "CN-CQ", "CN-SC", "CN-GZ", "CN-YN", "CN-XZ", "CN-SN", "CN-GS", "CN-QH", "CN-NX",
                "CN-XJ",
            ],
        },
        Self {
            code: "cn-northeast",
            label_en: "North-eastern China",
            label_zh_hans: "东北地区",
            subdivisions: &["CN-LN", "CN-JL", "CN-HL"],
        },
    ];

    /// The region with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|region| region.code == code)
    }

    /// The region that an ISO 3166-2 subdivision lies in.
    pub fn of_subdivision(subdivision: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|region| region.subdivisions.contains(&subdivision))
    }
}

/// An identifier that cannot be right.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{value}` is not {what}: {rule}")]
pub struct InvalidIdentifier {
    /// The identifier's kind, with its article.
    pub what: &'static str,
    /// The value given.
    pub value: String,
    /// What a right one looks like.
    pub rule: &'static str,
}

fn check(what: &'static str, value: &str, rule: &'static str, holds: bool) -> Result<(), InvalidIdentifier> {
    if holds { Ok(()) } else { Err(InvalidIdentifier { what, value: value.to_owned(), rule }) }
}

/// Checks an ISIL.
///
/// # Errors
/// [`InvalidIdentifier`] unless it has at most 16 of letters, digits, `/`, `-`, `:`, with a prefix and a hyphen.
/// Source: ISO 15511.
pub fn check_isil(isil: &str) -> Result<(), InvalidIdentifier> {
    let holds = isil.len() <= 16
        && isil.split_once('-').is_some_and(|(prefix, unit)| {
            (1..=4).contains(&prefix.len())
                && prefix.bytes().all(|byte| byte.is_ascii_alphanumeric())
                && (1..=11).contains(&unit.len())
                && unit.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-:".contains(&byte))
        });
    check(
        "an ISIL",
        isil,
        "at most 16 characters, a prefix of 1 to 4 letters or digits, a hyphen, then up to 11 of letters, digits, `/`, `-` and `:`, as in `DE-1`",
        holds,
    )
}

/// Checks a ROR id and its check digits.
///
/// # Errors
/// [`InvalidIdentifier`] when the form or the check digits are wrong. Source: ROR identifier pattern; the check is
/// 98 − (100·n mod 97) over the first seven characters read as Crockford base 32.
pub fn check_ror(ror: &str) -> Result<(), InvalidIdentifier> {
    const ALPHABET: &str = "0123456789abcdefghjkmnpqrstvwxyz";
    let digits = || -> Option<(u64, u64)> {
        if ror.len() != 9 || !ror.is_ascii() || !ror.starts_with('0') {
            return None;
        }
        let (body, sum) = ror.split_at(7);
        let number = body
            .chars()
            .try_fold(0_u64, |number, character| ALPHABET.find(character).map(|digit| number * 32 + digit as u64))?;
        if !sum.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Some((number, sum.parse().ok()?))
    };
    let holds = digits().is_some_and(|(number, sum)| 98 - (number * 100) % 97 == sum);
    check(
        "a ROR id",
        ror,
        "9 characters: `0`, six of 0-9 and a-z without i, l, o and u, then two check digits that fit, as in `02mhbdp94`",
        holds,
    )
}

/// Checks the form of a Wikidata item id.
///
/// # Errors
/// [`InvalidIdentifier`] unless it is `Q` and a number without leading zero.
pub fn check_wikidata(item: &str) -> Result<(), InvalidIdentifier> {
    let holds = item.strip_prefix('Q').is_some_and(|number| {
        (1..=10).contains(&number.len()) && !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    check("a Wikidata item", item, "`Q` and a number, as in `Q193563`", holds)
}

/// Checks the form of an ISO 3166-1 alpha-2 code.
///
/// # Errors
/// [`InvalidIdentifier`] unless it is two capital letters.
pub fn check_country(country: &str) -> Result<(), InvalidIdentifier> {
    let holds = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
    check("a country code (ISO 3166-1 alpha-2)", country, "two capital letters, as in `CN`", holds)
}

/// Checks the form of an ISO 3166-2 code and that it lies in the country.
///
/// # Errors
/// [`InvalidIdentifier`] unless it is the country's code, a hyphen and 1 to 3 capital letters or digits.
pub fn check_subdivision(subdivision: &str, country: Option<&str>) -> Result<(), InvalidIdentifier> {
    let holds = subdivision.split_once('-').is_some_and(|(prefix, part)| {
        check_country(prefix).is_ok()
            && country.is_none_or(|country| country == prefix)
            && (1..=3).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    });
    check(
        "a subdivision code (ISO 3166-2)",
        subdivision,
        "the country's code, a hyphen and up to three capital letters or digits, as in `CN-JL`",
        holds,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_checked() {
        for good in ["DE-1", "CN-LIB1", "OCLC-ABC", "US-InU-Mu"] {
            assert!(check_isil(good).is_ok(), "{good}");
        }
        for bad in ["", "DE1", "-1", "DE-", "DE-123456789012", "DE-ü"] {
            assert!(check_isil(bad).is_err(), "{bad}");
        }
        for good in ["02mhbdp94", "03vek6s52", "05dxps055"] {
            assert!(check_ror(good).is_ok(), "{good}");
        }
        for bad in ["02mhbdp95", "12mhbdp94", "02mhbdp9", "02mhidp94", "02mhbdp9x", ""] {
            assert!(check_ror(bad).is_err(), "{bad}");
        }
        assert!(check_wikidata("Q193563").is_ok());
        assert!(check_wikidata("q1").is_err() && check_wikidata("Q0").is_err() && check_wikidata("Q").is_err());
        assert!(check_subdivision("CN-JL", Some("CN")).is_ok());
        assert!(check_subdivision("US-NY", Some("CN")).is_err() && check_subdivision("CN-", None).is_err());
    }

    #[test]
    fn regions_partition_the_mainland() {
        let n_subdivisions: usize = Region::ALL.iter().map(|region| region.subdivisions.len()).sum();
        assert_eq!(n_subdivisions, 31);
        assert_eq!(Region::of_subdivision("CN-JL").map(|region| region.code), Some("cn-northeast"));
        assert_eq!(Region::of_subdivision("CN-TW"), None);
    }
}
