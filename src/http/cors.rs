//! Which other sites' pages may read the registry (CORS).
//!
//! The framework's own middleware answers 403 to every origin it does not know, which would lock out the explorer that
//! this server itself serves; here an unknown origin gets its answer without the headers that would let a foreign page
//! read it.

use std::sync::Arc;

use poem::{
    Endpoint, Request, Response, Result,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
};

/// Which other sites' pages may read the registry. Cookies and passwords are never asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CorsOrigins {
    /// None: only the pages that this server serves.
    #[default]
    None,
    /// All.
    Any,
    /// Pages of these origins, each in the form `https://library.example`.
    Listed(Vec<String>),
}

/// A word that is no origin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not an origin: write scheme, host and port if any, such as `https://library.example`, or `*`")]
pub struct InvalidOrigin {
    /// The word that was given.
    pub given: String,
}

impl CorsOrigins {
    /// Reads origins as they stand on a command line: none, `*`, or `https://library.example` any number of times.
    ///
    /// # Errors
    /// [`InvalidOrigin`] for anything with a path, without `http://` or `https://`, or that no browser would send.
    pub fn parse<S: AsRef<str>>(origins: &[S]) -> Result<Self, InvalidOrigin> {
        let mut listed = Vec::new();
        let mut is_any = false;
        for origin in origins {
            let given = origin.as_ref().trim();
            if given == "*" {
                is_any = true;
                continue;
            }
            let origin = given.trim_end_matches('/').to_ascii_lowercase();
            let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
            let is_host = |host: &str| !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_graphic());
            if !host.is_some_and(|host| is_host(host) && !host.contains(['/', '?', '#', '@', '*', ','])) {
                return Err(InvalidOrigin { given: given.to_owned() });
            }
            listed.push(origin);
        }
        Ok(match (is_any, listed.is_empty()) {
            (true, _) => Self::Any,
            (false, true) => Self::None,
            (false, false) => Self::Listed(listed),
        })
    }

    /// The value of `Access-Control-Allow-Origin` for a page of this origin.
    fn allow(&self, origin: &HeaderValue) -> Option<HeaderValue> {
        match self {
            Self::None => None,
            Self::Any => Some(HeaderValue::from_static("*")),
            Self::Listed(origins) => {
                origins.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes()).then(|| origin.clone())
            }
        }
    }
}

/// Answers preflights and marks the answers that other sites' pages may read.
pub(super) async fn share<E: Endpoint>(origins: &CorsOrigins, next: Arc<E>, request: Request) -> Result<Response> {
    let allowed = request.headers().get(header::ORIGIN).and_then(|origin| origins.allow(origin));
    let is_preflight =
        request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if is_preflight {
        Response::builder().status(StatusCode::NO_CONTENT).finish()
    } else {
        next.get_response(request).await
    };
    if matches!(origins, CorsOrigins::Listed(_)) {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("origin"));
    }
    if let Some(allowed) = allowed {
        mark(response.headers_mut(), allowed, is_preflight);
    }
    Ok(response)
}

fn mark(headers: &mut HeaderMap, origin: HeaderValue, is_preflight: bool) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    let fixed: &[_] = if is_preflight {
        &[
            (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
            (
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                "accept, accept-language, authorization, content-type, if-none-match, registry-revision, x-query-cost, \
                 x-request-id",
            ),
            (header::ACCESS_CONTROL_MAX_AGE, "86400"),
        ]
    } else {
        &[(header::ACCESS_CONTROL_EXPOSE_HEADERS, "etag, registry-revision, retry-after, x-request-id")]
    };
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_checked_when_they_are_given() {
        assert_eq!(CorsOrigins::parse::<&str>(&[]), Ok(CorsOrigins::None));
        assert_eq!(CorsOrigins::parse(&["https://a.example", "*"]), Ok(CorsOrigins::Any));
        assert_eq!(
            CorsOrigins::parse(&["https://A.example/", "http://localhost:5173"]),
            Ok(CorsOrigins::Listed(vec!["https://a.example".to_owned(), "http://localhost:5173".to_owned()]))
        );
        for given in ["a.example", "https://", "https://a.example/path", "https://*.a.example", "https://a b", "null"] {
            assert_eq!(CorsOrigins::parse(&[given]), Err(InvalidOrigin { given: given.to_owned() }));
        }
    }
}
