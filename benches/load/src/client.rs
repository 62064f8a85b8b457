//! One HTTP/1.1 connection that is kept, with one request in flight.
//!
//! The client shares the machine with the server, so it does as little as it can: a request is bytes that were made before,
//! and of an answer it reads the head and counts the body.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A connection to a server.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer, for as long as the connection is not used again.
pub struct Answer<'connection> {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: &'connection [u8],
    head: &'connection [u8],
}

struct Head {
    status: u16,
    length: usize,
    body_at: usize,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await.with_context(|| format!("nobody listens at {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(256 * 1024) })
    }

    /// Sends a request and reads the answer whole.
    ///
    /// # Errors
    /// When the connection ends, or the answer is not one that this client reads.
    pub async fn send(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            self.read_more().await?;
            if let Some(head) = read_head(&self.buffer)? {
                break head;
            }
        };
        let end = head.body_at + head.length;
        while self.buffer.len() < end {
            self.read_more().await?;
        }
        let (head_bytes, body) = self.buffer.split_at(head.body_at);
        Ok(Answer { status: head.status, body: body.get(..head.length).unwrap_or_default(), head: head_bytes })
    }

    async fn read_more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

impl Answer<'_> {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<String> {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        response.parse(self.head).ok()?;
        let header = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
        Some(String::from_utf8_lossy(header.value).into_owned())
    }
}

const MOST_HEADERS: usize = 32;

fn read_head(bytes: &[u8]) -> Result<Option<Head>> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(body_at) = response.parse(bytes)? else { return Ok(None) };
    let status = response.code.unwrap_or_default();
    let mut length = None;
    for header in response.headers.iter() {
        if header.name.eq_ignore_ascii_case("content-length") {
            length = Some(std::str::from_utf8(header.value)?.trim().parse()?);
        }
        if header.name.eq_ignore_ascii_case("transfer-encoding") {
            bail!("the answer comes in pieces, without a Content-Length: this client does not read such answers");
        }
    }
    let length = match (status, length) {
        (204 | 304, _) => 0,
        (_, Some(length)) => length,
        (_, None) => bail!("the answer does not say how long it is"),
    };
    Ok(Some(Head { status, length, body_at }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_where_the_body_is() -> Result<()> {
        let bytes = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
        assert!(read_head(&bytes[..30])?.is_none());
        let head = read_head(bytes)?.context("no head")?;
        assert_eq!((head.status, head.length, &bytes[head.body_at..]), (200, 5, &b"hello"[..]));
        let unchanged = read_head(b"HTTP/1.1 304 Not Modified\r\netag: \"a\"\r\n\r\n")?.context("no head")?;
        assert_eq!((unchanged.status, unchanged.length), (304, 0));
        assert!(read_head(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
        Ok(())
    }
}
