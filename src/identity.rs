//! Which elements of a plan's new revision are those of the last one, although their keys have changed.

use std::collections::{HashMap, HashSet};

use crate::{
    domain::{
        element::{Element, ElementTree},
        id::ElementId,
        publication::ElementRecord,
    },
    linguistics::normalize,
};

/// An element whose key is new, and the one of the last revision that it goes on from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The key that is gone.
    pub old_key: String,
    /// The key that is new.
    pub new_key: String,
    /// Whether identity was carried over. If not, the two are alike, but not enough to be sure.
    pub is_certain: bool,
}

/// As likeness of titles from which two elements with the same number are surely the same.
const CERTAIN: f64 = 0.9;
/// As likeness of titles from which they may be.
const POSSIBLE: f64 = 0.7;

/// Pairs elements whose keys are new with elements whose keys are gone: same kind, same number and nearly the same title,
/// the likest first.
pub fn carry_over(
    before: &ElementTree,
    elements: &[ElementRecord],
    known: &HashMap<String, ElementId>,
) -> Vec<Carried> {
    let keys: HashSet<&str> = elements.iter().map(|element| element.key.as_str()).collect();
    let gone: Vec<&Element> = before.elements().iter().filter(|element| !keys.contains(element.key.as_str())).collect();
    if gone.is_empty() {
        return Vec::new();
    }
    let mut by_place: HashMap<_, Vec<&Element>> = HashMap::new();
    for element in gone {
        by_place.entry((element.kind, element.number.as_deref())).or_default().push(element);
    }
    let mut pairs: Vec<(f64, &str, &str)> = Vec::new();
    for element in elements.iter().filter(|element| !known.contains_key(&element.key)) {
        for old in by_place.get(&(element.kind, element.number.as_deref())).into_iter().flatten() {
            let likeness = likeness(old, element);
            if likeness >= POSSIBLE {
                pairs.push((likeness, &old.key, &element.key));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let mut taken: HashSet<&str> = HashSet::new();
    let mut carried = Vec::new();
    for (likeness, old_key, new_key) in pairs {
        if taken.contains(old_key) || taken.contains(new_key) {
            continue;
        }
        taken.extend([old_key, new_key]);
        carried.push(Carried {
            old_key: old_key.to_owned(),
            new_key: new_key.to_owned(),
            is_certain: likeness >= CERTAIN,
        });
    }
    carried
}

/// The greatest likeness of titles in a language that both have, 0..1.
fn likeness(old: &Element, new: &ElementRecord) -> f64 {
    old.title
        .iter()
        .filter_map(|text| Some((text, new.title.get(&text.lang)?)))
        .map(|(old, new)| strsim::normalized_levenshtein(&normalize(&old.text), &normalize(&new.text)))
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        element::ElementKind,
        id::id_from_name,
        language::LanguageTag,
        text::{TextOrigin, Texts},
    };

    fn title(text: &str) -> Texts {
        Texts::one(LanguageTag::english(), text, TextOrigin::Source)
    }

    fn old(key: &str, number: Option<&str>, text: &str) -> Element {
        Element {
            id: id_from_name("plan-element", key),
            key: key.to_owned(),
            kind: ElementKind::Goal,
            number: number.map(str::to_owned),
            source_term: None,
            title: title(text),
            body: Texts::default(),
            parent: None,
            depth: 0,
            position: 0,
            evidence: None,
        }
    }

    fn new(key: &str, number: Option<&str>, text: &str) -> ElementRecord {
        ElementRecord {
            key: key.to_owned(),
            kind: ElementKind::Goal,
            number: number.map(str::to_owned),
            source_term: None,
            title: title(text),
            body: Texts::default(),
            parent: None,
            evidence: None,
        }
    }

    fn carried(before: Vec<Element>, after: &[ElementRecord]) -> Vec<(String, String, bool)> {
        let known = before.iter().map(|element| (element.key.clone(), element.id)).collect();
        let tree = ElementTree::new(before).unwrap_or_default();
        carry_over(&tree, after, &known)
            .into_iter()
            .map(|carried| (carried.old_key, carried.new_key, carried.is_certain))
            .collect()
    }

    #[test]
    fn nearly_the_same_text_under_the_same_number_is_the_same_element() {
        let before = || vec![old("a", Some("1"), "Build a smart library for all"), old("b", Some("2"), "Train staff")];
        let after = [new("goal-1", Some("1"), "Build a smart library for all."), new("b", Some("2"), "Train staff")];
        assert_eq!(carried(before(), &after), [("a".to_owned(), "goal-1".to_owned(), true)]);
        let other_number = [new("goal-1", Some("3"), "Build a smart library for all"), new("b", Some("2"), "x")];
        assert_eq!(carried(before(), &other_number), []);
    }

    #[test]
    fn likeness_that_is_not_enough_is_said() {
        let before = vec![old("a", Some("1"), "Build a smart library for all")];
        let after = [new("goal-1", Some("1"), "Build a smart library for everybody")];
        assert_eq!(carried(before, &after), [("a".to_owned(), "goal-1".to_owned(), false)]);
    }

    #[test]
    fn a_key_that_stays_is_never_carried() {
        let before = vec![old("a", Some("1"), "Same words here")];
        assert_eq!(carried(before, &[new("a", Some("1"), "Same words here")]), []);
    }
}
