//! The order in which fragments can be added up: each after those that it spreads.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::types::{FragmentDefinition, Selection, SelectionSet},
};

use super::Refusal;

/// The fragments of a document by name.
pub(super) type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// Names every fragment after all those that it spreads. Spreads of unknown fragments are left to validation.
///
/// The walk keeps its own stack, since a chain of fragments may be longer than a thread's stack allows.
///
/// # Errors
/// [`Refusal::FragmentCycle`].
pub(super) fn in_order(fragments: &Fragments) -> Result<Vec<&Name>, Refusal> {
    let spreads: HashMap<&Name, Vec<&Name>> = fragments
        .iter()
        .map(|(name, fragment)| {
            let mut spread = Vec::new();
            collect_spreads(&fragment.node.selection_set.node, &mut spread);
            (name, spread)
        })
        .collect();
    let mut names: Vec<&Name> = fragments.keys().collect();
    // The same document gets the same answer, whatever the order of the hash map.
    names.sort_unstable();

    let mut ordered = Vec::with_capacity(names.len());
    let mut states: HashMap<&Name, State> = HashMap::with_capacity(names.len());
    for start in names {
        let mut stack = vec![(start, false)];
        while let Some((name, is_finished)) = stack.pop() {
            if is_finished {
                states.insert(name, State::Done);
                ordered.push(name);
                continue;
            }
            // Two fragments may spread the same third one, which is then on the stack twice.
            if states.contains_key(name) {
                continue;
            }
            let Some(inner) = spreads.get(name) else { continue };
            states.insert(name, State::Open);
            stack.push((name, true));
            for spread in inner {
                match states.get(spread) {
                    Some(State::Open) => return Err(Refusal::FragmentCycle { fragment: spread.to_string() }),
                    Some(State::Done) => {}
                    None => stack.push((spread, false)),
                }
            }
        }
    }
    Ok(ordered)
}

#[derive(Clone, Copy)]
enum State {
    /// Being walked: a spread that leads here closes a cycle.
    Open,
    Done,
}

fn collect_spreads<'document>(selections: &'document SelectionSet, spreads: &mut Vec<&'document Name>) {
    for selection in &selections.items {
        match &selection.node {
            Selection::Field(field) => collect_spreads(&field.node.selection_set.node, spreads),
            Selection::InlineFragment(inline) => collect_spreads(&inline.node.selection_set.node, spreads),
            Selection::FragmentSpread(spread) => spreads.push(&spread.node.fragment_name.node),
        }
    }
}
