//! Answers compressed for clients that ask for it.

use std::sync::Arc;

use poem::{
    Endpoint, IntoResponse, Request, Response, Result,
    http::{HeaderMap, HeaderValue, header},
    web::{Compress, CompressionAlgo},
};

use super::quality::weighted;

/// Shorter answers fit into one packet anyway. Unit: bytes.
const WORTHWHILE_BYTES: u64 = 1_024;

/// Compresses the answer if the client takes it and it is long enough.
///
/// The framework's own middleware compresses everything, refusals (`q=0`) included, and leaves `Vary` out.
pub(super) async fn compress<E: Endpoint>(next: Arc<E>, request: Request) -> Result<Response> {
    let algorithm = choose(request.headers());
    let mut response = next.call(request).await?.into_response();
    if !is_worthwhile(&response) {
        return Ok(response);
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(match algorithm {
        Some(algorithm) => Compress::new(response, algorithm).into_response(),
        None => response,
    })
}

/// The client's best of what is served; Brotli where it does not mind, since it packs JSON better at equal speed.
fn choose(headers: &HeaderMap) -> Option<CompressionAlgo> {
    let accepted = weighted(headers, &header::ACCEPT_ENCODING);
    let quality = |coding: &str| {
        let named = accepted.iter().find(|weighted| weighted.item.eq_ignore_ascii_case(coding));
        let any = accepted.iter().find(|weighted| weighted.item == "*");
        named.or(any).map_or(0, |weighted| weighted.quality)
    };
    [("gzip", CompressionAlgo::GZIP), ("br", CompressionAlgo::BR)]
        .into_iter()
        .map(|(coding, algorithm)| (quality(coding), algorithm))
        .filter(|&(quality, _)| quality > 0)
        .max_by_key(|&(quality, _)| quality)
        .map(|(_, algorithm)| algorithm)
}

/// Text that is long, or whose length is unknown because it is streamed.
fn is_worthwhile(response: &Response) -> bool {
    let is_text = response.content_type().is_some_and(|content_type| {
        content_type.starts_with("text/") || content_type.contains("json") || content_type.contains("yaml")
    });
    let length = response.header(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    is_text
        && !response.headers().contains_key(header::CONTENT_ENCODING)
        && length.is_none_or(|length| length >= WORTHWHILE_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_chooses() {
        for (accepted, expected) in [
            ("gzip, deflate, br", Some(CompressionAlgo::BR)),
            ("gzip", Some(CompressionAlgo::GZIP)),
            ("br;q=0.5, gzip;q=0.8", Some(CompressionAlgo::GZIP)),
            ("br;q=0, *", Some(CompressionAlgo::GZIP)),
            ("*", Some(CompressionAlgo::BR)),
            ("identity", None),
            ("*;q=0", None),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))]);
            assert_eq!(choose(&headers), expected, "{accepted}");
        }
    }
}
