//! Requests as they come over a connection.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::*;

/// What a server sends back for these bytes, until it closes the connection.
async fn exchange(sent: &str) -> Result<String, Box<dyn std::error::Error>> {
    let listener = listen("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let executor = GuardedExecutor::new(Schema::new(Query, Mutation, EmptySubscription), Limits::default());
    let app = app(executor, String::new(), || ready(Ok(())), HttpSettings::default());
    tokio::spawn(serve(listener, app, ServerSettings::default()));
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(sent.as_bytes()).await?;
    let mut received = String::new();
    stream.read_to_string(&mut received).await?;
    Ok(received)
}

#[tokio::test]
async fn requests_may_follow_each_other_on_one_connection() -> Result<(), Box<dyn std::error::Error>> {
    let request = |query: &str, last: &str| format!("GET /graphql?query={query} HTTP/1.1\r\nHost: a\r\n{last}\r\n");
    // All are sent before any is answered.
    let sent = ["{a:number}", "{b:number}"].map(|query| request(query, "")).concat()
        + &request("{c:number}", "Connection: close\r\n");
    let received = exchange(&sent).await?;
    assert_eq!(received.matches("HTTP/1.1 200 OK").count(), 3, "{received}");
    let places: Vec<_> = ["{\"a\":0}", "{\"b\":0}", "{\"c\":0}"].map(|answer| received.find(answer)).to_vec();
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "{received}");
    Ok(())
}

#[tokio::test]
async fn head_says_what_get_would() -> Result<(), Box<dyn std::error::Error>> {
    let ask = async |method: &str, query: &str| {
        exchange(&format!("{method} /graphql?query={query} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).await
    };
    for query in ["{number}", "{long}"] {
        let (got, head) = (ask("GET", query).await?, ask("HEAD", query).await?);
        let (headers, body) = got.split_once("\r\n\r\n").ok_or("no body")?;
        let told = |headers: &str| {
            let varies = ["date:", "x-request-id:"];
            let mut lines: Vec<_> = headers
                .lines()
                .filter(|line| !varies.iter().any(|name| line.starts_with(name)))
                .map(str::to_owned)
                .collect();
            lines.sort_unstable();
            lines
        };
        assert!(!body.is_empty());
        let (head_headers, head_body) = head.split_once("\r\n\r\n").ok_or("no end of the headers")?;
        assert_eq!(head_body, "");
        assert_eq!(told(head_headers), told(headers));
        assert!(head_headers.contains("etag: W/"), "{head_headers}");
    }
    Ok(())
}
