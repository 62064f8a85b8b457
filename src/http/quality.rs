//! Headers that list what a client takes, best first: `Accept`, `Accept-Language`, `Accept-Encoding`.
//!
//! Source: RFC 9110, sections 12.4.2 (weights) and 12.5.

use poem::http::{HeaderMap, HeaderName};

/// One item of such a header with its weight.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Weighted<'header> {
    /// What the client takes, as it was sent, without parameters.
    pub(super) item: &'header str,
    /// The weight `q`, from 0 (not taken) to 1 (preferred); 1 where none is given. Unit: thousandths.
    pub(super) quality: u16,
}

/// Reads every item of a header, in the client's order. What is not well formed is left out.
pub(super) fn weighted<'header>(headers: &'header HeaderMap, name: &HeaderName) -> Vec<Weighted<'header>> {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|part| {
            let mut parameters = part.split(';').map(str::trim);
            let item = parameters.next().filter(|item| !item.is_empty())?;
            let weight = parameters
                .filter_map(|parameter| parameter.split_once('='))
                .find(|(key, _)| key.trim().eq_ignore_ascii_case("q"));
            let quality = match weight {
                Some((_, value)) => thousandths(value.trim())?,
                None => 1_000,
            };
            Some(Weighted { item, quality })
        })
        .collect()
}

/// `0.75` is 750. RFC 9110 allows three decimals; more are tolerated and rounded.
fn thousandths(value: &str) -> Option<u16> {
    let quality: f32 = value.parse().ok()?;
    // The range is checked, so the conversion neither cuts nor wraps.
    (0.0..=1.0).contains(&quality).then(|| (quality * 1_000.0).round() as u16)
}

#[cfg(test)]
mod tests {
    use poem::http::{HeaderValue, header};

    use super::*;

    #[test]
    fn weights_are_read_and_nonsense_is_left_out() {
        let mut headers = HeaderMap::new();
        headers
            .append(header::ACCEPT, HeaderValue::from_static("text/html, a/b ; charset=x ; Q=0.5,, c/d;q=2,e/f;q=x"));
        headers.append(header::ACCEPT, HeaderValue::from_static("*/*;q=0"));
        let found: Vec<_> =
            weighted(&headers, &header::ACCEPT).into_iter().map(|weighted| (weighted.item, weighted.quality)).collect();
        assert_eq!(found, [("text/html", 1_000), ("a/b", 500), ("*/*", 0)]);
    }
}
