//! Answers compressed for clients that ask for it.

use std::sync::Arc;

use bytes::Bytes;
use poem::{
    Body, Endpoint, IntoResponse, Request, Response, Result,
    http::{HeaderMap, HeaderValue, header},
    web::{Compress, CompressionAlgo},
};

use super::quality::weighted;

/// How a body can be compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Coding {
    Brotli,
    Gzip,
}

impl Coding {
    /// Shorter answers fit into one packet anyway. Unit: bytes.
    const WORTHWHILE_BYTES: usize = 1_024;

    /// Best first: Brotli packs JSON better at equal speed.
    const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// The client's best of what is served.
    pub(super) fn negotiate(headers: &HeaderMap) -> Option<Self> {
        let accepted = weighted(headers, &header::ACCEPT_ENCODING);
        let quality = |coding: &str| {
            let named = accepted.iter().find(|weighted| weighted.item.eq_ignore_ascii_case(coding));
            let any = accepted.iter().find(|weighted| weighted.item == "*");
            named.or(any).map_or(0, |weighted| weighted.quality)
        };
        // Of equals the last is the greatest.
        let by_quality = Self::ALL.into_iter().rev().map(|coding| (quality(coding.name()), coding));
        by_quality.filter(|&(quality, _)| quality > 0).max_by_key(|&(quality, _)| quality).map(|(_, coding)| coding)
    }

    /// Whether a body of this length is worth the effort. Unit: bytes.
    pub(super) fn is_worthwhile(length: usize) -> bool {
        length >= Self::WORTHWHILE_BYTES
    }

    /// As `Content-Encoding` names it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The compressed body; none if that failed.
    pub(super) async fn compress(self, body: Bytes) -> Option<Bytes> {
        let compressed = Compress::new(Body::from_bytes(body), self.algorithm()).into_response();
        compressed.into_body().into_bytes().await.ok()
    }

    fn algorithm(self) -> CompressionAlgo {
        match self {
            Self::Brotli => CompressionAlgo::BR,
            Self::Gzip => CompressionAlgo::GZIP,
        }
    }
}

/// Compresses the answer if the client takes it, it is long enough, and nobody did so before.
///
/// The framework's own middleware compresses everything, refusals (`q=0`) included, and leaves `Vary` out.
pub(super) async fn compress<E: Endpoint>(next: Arc<E>, request: Request) -> Result<Response> {
    let coding = Coding::negotiate(request.headers());
    let mut response = next.call(request).await?.into_response();
    if !is_worthwhile(&response) {
        return Ok(response);
    }
    if !varies_already(response.headers()) {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    Ok(match coding {
        Some(coding) => Compress::new(response, coding.algorithm()).into_response(),
        None => response,
    })
}

fn varies_already(headers: &HeaderMap) -> bool {
    weighted(headers, &header::VARY).iter().any(|name| name.item.eq_ignore_ascii_case("accept-encoding"))
}

/// Text that is long, or whose length is unknown because it is streamed.
fn is_worthwhile(response: &Response) -> bool {
    let is_text = response.content_type().is_some_and(|content_type| {
        content_type.starts_with("text/") || content_type.contains("json") || content_type.contains("yaml")
    });
    let length = response.header(header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
    is_text && !response.headers().contains_key(header::CONTENT_ENCODING) && length.is_none_or(Coding::is_worthwhile)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_chooses() {
        for (accepted, expected) in [
            ("gzip, deflate, br", Some(Coding::Brotli)),
            ("gzip", Some(Coding::Gzip)),
            ("br;q=0.5, gzip;q=0.8", Some(Coding::Gzip)),
            ("br;q=0, *", Some(Coding::Gzip)),
            ("*", Some(Coding::Brotli)),
            ("identity", None),
            ("*;q=0", None),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))]);
            assert_eq!(Coding::negotiate(&headers), expected, "{accepted}");
        }
    }
}
