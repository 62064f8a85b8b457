//! Why a document was refused, in words that help to mend it.

use async_graphql::{ErrorExtensionValues, Pos, ServerError};

/// A property of a document that has a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Operations in the document.
    Operations,
    /// Fragment definitions in the document.
    Fragments,
    /// Fields below fields.
    Depth,
    /// Fields after expansion.
    Fields,
    /// Fields of the operation itself after expansion.
    RootFields,
    /// Aliased fields after expansion.
    Aliases,
    /// Directives after expansion.
    Directives,
    /// Fields of the answer.
    Complexity,
    /// Fields of the schema's description of itself, estimated.
    Introspection,
}

impl Measure {
    fn code(self) -> &'static str {
        match self {
            Self::Operations => "TOO_MANY_OPERATIONS",
            Self::Fragments => "TOO_MANY_FRAGMENTS",
            Self::Depth => "QUERY_TOO_DEEP",
            Self::Fields => "QUERY_TOO_LARGE",
            Self::RootFields => "TOO_MANY_ROOT_FIELDS",
            Self::Aliases => "TOO_MANY_ALIASES",
            Self::Directives => "TOO_MANY_DIRECTIVES",
            Self::Complexity => "QUERY_TOO_COMPLEX",
            Self::Introspection => "INTROSPECTION_TOO_COMPLEX",
        }
    }

    fn explain(self, cost: u64, limit: u64) -> String {
        match self {
            Self::Operations => {
                format!("the document holds {cost} operations; at most {limit} are served: send fewer in one document")
            }
            Self::Fragments => {
                format!("the document defines {cost} fragments; at most {limit} are served: join some of them")
            }
            Self::Depth => format!(
                "the query is {cost} fields deep; at most {limit} are served: ask for inner objects by their id in a \
                 second query"
            ),
            Self::Fields => format!(
                "the query has {cost} fields once its fragments are expanded; at most {limit} are served: split it"
            ),
            Self::RootFields => format!(
                "the query asks {cost} questions at its top; at most {limit} are served: send several queries, or \
                 look many things up at once with `nodes(ids:)`"
            ),
            Self::Aliases => format!(
                "the query uses {cost} aliases once its fragments are expanded; at most {limit} are served: split it, \
                 or ask for lists instead of the same field many times"
            ),
            Self::Directives => format!(
                "the query uses {cost} directives once its fragments are expanded; at most {limit} are served: \
                 use fewer of them"
            ),
            Self::Complexity => format!(
                "the answer could hold {cost} fields; at most {limit} are served: ask for shorter pages (`first`) or \
                 for fewer fields inside lists"
            ),
            Self::Introspection => format!(
                "the description of the schema that is asked for could hold {cost} fields; at most {limit} are \
                 served: do not lead from types to fields and back to types, or read /schema.graphql"
            ),
        }
    }
}

/// A document that is not served.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The text is too long.
    #[error("the query is {bytes} bytes long; at most {limit} are served: split it, or pass long values as variables")]
    TooLong {
        /// Length of the text. Unit: bytes.
        bytes: usize,
        /// The limit. Unit: bytes.
        limit: usize,
    },
    /// Brackets nest too deep to be parsed safely.
    #[error(
        "brackets nest deeper than {limit} at line {line}, column {column}; this is not served: ask for inner objects \
         by their id in a second query, and pass deep values as variables"
    )]
    Nesting {
        /// The limit.
        limit: usize,
        /// Line of the first bracket beyond it, counted from 1.
        line: usize,
        /// Column of that bracket, counted from 1 in code points.
        column: usize,
    },
    /// A string has no end.
    #[error("the string that begins at line {line}, column {column} is not closed")]
    UnclosedString {
        /// Line where the string begins, counted from 1.
        line: usize,
        /// Column where the string begins, counted from 1 in code points.
        column: usize,
    },
    /// A string of the document or the variables holds U+0000, which PostgreSQL cannot take and no record holds.
    #[error("a string holds the character U+0000, which nothing in the registry does: take it out")]
    NulCharacter,
    /// A count is above its limit.
    #[error("{}", measure.explain(*cost, *limit))]
    Exceeds {
        /// What was counted.
        measure: Measure,
        /// What it came to; counting stops at the greatest 64-bit number.
        cost: u64,
        /// The limit.
        limit: u64,
    },
    /// A fragment spreads itself, through others or at once.
    #[error("the fragment `{fragment}` contains itself: take one of the spreads that lead back to it out")]
    FragmentCycle {
        /// A fragment of the cycle.
        fragment: String,
    },
    /// The document has no operation of the name that was given.
    #[error("the document has no operation `{name}`; {}", naming(known))]
    UnknownOperation {
        /// The name that was given.
        name: String,
        /// The operations that the document names, sorted.
        known: Vec<String>,
    },
    /// The document has several operations and none was chosen.
    #[error("the document has several operations; choose one with `operationName`: {}", known.join(", "))]
    OperationNameMissing {
        /// The operations that the document names, sorted.
        known: Vec<String>,
    },
    /// The document was named by its hash alone, and is not kept. Clients of automatic persisted queries know the
    /// message and send the document.
    #[error("PersistedQueryNotFound")]
    UnknownDocument,
    /// A variable that may not be null has no value.
    #[error("the variable `${name}` has no value: send one of type `{type_name}` in `variables`")]
    VariableMissing {
        /// The variable's name, without `$`.
        name: String,
        /// Its type, such as `[ID!]!`.
        type_name: String,
    },
}

fn naming(known: &[String]) -> String {
    if known.is_empty() {
        "its only operation has no name: leave `operationName` out".to_owned()
    } else {
        format!("it has: {}", known.join(", "))
    }
}

impl Refusal {
    /// The error code that clients see in `extensions.code`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "QUERY_TOO_LARGE",
            Self::Nesting { .. } => "QUERY_TOO_DEEP",
            Self::UnclosedString { .. } => "GRAPHQL_PARSE_FAILED",
            Self::Exceeds { measure, .. } => measure.code(),
            Self::FragmentCycle { .. } => "GRAPHQL_VALIDATION_FAILED",
            Self::UnknownOperation { .. } | Self::OperationNameMissing { .. } => "OPERATION_RESOLUTION_FAILURE",
            Self::UnknownDocument => "PERSISTED_QUERY_NOT_FOUND",
            Self::VariableMissing { .. } | Self::NulCharacter => "BAD_USER_INPUT",
        }
    }
}

impl From<Refusal> for ServerError {
    fn from(refusal: Refusal) -> Self {
        let position = match refusal {
            Refusal::Nesting { line, column, .. } | Refusal::UnclosedString { line, column } => {
                Some(Pos { line, column })
            }
            _ => None,
        };
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", refusal.code());
        if let Refusal::Exceeds { cost, limit, .. } = refusal {
            extensions.set("cost", cost);
            extensions.set("limit", limit);
        }
        let mut error = Self::new(refusal.to_string(), position);
        error.extensions = Some(extensions);
        error
    }
}
