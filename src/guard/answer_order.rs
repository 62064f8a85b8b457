//! The order of an answer's fields.
//!
//! async-graphql puts a field into its object when it is done, so two runs of one query may order it otherwise. The same
//! question has to get the same bytes, in the order in which the query asks (GraphQL specification, section 7.2.2,
//! "Serialized Map Ordering").

use async_graphql::{
    Name, Value,
    indexmap::IndexMap,
    parser::types::{ExecutableDocument, OperationDefinition, Selection, SelectionSet},
};

use super::fragments::Fragments;

/// The fields of an answer in the order asked for, with the order of the fields below each.
#[derive(Debug, Default)]
pub(super) struct AnswerOrder(IndexMap<Name, AnswerOrder>);

impl AnswerOrder {
    /// The order that an operation asks for. The document must have passed [`super::check`], which bounds its size after
    /// expansion and refuses cycles.
    pub(super) fn of(document: &ExecutableDocument, operation: &OperationDefinition) -> Self {
        let mut order = Self::default();
        order.add(&operation.selection_set.node, &document.fragments);
        order
    }

    fn add(&mut self, selections: &SelectionSet, fragments: &Fragments) {
        for selection in &selections.items {
            match &selection.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    let below = self.0.entry(field.response_key().node.clone()).or_default();
                    below.add(&field.selection_set.node, fragments);
                }
                Selection::InlineFragment(fragment) => self.add(&fragment.node.selection_set.node, fragments),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = fragments.get(&spread.node.fragment_name.node) {
                        self.add(&fragment.node.selection_set.node, fragments);
                    }
                }
            }
        }
    }

    /// Puts the fields of a value, and of all values in it, into this order.
    pub(super) fn apply(&self, value: &mut Value) {
        match value {
            // A value without fields has no order.
            _ if self.0.is_empty() => {}
            Value::Object(fields) => self.apply_to_fields(fields),
            Value::List(items) => items.iter_mut().for_each(|item| self.apply(item)),
            _ => {}
        }
    }

    fn apply_to_fields(&self, fields: &mut IndexMap<Name, Value>) {
        // Nearly always the fields are in order already: then there is nothing to look up.
        let mut asked = self.0.iter();
        let in_order = fields.iter_mut().all(|(name, value)| match asked.find(|(wanted, _)| *wanted == name) {
            Some((_, below)) => {
                below.apply(value);
                true
            }
            None => false,
        });
        if in_order {
            return;
        }
        for (name, value) in fields.iter_mut() {
            if let Some(below) = self.0.get(name) {
                below.apply(value);
            }
        }
        // Sorting copies the object.
        if !fields.keys().is_sorted_by_key(|name| self.0.get_index_of(name)) {
            fields.sort_by_cached_key(|name, _| self.0.get_index_of(name));
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::{parser::parse_query, value};

    use super::*;

    fn ordered(query: &str, mut value: Value) -> Result<String, Box<dyn std::error::Error>> {
        let document = parse_query(query)?;
        let (_, operation) = document.operations.iter().next().ok_or("no operation")?;
        AnswerOrder::of(&document, &operation.node).apply(&mut value);
        Ok(value.to_string())
    }

    #[test]
    fn fields_stand_as_the_query_asks() -> Result<(), Box<dyn std::error::Error>> {
        let shuffled = value!({ "c": [{ "y": 1, "x": 2 }, { "x": 3, "y": 4 }], "renamed": 5, "a": null });
        let expected = "{a: null, renamed: 5, c: [{x: 2, y: 1}, {x: 3, y: 4}]}";
        assert_eq!(ordered("{ a renamed: b c { x y } }", shuffled.clone())?, expected);
        let with_fragments =
            "{ ...F c { ...on T { x } } } fragment F on Q { a renamed: b ...G } fragment G on Q { c { x y } }";
        assert_eq!(ordered(with_fragments, shuffled)?, expected);
        Ok(())
    }
}
