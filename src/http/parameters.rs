//! What a client asks: the parameters of a GraphQL request over HTTP, from a body or from an address.
//!
//! Source: GraphQL over HTTP, "Request Parameters".

use async_graphql::{Request, Variables};
use serde_json::{Map, Value as Json};

use crate::guard::{DocumentHash, REPORT_COST};

/// What a client asks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    /// Names the document.
    pub(super) document: DocumentHash,
    /// The document itself; none if the client thinks that the server knows it.
    pub(super) text: Option<String>,
    pub(super) operation_name: Option<String>,
    pub(super) variables: Map<String, Json>,
    /// Whether the answer is to say what it cost.
    pub(super) reports_cost: bool,
}

impl Asked {
    /// The request as the executor takes it.
    pub(super) fn into_request(self) -> Request {
        let mut request = Request::new(self.text.unwrap_or_default());
        request.operation_name = self.operation_name;
        request.variables = Variables::from_json(Json::Object(self.variables));
        if self.reports_cost {
            request.extensions.insert(REPORT_COST.to_owned(), true.into());
        }
        request
    }
}

/// Why the parameters could not be read; the client made the mistake.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum InvalidParameters {
    #[error("the request has no body: send a JSON object with at least `query`")]
    NoBody,
    #[error("the body is not valid JSON: {reason}")]
    NotJson { reason: String },
    #[error("the body is a list: batches are not served, send one operation per request")]
    Batch,
    #[error("the body is not a JSON object: send one with at least `query`")]
    NotAnObject,
    #[error("the parameter `query` is missing: it holds the GraphQL document, such as `{{ __typename }}`")]
    NoQuery,
    #[error("the parameter `{name}` must be {expected}")]
    WrongType { name: &'static str, expected: &'static str },
    #[error("the parameter `{name}` is not valid JSON: {reason}")]
    ParameterNotJson { name: &'static str, reason: String },
    #[error("`extensions.persistedQuery.sha256Hash` must be the SHA-256 of a document in 64 hexadecimal digits")]
    HashUnreadable,
    #[error(
        "`extensions.persistedQuery.sha256Hash` is not the SHA-256 of `query`: hash the very text that is sent, in UTF-8"
    )]
    HashMismatch,
    /// Clients know this message, and send whole documents from then on.
    #[error("PersistedQueryNotSupported")]
    PersistedQueryVersion,
}

impl InvalidParameters {
    /// The error code that clients see.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::HashMismatch => "PERSISTED_QUERY_HASH_MISMATCH",
            Self::PersistedQueryVersion => "PERSISTED_QUERY_NOT_SUPPORTED",
            _ => "BAD_REQUEST",
        }
    }
}

/// Reads a request from the bytes of a JSON body. A byte order mark in front is skipped.
pub(super) fn from_body(bytes: &[u8]) -> Result<Asked, InvalidParameters> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Err(InvalidParameters::NoBody);
    }
    match serde_json::from_slice(bytes) {
        Ok(Json::Object(parameters)) => from_object(parameters),
        Ok(Json::Array(_)) => Err(InvalidParameters::Batch),
        Ok(_) => Err(InvalidParameters::NotAnObject),
        Err(error) => Err(InvalidParameters::NotJson { reason: error.to_string() }),
    }
}

/// The parameters as they stand in an address; `variables` and `extensions` hold JSON.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct QueryString {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

/// Reads a request from the parameters of an address.
pub(super) fn from_query_string(parameters: QueryString) -> Result<Asked, InvalidParameters> {
    let QueryString { query, operation_name, variables, extensions } = parameters;
    let json = |name: &'static str, text: Option<String>| match text {
        None => Ok(Json::Null),
        Some(text) if text.is_empty() => Ok(Json::Null),
        Some(text) => serde_json::from_str(&text)
            .map_err(|error| InvalidParameters::ParameterNotJson { name, reason: error.to_string() }),
    };
    let text = |text: Option<String>| text.map_or(Json::Null, Json::String);
    let operation_name = operation_name.filter(|name| !name.is_empty());
    from_object(Map::from_iter([
        ("query".to_owned(), text(query)),
        ("operationName".to_owned(), text(operation_name)),
        ("variables".to_owned(), json("variables", variables)?),
        ("extensions".to_owned(), json("extensions", extensions)?),
    ]))
}

/// Parameters beside the four are ignored, as the specification asks; so are extensions that nobody here knows.
fn from_object(mut parameters: Map<String, Json>) -> Result<Asked, InvalidParameters> {
    let text = match parameters.remove("query") {
        Some(Json::String(query)) => Some(query),
        None | Some(Json::Null) => None,
        Some(_) => return Err(InvalidParameters::WrongType { name: "query", expected: "a string" }),
    };
    let operation_name = match parameters.remove("operationName") {
        None | Some(Json::Null) => None,
        Some(Json::String(name)) => Some(name),
        Some(_) => return Err(InvalidParameters::WrongType { name: "operationName", expected: "a string or null" }),
    };
    let variables = object("variables", parameters.remove("variables"))?;
    let mut extensions = object("extensions", parameters.remove("extensions"))?;
    let reports_cost = extensions.get(REPORT_COST) == Some(&Json::Bool(true));
    let persisted = match extensions.remove("persistedQuery") {
        None | Some(Json::Null) => None,
        Some(persisted) => Some(named_hash(&persisted)?),
    };
    // Some clients send an empty document beside a hash rather than none.
    let text = text.filter(|text| persisted.is_none() || !text.is_empty());
    let document = match (&text, persisted) {
        (None, None) => return Err(InvalidParameters::NoQuery),
        (None, Some(named)) => named,
        (Some(text), named) => {
            let document = DocumentHash::of(text);
            if named.is_some_and(|named| named != document) {
                return Err(InvalidParameters::HashMismatch);
            }
            document
        }
    };
    Ok(Asked { document, text, operation_name, variables, reports_cost })
}

fn object(name: &'static str, value: Option<Json>) -> Result<Map<String, Json>, InvalidParameters> {
    match value {
        None | Some(Json::Null) => Ok(Map::new()),
        Some(Json::Object(map)) => Ok(map),
        Some(_) => Err(InvalidParameters::WrongType { name, expected: "an object or null" }),
    }
}

/// The document that an automatic persisted query names: `{ "version": 1, "sha256Hash": "…" }`.
///
/// Source: Apollo, "Automatic Persisted Queries", protocol version 1.
fn named_hash(persisted: &Json) -> Result<DocumentHash, InvalidParameters> {
    if persisted.get("version").and_then(Json::as_u64) != Some(1) {
        return Err(InvalidParameters::PersistedQueryVersion);
    }
    let hash = persisted.get("sha256Hash").and_then(Json::as_str).unwrap_or_default();
    hash.parse().map_err(|_| InvalidParameters::HashUnreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_read() {
        let asked = from_body("\u{feff} {\"query\":\"{a}\",\"variables\":{\"n\":1},\"other\":0}".as_bytes());
        let request = asked.map(Asked::into_request);
        let request = request.map(|request| (request.query, request.variables.into_value().to_string()));
        assert_eq!(request, Ok(("{a}".to_owned(), "{n: 1}".to_owned())));
    }

    #[test]
    fn mistakes_are_told_apart() {
        for (body, expected) in [
            (" ", "the request has no body"),
            ("{", "the body is not valid JSON"),
            ("[{\"query\":\"{a}\"}]", "the body is a list"),
            ("7", "the body is not a JSON object"),
            ("{}", "the parameter `query` is missing"),
            ("{\"query\":null}", "the parameter `query` is missing"),
            ("{\"query\":[]}", "the parameter `query` must be a string"),
            ("{\"query\":\"{a}\",\"operationName\":1}", "the parameter `operationName` must be"),
            ("{\"query\":\"{a}\",\"variables\":[]}", "the parameter `variables` must be an object"),
            ("{\"query\":\"{a}\",\"extensions\":\"x\"}", "the parameter `extensions` must be an object"),
        ] {
            let message = from_body(body.as_bytes()).map_err(|error| error.to_string()).err();
            assert!(message.as_ref().is_some_and(|message| message.starts_with(expected)), "{body}: {message:?}");
        }
    }

    #[test]
    fn a_document_may_be_named_by_its_hash() {
        let hash = data_encoding::HEXLOWER.encode(DocumentHash::of("{a}").as_bytes());
        let named = format!("\"extensions\":{{\"persistedQuery\":{{\"version\":1,\"sha256Hash\":\"{hash}\"}}}}");
        for (rest, text) in [("", None), (",\"query\":\"\"", None), (",\"query\":\"{a}\"", Some("{a}"))] {
            let asked = from_body(format!("{{{named}{rest}}}").as_bytes());
            let found = asked.map(|asked| (asked.document, asked.text));
            assert_eq!(found, Ok((DocumentHash::of("{a}"), text.map(str::to_owned))), "{rest}");
        }
        for (persisted, expected) in [
            (format!("{{\"version\":1,\"sha256Hash\":\"{}\"}}", "0".repeat(64)), InvalidParameters::HashMismatch),
            ("{\"version\":1,\"sha256Hash\":\"def\"}".to_owned(), InvalidParameters::HashUnreadable),
            ("{\"version\":1}".to_owned(), InvalidParameters::HashUnreadable),
            (format!("{{\"version\":2,\"sha256Hash\":\"{hash}\"}}"), InvalidParameters::PersistedQueryVersion),
            ("7".to_owned(), InvalidParameters::PersistedQueryVersion),
        ] {
            let asked = from_body(
                format!("{{\"query\":\"{{a}}\",\"extensions\":{{\"persistedQuery\":{persisted}}}}}").as_bytes(),
            );
            assert_eq!(asked, Err(expected), "{persisted}");
        }
    }
}
