//! What the server says when it is ready: where it is, and a first question to ask.

use std::{
    fmt::Write,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use plan_registry::http::{EXAMPLE_QUERY, EXAMPLE_VARIABLES};
use serde_json::{Map, Value};

/// The welcome for a server that listens on this address.
pub(super) fn text(address: SocketAddr) -> anyhow::Result<String> {
    let base = format!("http://{}", reachable(address));
    let variables: Map<String, Value> = serde_json::from_str(EXAMPLE_VARIABLES)?;
    let query = with_literals(EXAMPLE_QUERY, &variables);
    let body = serde_json::json!({ "query": one_line(&query) }).to_string();
    Ok(format!(
        "\
Plan Registry is ready.

  GraphQL endpoint   {base}/graphql
  Query explorer     {base}/

A first comparison, to paste into the explorer:

{query}
The same from a terminal:

curl -s {base}/graphql -H 'content-type: application/json' -d '{}'

",
        body.replace('\'', r"'\''")
    ))
}

/// Where a browser on this machine finds a server that listens on all addresses.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// A query with its variables written out, so that it can be pasted as it is. Nothing may stand in its head but them.
fn with_literals(query: &str, variables: &Map<String, Value>) -> String {
    let (comment, query) = query.split_at(query.find("query").unwrap_or_default());
    let selection = query.find('{').map_or(query, |start| query.split_at(start).1);
    let text = format!("{comment}{selection}");
    variables.iter().fold(text, |text, (name, value)| text.replace(&format!("${name}"), &literal(value)))
}

/// A value as GraphQL writes it: like JSON, but names of fields stand without quotation marks.
fn literal(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let mut text = String::from("{");
            for (index, (name, value)) in fields.iter().enumerate() {
                let separator = if index == 0 { " " } else { ", " };
                // Writing to a string cannot fail.
                let _ = write!(text, "{separator}{name}: {}", literal(value));
            }
            text + " }"
        }
        other => other.to_string(),
    }
}

fn one_line(query: &str) -> String {
    let lines = query.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_question_can_be_pasted() -> anyhow::Result<()> {
        let variables: Map<String, Value> = serde_json::from_str(EXAMPLE_VARIABLES)?;
        let query = with_literals(EXAMPLE_QUERY, &variables);
        assert!(!query.contains('$'), "{query}");
        for query in [one_line(&query), query] {
            async_graphql::parser::parse_query(query)?;
        }
        Ok(())
    }

    #[test]
    fn a_server_on_all_addresses_is_found_on_this_machine() -> anyhow::Result<()> {
        for (address, shown) in
            [("0.0.0.0:80", "127.0.0.1:80"), ("[::]:80", "[::1]:80"), ("192.0.2.1:80", "192.0.2.1:80")]
        {
            assert_eq!(reachable(address.parse()?).to_string(), shown);
        }
        Ok(())
    }
}
