//! The languages a client reads, from its `Accept-Language` header.

use std::cmp::Reverse;

use poem::http::{HeaderMap, header};

use super::quality::weighted;
use crate::domain::language::LanguageTag;

/// The languages a client reads, best first, none twice; empty when it does not say.
///
/// Source: RFC 9110, section 12.5.4. `*`, languages with weight 0 and malformed tags are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AcceptLanguage(pub Vec<LanguageTag>);

impl AcceptLanguage {
    /// More than this many languages help nobody choose a text.
    const MAX_TAGS: usize = 16;

    /// Reads the header; languages of equal weight keep the client's order.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        let mut ranges = weighted(headers, &header::ACCEPT_LANGUAGE);
        ranges.sort_by_key(|range| Reverse(range.quality));
        let mut tags: Vec<LanguageTag> = Vec::new();
        for range in ranges.iter().filter(|range| range.quality > 0 && range.item != "*") {
            if let Ok(tag) = range.item.parse()
                && !tags.contains(&tag)
            {
                tags.push(tag);
            }
            if tags.len() == Self::MAX_TAGS {
                break;
            }
        }
        Self(tags)
    }
}

#[cfg(test)]
mod tests {
    use poem::http::HeaderValue;

    use super::*;

    #[test]
    fn languages_come_best_first() {
        for (header, expected) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", &["zh-Hans", "en"][..]),
            ("en;q=0.2, zh-TW, de-AT;q=0.7", &["zh-Hant", "de-AT", "en"]),
            ("fr;q=0, *, !!, en", &["en"]),
            ("*", &[]),
            ("", &[]),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(header))]);
            let tags: Vec<_> = AcceptLanguage::from_headers(&headers).0.iter().map(ToString::to_string).collect();
            assert_eq!(tags, expected, "{header}");
        }
    }
}
