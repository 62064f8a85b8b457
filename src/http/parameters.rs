//! What a client asks: the parameters of a GraphQL request over HTTP, from a body or from an address.
//!
//! Source: GraphQL over HTTP, "Request Parameters".

use async_graphql::Request;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

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
}

/// Reads a request from the bytes of a JSON body. A byte order mark in front is skipped.
pub(super) fn from_body(bytes: &[u8]) -> Result<Request, InvalidParameters> {
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
pub(super) fn from_query_string(parameters: QueryString) -> Result<Request, InvalidParameters> {
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

/// Parameters beside the four are ignored, as the specification asks.
fn from_object(mut parameters: Map<String, Json>) -> Result<Request, InvalidParameters> {
    let query = match parameters.remove("query") {
        Some(Json::String(query)) => query,
        None | Some(Json::Null) => return Err(InvalidParameters::NoQuery),
        Some(_) => return Err(InvalidParameters::WrongType { name: "query", expected: "a string" }),
    };
    let mut request = Request::new(query);
    request.operation_name = match parameters.remove("operationName") {
        None | Some(Json::Null) => None,
        Some(Json::String(name)) => Some(name),
        Some(_) => return Err(InvalidParameters::WrongType { name: "operationName", expected: "a string or null" }),
    };
    request.variables = object("variables", parameters.remove("variables"))?;
    request.extensions = object("extensions", parameters.remove("extensions"))?;
    Ok(request)
}

fn object<T: DeserializeOwned + Default>(name: &'static str, value: Option<Json>) -> Result<T, InvalidParameters> {
    match value {
        None | Some(Json::Null) => Ok(T::default()),
        Some(map @ Json::Object(_)) => serde_json::from_value(map)
            .map_err(|error| InvalidParameters::ParameterNotJson { name, reason: error.to_string() }),
        Some(_) => Err(InvalidParameters::WrongType { name, expected: "an object or null" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_read() {
        let request = from_body("\u{feff} {\"query\":\"{a}\",\"variables\":{\"n\":1},\"other\":0}".as_bytes());
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
}
