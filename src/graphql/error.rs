//! What clients are told when something goes wrong.

use std::sync::Arc;

use async_graphql::{Error, ErrorExtensions};

use crate::{
    domain::{id::InvalidSlug, institution::InvalidIdentifier, language::InvalidLanguageTag, period::InvalidYearSpan},
    store::{Named, StoreError},
};

/// An error as a client sees it. It has no `Display`: async-graphql makes a reply of anything that has, and with it a `?`
/// on a database error would publish SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ApiError {
    code: &'static str,
    message: String,
}

pub(super) type ApiResult<T> = Result<T, ApiError>;

/// What a field gives that an error makes null, and it alone. async-graphql leaves a field out of the answer if its
/// resolver fails as a whole, where GraphQL wants a null: <https://spec.graphql.org/draft/#sec-Handling-Execution-Errors>.
pub(super) type Nullable<T> = Option<ApiResult<T>>;

/// Answers a nullable field.
pub(super) async fn nullable<T>(found: impl Future<Output = ApiResult<Option<T>>>) -> Nullable<T> {
    found.await.transpose()
}

impl ApiError {
    /// What the client sent cannot be used; the message says how to mend it.
    pub(super) fn bad_input(message: impl Into<String>) -> Self {
        Self { code: "BAD_USER_INPUT", message: message.into() }
    }

    /// A reference leads nowhere.
    pub(super) fn not_found(named: Named, what: &str, similar: Option<&str>) -> Self {
        let noun = named.noun();
        let message = match similar {
            Some(similar) if similar == what => {
                return Self::bad_input(format!(
                    "the {noun} `{what}` was not in the registry yet at the revision asked for: ask as of a later one"
                ));
            }
            Some(similar) => format!("no {noun} has the slug `{what}`; did you mean `{similar}`?"),
            None => format!("no {noun} has the slug `{what}`"),
        };
        Self { code: "NOT_FOUND", message }
    }

    /// An id leads nowhere.
    pub(super) fn no_such_id(named: Named, id: &str) -> Self {
        Self { code: "NOT_FOUND", message: format!("no {} has the id `{id}`", named.noun()) }
    }

    /// Something is missing that the registry needs before it can answer.
    pub(super) fn not_ready(message: impl Into<String>) -> Self {
        Self { code: "NOT_READY", message: message.into() }
    }

    /// Nobody can be asked at the moment.
    fn unavailable(error: &StoreError) -> Self {
        tracing::warn!(error = error as &dyn std::error::Error, "could not answer a query: no database can be reached");
        let message =
            "the registry's database cannot be reached at the moment: send the same request again in a few seconds";
        Self { code: "UNAVAILABLE", message: message.to_owned() }
    }

    fn of_store(error: &StoreError) -> Self {
        match error.is_unavailable() {
            true => Self::unavailable(error),
            false => Self::internal(error),
        }
    }

    /// Our own fault. The client learns no more; the log does.
    pub(super) fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        let mut causes = vec![error.to_string()];
        let mut source = error.source();
        while let Some(cause) = source {
            causes.push(cause.to_string());
            source = cause.source();
        }
        tracing::error!(error = causes.join(": "), "could not answer a query");
        Self { code: "INTERNAL", message: "the registry could not answer; try again later".to_owned() }
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        let ApiError { code, message } = error;
        Self::new(message).extend_with(|_, extensions| extensions.set("code", code))
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::NoSuchRevision { .. } => Self::bad_input(error.to_string()),
            StoreError::NoCodebook { .. } => Self::not_ready(format!(
                "{error}: import a catalogue file with a codebook, or ask as of a later revision"
            )),
            _ => Self::of_store(&error),
        }
    }
}

impl From<Arc<StoreError>> for ApiError {
    fn from(error: Arc<StoreError>) -> Self {
        Self::of_store(&error)
    }
}

macro_rules! bad_input {
    ($($error:ty),+) => {
        $( impl From<$error> for ApiError {
            fn from(error: $error) -> Self { Self::bad_input(error.to_string()) }
        } )+
    };
}

bad_input!(InvalidLanguageTag, InvalidSlug, InvalidIdentifier, InvalidYearSpan);
