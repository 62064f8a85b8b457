//! Requests as bytes, made before the clock runs.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::Question;

/// Where requests go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The server.
    pub address: SocketAddr,
    /// The path of its GraphQL endpoint.
    pub path: String,
}

/// What an answer must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Status 200 with data and without errors.
    Data,
    /// Status 200, whatever it holds.
    Success,
    /// Status 304 without a body.
    NotModified,
}

/// Requests that are sent in turn; every run goes on where the last one stopped.
#[derive(Clone, Debug)]
pub struct Requests {
    /// The bytes of each.
    pub bytes: Arc<[Vec<u8>]>,
    /// What their answers must be.
    pub expected: Expected,
    next: Arc<AtomicUsize>,
}

impl Requests {
    /// Requests in their order; at least one.
    pub fn new(bytes: Vec<Vec<u8>>, expected: Expected) -> Self {
        Self { bytes: bytes.into(), expected, next: Arc::default() }
    }

    /// A question with each of these variables, by POST.
    pub fn asking(target: &Target, question: Question, variables: &[Value]) -> Self {
        let bytes = variables.iter().map(|variables| post(target, question.document(), variables)).collect();
        Self::new(bytes, Expected::Data)
    }

    /// Whose turn it is.
    pub fn next(&self) -> &[u8] {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        self.bytes.get(turn % self.bytes.len().max(1)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// A query by POST.
pub fn post(target: &Target, document: &str, variables: &Value) -> Vec<u8> {
    post_body(target, &json!({ "query": document, "variables": variables }))
}

/// A body by POST.
pub fn post_body(target: &Target, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let Target { address, path } = target;
    format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\naccept: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A query by GET, with the tag of the answer that the client has.
pub fn get(target: &Target, parameters: &[(&str, &str)], entity_tag: Option<&str>) -> Vec<u8> {
    let Target { address, path } = target;
    let query: Vec<String> =
        parameters.iter().map(|(name, value)| format!("{name}={}", percent_encoded(value))).collect();
    let separator = if query.is_empty() { "" } else { "?" };
    let condition = entity_tag.map(|tag| format!("if-none-match: {tag}\r\n")).unwrap_or_default();
    format!(
        "GET {path}{separator}{} HTTP/1.1\r\nhost: {address}\r\naccept: application/json\r\n{condition}\r\n",
        query.join("&")
    )
    .into_bytes()
}

/// The `extensions` that name a document by its hash, as Apollo's automatic persisted queries do.
pub fn persisted(document: &str) -> Value {
    let hash = HEXLOWER.encode(&Sha256::digest(document.as_bytes()));
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_take_turns() {
        let requests = Requests::new(vec![b"a".to_vec(), b"b".to_vec()], Expected::Data);
        let other = requests.clone();
        assert_eq!([requests.next(), other.next(), requests.next()], [b"a", b"b", b"a"]);
    }

    #[test]
    fn a_query_by_get_is_one_line() {
        let target = Target { address: SocketAddr::from(([127, 0, 0, 1], 80)), path: "/graphql".to_owned() };
        let request = get(&target, &[("query", "{ a }\n")], Some("\"1\""));
        let expected = "GET /graphql?query=%7B%20a%20%7D%0A HTTP/1.1\r\nhost: 127.0.0.1:80\r\naccept: application/json\r\nif-none-match: \"1\"\r\n\r\n";
        assert_eq!(String::from_utf8_lossy(&request), expected);
    }
}
