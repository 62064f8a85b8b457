//! How cases of service innovation spread over regions, kinds of institution, focuses, strategies and years.

use std::collections::HashMap;

use crate::{
    coding::Codebook,
    domain::{
        innovation_case::CountedCase,
        institution::{InstitutionKind, Region},
        vocabulary::vocabulary,
    },
};

vocabulary! {
    /// What cases are grouped by.
    CaseDimension {
        /// The macro-region of the institution.
        Region = "REGION",
        /// The country of the institution.
        Country = "COUNTRY",
        /// The subdivision of the institution.
        Subdivision = "SUBDIVISION",
        /// The kind of the institution.
        InstitutionKind = "INSTITUTION_KIND",
        /// What the case is about.
        Focus = "FOCUS",
        /// The way the case goes.
        Strategy = "STRATEGY",
        /// The year the case was recorded.
        Year = "YEAR",
    }
}

impl CaseDimension {
    /// Whether a case can have several values, and so stand in several groups.
    pub fn is_multi_valued(self) -> bool {
        matches!(self, Self::Focus | Self::Strategy)
    }

    /// The values of a case, each once; [`CaseValue::Unknown`] where it has none.
    fn values(self, case: &CountedCase) -> Vec<CaseValue> {
        let code = |code: &Option<String>| code.clone().map(CaseValue::Code);
        let mut values: Vec<CaseValue> = match self {
            Self::Region => {
                let region = case.subdivision.as_deref().and_then(Region::of_subdivision);
                region.map(CaseValue::Region).into_iter().collect()
            }
            Self::Country => code(&case.country).into_iter().collect(),
            Self::Subdivision => code(&case.subdivision).into_iter().collect(),
            Self::InstitutionKind => vec![CaseValue::InstitutionKind(case.kind)],
            Self::Focus => themes(&case.focuses),
            Self::Strategy => themes(&case.strategies),
            Self::Year => vec![CaseValue::Year(case.year)],
        };
        if values.is_empty() {
            values.push(CaseValue::Unknown);
        }
        values
    }
}

fn themes(slugs: &[String]) -> Vec<CaseValue> {
    let mut values: Vec<CaseValue> = Vec::with_capacity(slugs.len());
    for slug in slugs {
        let value = CaseValue::Theme(slug.clone());
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// What the cases of a group have in common in one dimension.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CaseValue {
    /// A macro-region.
    Region(Region),
    /// A kind of institution.
    InstitutionKind(InstitutionKind),
    /// The slug of a concept of the codebook.
    Theme(String),
    /// A year.
    Year(i32),
    /// A country or a subdivision.
    Code(String),
    /// The registry does not know it.
    Unknown,
}

impl CaseValue {
    /// Its place among the values of its dimension: years as they come, vocabularies and the codebook in their own order,
    /// codes by the alphabet; then concepts that the codebook in force has not; the unknown last.
    fn place<'a>(&'a self, codebook: &Codebook) -> (u8, i64, &'a str) {
        match self {
            Self::Region(region) => (0, place(Region::ALL.iter().position(|known| known == region)), ""),
            Self::InstitutionKind(kind) => (0, place(InstitutionKind::ALL.iter().position(|known| known == kind)), ""),
            Self::Theme(slug) => match codebook.by_slug(slug).and_then(|theme| codebook.place(theme.id)) {
                Some(found) => (0, place(Some(found)), slug),
                None => (1, 0, slug),
            },
            Self::Year(year) => (0, i64::from(*year), ""),
            Self::Code(code) => (0, 0, code),
            Self::Unknown => (2, 0, ""),
        }
    }
}

fn place(found: Option<usize>) -> i64 {
    found.and_then(|index| i64::try_from(index).ok()).unwrap_or(i64::MAX)
}

/// Cases that are alike in every dimension asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseGroup {
    /// What they have in common, parallel to the dimensions.
    pub values: Vec<CaseValue>,
    /// How many they are; at least 1.
    pub n_cases: usize,
    /// `n_cases` ÷ all cases counted, above 0 and at most 1.
    pub share: f64,
}

/// The cases by one of the dimensions alone.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseMargin {
    /// The dimension.
    pub dimension: CaseDimension,
    /// Its groups, each case once in each of its groups.
    pub groups: Vec<CaseGroup>,
    /// How many cases stand in more than one of the groups.
    pub n_in_several: usize,
}

/// How cases spread.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseDistribution {
    /// All cases counted.
    pub n_cases: usize,
    /// Groups that at least one case stands in, by the places of their values in the dimensions' order.
    pub groups: Vec<CaseGroup>,
    /// The cases by each of the dimensions, in the dimensions' order.
    pub margins: Vec<CaseMargin>,
}

/// Groups cases by one dimension, or by several at once.
///
/// A case stands once in each combination of its values; what it has no value for is [`CaseValue::Unknown`], so that every
/// case stands somewhere. The order of the cases changes nothing.
pub fn case_distribution(cases: &[CountedCase], dimensions: &[CaseDimension], codebook: &Codebook) -> CaseDistribution {
    let margins = dimensions.iter().map(|&dimension| CaseMargin {
        dimension,
        groups: groups(cases, &[dimension], codebook),
        n_in_several: cases.iter().filter(|case| dimension.values(case).len() > 1).count(),
    });
    CaseDistribution { n_cases: cases.len(), groups: groups(cases, dimensions, codebook), margins: margins.collect() }
}

fn groups(cases: &[CountedCase], dimensions: &[CaseDimension], codebook: &Codebook) -> Vec<CaseGroup> {
    let mut counts: HashMap<Vec<CaseValue>, usize> = HashMap::new();
    for case in cases {
        for values in combinations(case, dimensions) {
            *counts.entry(values).or_default() += 1;
        }
    }
    let mut groups: Vec<CaseGroup> = counts
        .into_iter()
        // A group has a case, so there are cases to divide by.
        .map(|(values, n_cases)| CaseGroup { values, n_cases, share: n_cases as f64 / cases.len() as f64 })
        .collect();
    groups.sort_by_cached_key(|group| {
        let places = group.values.iter().map(|value| {
            let (rank, place, name) = value.place(codebook);
            (rank, place, name.to_owned())
        });
        places.collect::<Vec<_>>()
    });
    groups
}

/// Every combination of a case's values in the dimensions.
fn combinations(case: &CountedCase, dimensions: &[CaseDimension]) -> Vec<Vec<CaseValue>> {
    dimensions.iter().fold(vec![Vec::new()], |so_far, dimension| {
        let values = dimension.values(case);
        so_far
            .iter()
            .flat_map(|begun| values.iter().map(move |value| [begun.as_slice(), std::slice::from_ref(value)].concat()))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::comparison::testing;

    /// A case of a public library in Guangdong.
    fn case(year: i32, focuses: &[&str], strategies: &[&str]) -> CountedCase {
        CountedCase {
            year,
            kind: InstitutionKind::PublicLibrary,
            country: Some("CN".to_owned()),
            subdivision: Some("CN-GD".to_owned()),
            focuses: focuses.iter().map(|slug| (*slug).to_owned()).collect(),
            strategies: strategies.iter().map(|slug| (*slug).to_owned()).collect(),
        }
    }

    /// `east/2023:2` for a group of two.
    fn shown(groups: &[CaseGroup]) -> Vec<String> {
        let value = |value: &CaseValue| match value {
            CaseValue::Region(region) => region.code.to_owned(),
            CaseValue::InstitutionKind(kind) => kind.code().to_owned(),
            CaseValue::Theme(slug) | CaseValue::Code(slug) => slug.clone(),
            CaseValue::Year(year) => year.to_string(),
            CaseValue::Unknown => "?".to_owned(),
        };
        let group = |group: &CaseGroup| {
            let values: Vec<String> = group.values.iter().map(value).collect();
            format!("{}:{}", values.join("/"), group.n_cases)
        };
        groups.iter().map(group).collect()
    }

    fn cases() -> Vec<CountedCase> {
        let academic = CountedCase { kind: InstitutionKind::AcademicLibrary, ..case(2024, &["smart"], &[]) };
        let far_west =
            CountedCase { subdivision: Some("CN-XJ".to_owned()), ..case(2022, &["staff", "smart"], &["cloud"]) };
        let abroad = CountedCase {
            country: Some("NL".to_owned()),
            subdivision: None,
            kind: InstitutionKind::LibraryAssociation,
            ..case(2024, &["forgotten"], &["cloud", "reading"])
        };
        let nowhere = CountedCase { country: None, subdivision: None, ..case(2023, &[], &[]) };
        vec![nowhere, abroad, far_west, academic, case(2022, &["reading"], &["cloud"])]
    }

    #[test]
    fn cases_are_grouped_by_each_dimension_in_its_own_order() -> Result<(), String> {
        let codebook = testing::codebook();
        for (dimension, expected, n_in_several) in [
            (CaseDimension::Region, &["cn-east:2", "cn-west:1", "?:2"][..], 0),
            (CaseDimension::Country, &["CN:3", "NL:1", "?:1"], 0),
            (CaseDimension::Subdivision, &["CN-GD:2", "CN-XJ:1", "?:2"], 0),
            (CaseDimension::InstitutionKind, &["PUBLIC_LIBRARY:3", "ACADEMIC_LIBRARY:1", "LIBRARY_ASSOCIATION:1"], 0),
            // Codebook order, then what the codebook has not, then nothing.
            (CaseDimension::Focus, &["smart:2", "reading:1", "staff:1", "forgotten:1", "?:1"], 1),
            (CaseDimension::Strategy, &["reading:1", "cloud:3", "?:2"], 1),
            (CaseDimension::Year, &["2022:2", "2023:1", "2024:2"], 0),
        ] {
            let found = case_distribution(&cases(), &[dimension], &codebook);
            assert_eq!(found.n_cases, 5);
            assert_eq!(shown(&found.groups), expected, "{dimension}");
            let [margin] = found.margins.as_slice() else { return Err(format!("{found:?}")) };
            assert_eq!((&margin.groups, margin.n_in_several), (&found.groups, n_in_several), "{dimension}");
            assert!(found.groups.iter().all(|group| group.share == group.n_cases as f64 / 5.0));
        }
        Ok(())
    }

    #[test]
    fn two_dimensions_cross() {
        let found = case_distribution(&cases(), &[CaseDimension::Year, CaseDimension::Focus], &testing::codebook());
        let expected =
            ["2022/smart:1", "2022/reading:1", "2022/staff:1", "2023/?:1", "2024/smart:1", "2024/forgotten:1"];
        assert_eq!(shown(&found.groups), expected);
        let margins: Vec<_> = found.margins.iter().map(|margin| (margin.dimension, shown(&margin.groups))).collect();
        assert_eq!(margins[0], (CaseDimension::Year, ["2022:2", "2023:1", "2024:2"].map(str::to_owned).to_vec()));
        assert_eq!(margins[1].0, CaseDimension::Focus);
        assert_eq!(found.margins[1].n_in_several, 1);
        // The case with two focuses stands in two cells of its year.
        assert_eq!(found.groups.iter().map(|group| group.n_cases).sum::<usize>(), 6);
    }

    #[test]
    fn a_focus_that_stands_twice_counts_once() {
        let found = case_distribution(
            &[case(2024, &["smart", "smart"], &[])],
            &[CaseDimension::Focus, CaseDimension::Strategy],
            &testing::codebook(),
        );
        assert_eq!(shown(&found.groups), ["smart/?:1"]);
        assert_eq!(found.margins[0].n_in_several, 0);
    }

    #[test]
    fn of_no_cases_there_are_no_groups_and_no_shares() {
        let found = case_distribution(&[], &[CaseDimension::Region, CaseDimension::Year], &testing::codebook());
        assert_eq!((found.n_cases, found.groups.len(), found.margins.len()), (0, 0, 2));
        assert!(found.margins.iter().all(|margin| margin.groups.is_empty() && margin.n_in_several == 0));
    }

    fn any_case() -> impl Strategy<Value = CountedCase> {
        let slugs = || {
            let known = prop::sample::select(vec!["smart", "reading", "staff", "cloud", "forgotten"]);
            prop::collection::vec(known.prop_map(str::to_owned), 0..4)
        };
        let subdivision = prop::sample::select(vec![None, Some("CN-GD"), Some("CN-JL"), Some("US-NY")]);
        let kind = prop::sample::select(InstitutionKind::ALL.to_vec());
        (2020..2026, kind, subdivision, slugs(), slugs()).prop_map(|(year, kind, subdivision, focuses, strategies)| {
            CountedCase {
                year,
                kind,
                country: subdivision.map(|code| code[..2].to_owned()),
                subdivision: subdivision.map(str::to_owned),
                focuses,
                strategies,
            }
        })
    }

    proptest! {
        #[test]
        fn the_order_of_cases_changes_nothing_and_cells_add_up(
            cases in prop::collection::vec(any_case(), 0..30),
            dimensions in prop::sample::subsequence(CaseDimension::ALL.to_vec(), 1..=2),
        ) {
            let codebook = testing::codebook();
            let found = case_distribution(&cases, &dimensions, &codebook);
            let mut reversed = cases.clone();
            reversed.reverse();
            prop_assert_eq!(&found, &case_distribution(&reversed, &dimensions, &codebook));
            for group in &found.groups {
                prop_assert!(group.n_cases >= 1 && group.share > 0.0 && group.share <= 1.0);
            }
            for margin in &found.margins {
                let sum: usize = margin.groups.iter().map(|group| group.n_cases).sum();
                let is_single = !margin.dimension.is_multi_valued();
                prop_assert!(sum >= cases.len() && (sum == cases.len() || !is_single));
                prop_assert!(!is_single || margin.n_in_several == 0);
            }
            // Over a dimension with one value for each case, the cells of the other add up to its margin.
            if let ([first, second], [one, _]) = (dimensions.as_slice(), found.margins.as_slice())
                && !second.is_multi_valued()
            {
                for group in &one.groups {
                    let cells = found.groups.iter().filter(|cell| cell.values.first() == group.values.first());
                    prop_assert_eq!(cells.map(|cell| cell.n_cases).sum::<usize>(), group.n_cases, "{}", first);
                }
            }
        }
    }
}
