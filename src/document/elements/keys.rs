//! Keys of what was read: by kind and printed number, so that the next edition of a plan finds its elements again.

use std::collections::{HashMap, HashSet};

use crate::{
    domain::id::check_key,
    draft::{ElementDraft, PlanIndicatorDraft},
};

/// Gives every element and indicator a key. Elements come with their number as key, or with none.
pub(in crate::document) fn make_keys(elements: &mut [ElementDraft], indicators: &mut [PlanIndicatorDraft]) {
    let mut taken = Taken::default();
    taken.elements(elements, None);
    taken.indicators(indicators, None);
}

#[derive(Default)]
struct Taken {
    elements: HashSet<String>,
    indicators: HashSet<String>,
    // The last ordinal given by what stands in front of it: a search from 1 for each list would be quadratic, deep down.
    ordinals: HashMap<String, usize>,
}

impl Taken {
    // As deep as elements nest: 64 levels.
    fn elements(&mut self, elements: &mut [ElementDraft], parent: Option<&str>) {
        // Printed numbers first: what has none must not take theirs.
        let mut waiting: Vec<usize> = Vec::new();
        for (place, element) in elements.iter_mut().enumerate() {
            let stem = element.kind.code().to_ascii_lowercase().replace('_', "-");
            let numbered = element.key.take().map(|number| under(parent, &format!("{stem}-{number}")));
            match numbered.filter(|key| self.elements.insert(key.clone())) {
                Some(key) => element.key = Some(key),
                None => waiting.push(place),
            }
        }
        for place in waiting {
            let Some(element) = elements.get_mut(place) else { continue };
            let stem = element.kind.code().to_ascii_lowercase().replace('_', "-");
            // `x1` is no printed number: a number that is read later does not collide with it.
            let mark = if element.number.is_some() { "x" } else { "" };
            element.key = Some(next_free(&mut self.ordinals, &mut self.elements, parent, &stem, mark));
        }
        for element in elements {
            let key = element.key.clone();
            self.elements(&mut element.children, key.as_deref());
            self.indicators(&mut element.plan_indicators, key.as_deref());
        }
    }

    fn indicators(&mut self, indicators: &mut [PlanIndicatorDraft], element: Option<&str>) {
        for indicator in indicators {
            indicator.key = Some(next_free(&mut self.ordinals, &mut self.indicators, element, "indicator", ""));
        }
    }
}

/// The next key of this stem that is not taken, its ordinal behind the mark; it is taken now.
fn next_free(
    ordinals: &mut HashMap<String, usize>,
    taken: &mut HashSet<String>,
    parent: Option<&str>,
    stem: &str,
    mark: &str,
) -> String {
    // With a long number: keys that would outgrow their path on the way count on together.
    let ordinal = ordinals.entry(under(parent, &format!("{stem}-0000000"))).or_default();
    loop {
        *ordinal += 1;
        let key = under(parent, &format!("{stem}-{mark}{ordinal}"));
        if taken.insert(key.clone()) {
            return key;
        }
    }
}

/// A key below another; deep down, where the whole path would be longer than a key may be, the stem alone.
fn under(parent: Option<&str>, stem: &str) -> String {
    let path = parent.map(|parent| format!("{parent}.{stem}")).filter(|key| check_key(key).is_ok());
    path.unwrap_or_else(|| stem.to_owned())
}
