//! Which institutions an institution is best set beside when nobody says.

use super::labels;
use crate::domain::{
    cohort::{InstitutionOfKind, PeerCriteria},
    id::InstitutionId,
    institution::{Institution, Region},
    text::Texts,
    vocabulary::vocabulary,
};

/// With fewer peers than this in a place, the group is looked for in a wider one.
pub const FEWEST_PEERS: usize = 5;

vocabulary! {
    /// What an institution's peers have in common with it.
    PeerRule {
        /// The kind of institution and the macro-region.
        SameKindAndRegion = "SAME_KIND_AND_REGION",
        /// The kind of institution and the country.
        SameKindAndCountry = "SAME_KIND_AND_COUNTRY",
        /// The kind of institution, wherever it is.
        SameKind = "SAME_KIND",
    }
}

/// The institutions that one is best set beside.
#[derive(Clone, Debug, PartialEq)]
pub struct PeerGroup {
    /// What they have in common.
    pub rule: PeerRule,
    /// The same as conditions that institutions can be looked for by; the institution itself meets them.
    pub criteria: PeerCriteria,
    /// The rule and why it was chosen, in a sentence, in `en` and `zh-Hans`.
    pub message: Texts,
    /// The peers, in the order given; the institution itself is not among them.
    pub members: Vec<InstitutionId>,
}

/// The peers of an institution: of its kind, in its macro-region if at least [`FEWEST_PEERS`] others are there, else in its
/// country if as many are there, else anywhere. A place that is not known is passed over. Made-up institutions are peers of
/// made-up ones alone.
pub fn peer_group(institution: &Institution, of_kind: &[InstitutionOfKind]) -> PeerGroup {
    let is_synthetic = of_kind.iter().any(|other| other.institution == institution.id && other.is_synthetic);
    let others = || {
        let is_peer = move |other: &&InstitutionOfKind| is_synthetic || !other.is_synthetic;
        of_kind.iter().filter(|other| other.institution != institution.id).filter(is_peer)
    };
    let members = |criteria: &PeerCriteria| -> Vec<InstitutionId> {
        others().filter(|other| criteria.meets_place(other)).map(|other| other.institution).collect()
    };
    let of = |region: Option<Region>, country: Option<String>| PeerCriteria { kind: institution.kind, region, country };
    let region = institution.region();
    let in_region = region.map(|region| {
        let criteria = of(Some(region), None);
        (members(&criteria), criteria, region)
    });
    let in_country = institution.country.clone().map(|country| {
        let criteria = of(None, Some(country.clone()));
        (members(&criteria), criteria, country)
    });
    let words = Words { kind: labels::kind(institution.kind) };
    let no_region = match &in_region {
        Some((found, _, region)) => words.few(found.len(), &labels::region(*region)),
        None => ("its region is not known".to_owned(), "所在大区未知".to_owned()),
    };
    match (in_region, in_country) {
        (Some((found, criteria, region)), _) if found.len() >= FEWEST_PEERS => PeerGroup {
            rule: PeerRule::SameKindAndRegion,
            criteria,
            message: words.message(&labels::region(region), found.len(), &[]),
            members: found,
        },
        (_, Some((found, criteria, country))) if found.len() >= FEWEST_PEERS => PeerGroup {
            rule: PeerRule::SameKindAndCountry,
            criteria,
            message: words.message(&labels::place(&country), found.len(), &[no_region]),
            members: found,
        },
        (_, in_country) => {
            let no_country = match &in_country {
                Some((found, _, country)) => words.few(found.len(), &labels::place(country)),
                None => ("its country is not known".to_owned(), "所在国家未知".to_owned()),
            };
            let criteria = of(None, None);
            let found = members(&criteria);
            PeerGroup {
                rule: PeerRule::SameKind,
                criteria,
                message: words.message(
                    &Texts::editorial("any place", "任何地方"),
                    found.len(),
                    &[no_region, no_country],
                ),
                members: found,
            }
        }
    }
}

struct Words {
    kind: Texts,
}

/// The English and the Simplified Chinese text of the registry's own words.
fn both(texts: &Texts) -> (String, String) {
    let text = |primary: &str| {
        texts.iter().find(|text| text.lang.primary() == primary).map(|text| text.text.clone()).unwrap_or_default()
    };
    (text("en"), text("zh"))
}

impl Words {
    /// Why a place was passed over.
    fn few(&self, n_others: usize, place: &Texts) -> (String, String) {
        let (place, place_zh) = both(place);
        (
            format!("fewer than {FEWEST_PEERS} others ({n_others}) are in {place}"),
            format!("{place_zh}仅有{n_others}家，不足{FEWEST_PEERS}家"),
        )
    }

    fn message(&self, place: &Texts, n_others: usize, because: &[(String, String)]) -> Texts {
        let ((kind, kind_zh), (place, place_zh)) = (both(&self.kind), both(place));
        let reasons: Vec<&str> = because.iter().map(|(english, _)| english.as_str()).collect();
        let reasons_zh: Vec<&str> = because.iter().map(|(_, chinese)| chinese.as_str()).collect();
        let (why, why_zh) = match because {
            [] => (String::new(), String::new()),
            _ => (format!(", because {}", reasons.join(" and ")), format!("（{}）", reasons_zh.join("，"))),
        };
        Texts::editorial(
            format!("{kind} in {place}{why}: the registry has {n_others} besides this one."),
            format!("{place_zh}的{kind_zh}{why_zh}：登记库中另有{n_others}家。"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{comparison::testing::institution, domain::id::id_from_name};

    fn others(n: usize, country: &str, subdivision: Option<&str>) -> Vec<InstitutionOfKind> {
        (0..n)
            .map(|place| InstitutionOfKind {
                institution: id_from_name("institution", &format!("{country}-{subdivision:?}-{place}")),
                country: Some(country.to_owned()),
                subdivision: subdivision.map(str::to_owned),
                is_synthetic: false,
            })
            .collect()
    }

    fn library(country: Option<&str>, subdivision: Option<&str>) -> Institution {
        Institution {
            country: country.map(str::to_owned),
            subdivision: subdivision.map(str::to_owned),
            ..institution("own")
        }
    }

    fn told(institution: &Institution, of_kind: &[InstitutionOfKind]) -> (PeerRule, usize, String) {
        let group = peer_group(institution, of_kind);
        assert!(!group.members.contains(&institution.id));
        (group.rule, group.members.len(), both(&group.message).0)
    }

    #[test]
    fn the_region_is_enough_from_five_others_on() {
        let own = library(Some("CN"), Some("CN-JL"));
        let itself = InstitutionOfKind {
            institution: own.id,
            country: own.country.clone(),
            subdivision: own.subdivision.clone(),
            is_synthetic: false,
        };
        // Liaoning and Jilin are one region.
        let mut of_kind = others(3, "CN", Some("CN-LN"));
        of_kind.extend(others(2, "CN", Some("CN-JL")));
        of_kind.extend(others(4, "CN", Some("CN-GD")));
        of_kind.extend(others(9, "US", None));
        of_kind.push(itself);
        let (rule, n, message) = told(&own, &of_kind);
        assert_eq!((rule, n), (PeerRule::SameKindAndRegion, 5));
        // Made-up institutions are nobody's peers but of each other.
        let mut made_up = of_kind.clone();
        made_up[0].is_synthetic = true;
        assert_eq!(told(&own, &made_up).0, PeerRule::SameKindAndCountry);
        made_up.last_mut().into_iter().for_each(|own| own.is_synthetic = true);
        assert_eq!(told(&own, &made_up).1, 5);
        assert_eq!(message, "Public libraries in North-eastern China: the registry has 5 besides this one.");

        of_kind.remove(0);
        let (rule, n, message) = told(&own, &of_kind);
        assert_eq!((rule, n), (PeerRule::SameKindAndCountry, 8));
        assert_eq!(
            message,
            "Public libraries in CN, because fewer than 5 others (4) are in North-eastern China: the registry has 8 besides this one."
        );
    }

    #[test]
    fn a_place_that_is_not_known_is_passed_over() {
        let mut of_kind = others(6, "CN", Some("CN-LN"));
        let (rule, n, message) = told(&library(Some("CN"), None), &of_kind);
        assert_eq!((rule, n), (PeerRule::SameKindAndCountry, 6));
        assert!(message.contains("because its region is not known"), "{message}");
        of_kind.extend(others(1, "DE", None));
        let (rule, n, message) = told(&library(Some("DE"), None), &of_kind);
        assert_eq!((rule, n), (PeerRule::SameKind, 7));
        assert!(message.contains("its region is not known and fewer than 5 others (1) are in DE"), "{message}");
        assert_eq!(told(&library(None, None), &[]), (PeerRule::SameKind, 0, "Public libraries in any place, because its region is not known and its country is not known: the registry has 0 besides this one.".to_owned()));
    }

    #[test]
    fn the_group_is_who_meets_its_criteria() {
        let mut of_kind = others(5, "CN", Some("CN-LN"));
        of_kind.extend(others(5, "CN", Some("CN-GD")));
        let group = peer_group(&library(Some("CN"), Some("CN-JL")), &of_kind);
        let meeting: Vec<InstitutionId> =
            of_kind.iter().filter(|other| group.criteria.meets_place(other)).map(|other| other.institution).collect();
        assert_eq!(group.members, meeting);
        assert_eq!(meeting.len(), 5);
    }
}
