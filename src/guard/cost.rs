//! What a parsed document comes to, each fragment added up once.

use std::{cell::Cell, collections::HashMap, convert::Infallible};

use async_graphql::{
    Name, Positioned, Value, Variables,
    parser::types::{ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet},
};

use super::{Limits, Measure, Refusal, fragments};

/// What the chosen operation of a document asks for. Counting stops at the greatest 64-bit number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Fields after every fragment spread is expanded.
    pub fields: u64,
    /// Fields of the operation itself after expansion.
    pub root_fields: u64,
    /// Fields below fields; a field of the operation itself has depth 1.
    pub depth: u64,
    /// Aliased fields after expansion.
    pub aliases: u64,
    /// Directives after expansion.
    pub directives: u64,
    /// Fields of the answer: the fields after expansion, times the lengths of the lists that they are in. See [`check`].
    pub complexity: u64,
    /// What `__schema` and `__type` ask for, with the lengths of their lists estimated, because the schema's types lead
    /// to each other in circles and a short query can walk them many times over.
    pub introspection: u64,
}

/// Adds a document up and compares it with the limits.
///
/// Every operation and every fragment is held to the limits, because validation reads them all; the cost returned is that
/// of the operation that `operation_name` chooses. `@skip` and `@include` are not evaluated.
///
/// The schema is unknown here, so the length of a list is read from the document, by the conventions of connections: a
/// field with `first` or `last` (a number or a variable) counts what is below it that many times; one that selects
/// `nodes` or `edges` without saying how many counts it [`Limits::default_page_size`] times; one with a list of `ids`
/// counts it once for each.
///
/// # Errors
/// [`Refusal::Exceeds`], [`Refusal::FragmentCycle`], [`Refusal::UnknownOperation`], [`Refusal::OperationNameMissing`],
/// [`Refusal::VariableMissing`].
pub fn check(
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    variables: &Variables,
    limits: &Limits,
) -> Result<Cost, Refusal> {
    check_noting(document, operation_name, variables, limits).map(|(cost, _)| cost)
}

/// As [`check`], with whether the values of variables had a part in it.
pub(super) fn check_noting(
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    variables: &Variables,
    limits: &Limits,
) -> Result<(Cost, bool), Refusal> {
    refuse_above(Measure::Operations, as_count(document.operations.iter().count()), limits.operations)?;
    refuse_above(Measure::Fragments, as_count(document.fragments.len()), limits.fragments)?;

    let (_, chosen) = choose(document, operation_name)?;
    require_variables(&chosen.node, variables)?;
    let reads_variables = Cell::new(false);
    let mut sums = Sums {
        limits,
        variables,
        operation: &chosen.node,
        fragments: HashMap::new(),
        reads_variables: &reads_variables,
    };
    for name in fragments::in_order(&document.fragments)? {
        let Some(fragment) = document.fragments.get(name) else { continue };
        let mut sum = sums.selections(&fragment.node.selection_set.node);
        sum.add_directives(fragment.node.directives.len());
        refuse(&sum.cost, limits)?;
        sums.fragments.insert(name, sum);
    }
    let mut cost = Cost::default();
    for (_, operation) in document.operations.iter() {
        let mut sum = sums.selections(&operation.node.selection_set.node);
        sum.add_directives(operation.node.directives.len());
        let is_chosen = std::ptr::eq(operation, chosen);
        if !is_chosen {
            // Complexity depends on variables, and those that came belong to the chosen operation.
            sum.cost.complexity = 0;
        }
        refuse_above(Measure::RootFields, sum.cost.root_fields, limits.root_fields)?;
        refuse(&sum.cost, limits)?;
        if is_chosen {
            cost = sum.cost;
        }
    }
    Ok((cost, reads_variables.get()))
}

/// The operation that is to be executed, and its name.
pub(super) fn choose<'document>(
    document: &'document ExecutableDocument,
    operation_name: Option<&str>,
) -> Result<(Option<&'document Name>, &'document Positioned<OperationDefinition>), Refusal> {
    let mut operations = document.operations.iter();
    let chosen = match operation_name {
        Some(wanted) => operations.find(|(name, _)| name.is_some_and(|name| name == wanted)),
        None => operations.next().filter(|_| operations.len() == 0),
    };
    chosen.ok_or_else(|| {
        let mut known: Vec<String> =
            document.operations.iter().filter_map(|(name, _)| name.map(ToString::to_string)).collect();
        known.sort_unstable();
        match operation_name {
            Some(name) => Refusal::UnknownOperation { name: name.to_owned(), known },
            None => Refusal::OperationNameMissing { known },
        }
    })
}

/// Validation leaves a missing variable to the field that uses it, which is too late to say that the request was wrong.
pub(super) fn require_variables(operation: &OperationDefinition, variables: &Variables) -> Result<(), Refusal> {
    let missing = operation.variable_definitions.iter().map(|definition| &definition.node).find(|definition| {
        let is_given = variables.get(&definition.name.node).is_some_and(|value| *value != Value::Null);
        !definition.var_type.node.nullable && definition.default_value.is_none() && !is_given
    });
    match missing {
        Some(definition) => Err(Refusal::VariableMissing {
            name: definition.name.node.to_string(),
            type_name: definition.var_type.node.to_string(),
        }),
        None => Ok(()),
    }
}

fn refuse(cost: &Cost, limits: &Limits) -> Result<(), Refusal> {
    refuse_above(Measure::Depth, cost.depth, limits.depth)?;
    refuse_above(Measure::Fields, cost.fields, limits.fields)?;
    refuse_above(Measure::Aliases, cost.aliases, limits.aliases)?;
    refuse_above(Measure::Directives, cost.directives, limits.directives)?;
    refuse_above(Measure::Introspection, cost.introspection, limits.introspection)?;
    refuse_above(Measure::Complexity, cost.complexity, limits.complexity)
}

fn refuse_above(measure: Measure, cost: u64, limit: u64) -> Result<(), Refusal> {
    if cost > limit { Err(Refusal::Exceeds { measure, cost, limit }) } else { Ok(()) }
}

/// How long the lists of the introspection system are taken to be, for a schema of a hundred types.
///
/// Source: the type names of the GraphQL specification, "Schema Introspection".
fn introspected_items(name: &str) -> u64 {
    match name {
        "types" => 100,
        "fields" | "inputFields" | "enumValues" => 10,
        "directives" | "interfaces" | "possibleTypes" => 5,
        "args" => 2,
        _ => 1,
    }
}

fn as_count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// What one set of selections comes to.
#[derive(Clone, Copy, Default)]
struct Sum {
    cost: Cost,
    /// Whether `nodes` or `edges` is selected here, as in a connection.
    pages: bool,
    /// What the selections would cost below `__schema` or `__type`.
    introspected: u64,
}

impl Sum {
    fn add(&mut self, other: &Self) {
        let Cost { fields, root_fields, depth, aliases, directives, complexity, introspection } = other.cost;
        let cost = &mut self.cost;
        cost.fields = cost.fields.saturating_add(fields);
        cost.root_fields = cost.root_fields.saturating_add(root_fields);
        cost.depth = cost.depth.max(depth);
        cost.aliases = cost.aliases.saturating_add(aliases);
        cost.directives = cost.directives.saturating_add(directives);
        cost.complexity = cost.complexity.saturating_add(complexity);
        cost.introspection = cost.introspection.saturating_add(introspection);
        self.introspected = self.introspected.saturating_add(other.introspected);
        self.pages |= other.pages;
    }

    fn add_directives(&mut self, count: usize) {
        self.cost.directives = self.cost.directives.saturating_add(as_count(count));
    }
}

struct Sums<'document> {
    limits: &'document Limits,
    variables: &'document Variables,
    operation: &'document OperationDefinition,
    fragments: HashMap<&'document Name, Sum>,
    /// Whether the value of a variable was looked at.
    reads_variables: &'document Cell<bool>,
}

impl Sums<'_> {
    /// Recursion is as deep as the document's own braces, which [`Limits::bracket_nesting`] and the parser bound.
    fn selections(&self, selections: &SelectionSet) -> Sum {
        let mut sum = Sum::default();
        for selection in &selections.items {
            let part = match &selection.node {
                Selection::Field(field) => self.field(&field.node),
                Selection::InlineFragment(inline) => self.selections(&inline.node.selection_set.node),
                // An unknown fragment is found by validation.
                Selection::FragmentSpread(spread) => {
                    self.fragments.get(&spread.node.fragment_name.node).copied().unwrap_or_default()
                }
            };
            sum.add(&part);
            sum.add_directives(selection.node.directives().len());
        }
        sum
    }

    fn field(&self, field: &Field) -> Sum {
        let inner = self.selections(&field.selection_set.node);
        let items = self.items(field, inner.pages);
        let name = field.name.node.as_str();
        let introspected = inner.introspected.saturating_mul(introspected_items(name)).saturating_add(1);
        Sum {
            cost: Cost {
                fields: inner.cost.fields.saturating_add(1),
                root_fields: 1,
                depth: inner.cost.depth.saturating_add(1),
                aliases: inner.cost.aliases.saturating_add(u64::from(field.alias.is_some())),
                directives: inner.cost.directives,
                complexity: inner.cost.complexity.saturating_mul(items).saturating_add(1),
                introspection: if matches!(name, "__schema" | "__type") {
                    introspected
                } else {
                    inner.cost.introspection
                },
            },
            pages: matches!(name, "nodes" | "edges"),
            introspected,
        }
    }

    /// How many times what is below a field is counted.
    fn items(&self, field: &Field, pages: bool) -> u64 {
        let mut asked = None;
        for (name, value) in &field.arguments {
            if matches!(name.node.as_str(), "first" | "last" | "ids") {
                let value = value.node.clone().into_const_with(|name| Ok::<_, Infallible>(self.stand_in(&name)));
                let length = match value {
                    // A negative number is refused by the schema.
                    Ok(Value::Number(number)) => Some(number.as_u64().unwrap_or_default()),
                    Ok(Value::List(list)) => Some(as_count(list.len())),
                    _ => None,
                };
                asked = asked.max(length);
            }
        }
        let unsaid = if pages { self.limits.default_page_size } else { 1 };
        asked.unwrap_or(unsaid).clamp(1, self.limits.max_page_size.max(1))
    }

    /// What counts of a variable's value: a number, or how long a list is. The value itself may be large and is not
    /// copied.
    fn stand_in(&self, name: &Name) -> Value {
        self.reads_variables.set(true);
        match self.variable(name) {
            Some(Value::Number(number)) => Value::Number(number.clone()),
            Some(Value::List(list)) => Value::from(as_count(list.len())),
            _ => Value::Null,
        }
    }

    /// The value of a variable: as sent, or as the chosen operation sets it by default.
    fn variable(&self, name: &Name) -> Option<&Value> {
        self.variables.get(name).or_else(|| {
            let definition =
                self.operation.variable_definitions.iter().find(|definition| definition.node.name.node == *name)?;
            definition.node.default_value.as_ref().map(|value| &value.node)
        })
    }
}
