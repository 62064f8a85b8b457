//! Pages for people who ask by hand: the explorer at `/` and GraphiQL at `/graphiql`.
//!
//! The explorer is one page of our own that needs nothing from elsewhere, so it works without the internet. GraphiQL
//! completes and documents queries while they are typed, and loads its parts from a public content network.

use async_graphql::http::GraphiQLSource;
use poem::{
    Endpoint, Request, Response, Result,
    http::{HeaderValue, StatusCode, header},
};

use super::reply::in_full;

const TEMPLATE: &str = include_str!("explorer.html");
const QUERY_MARK: &str = "<!-- example query -->";
const VARIABLES_MARK: &str = "<!-- example variables -->";

/// The query that the explorer begins with: a comparison of two plans of the bundled catalogue.
pub const EXAMPLE_QUERY: &str = include_str!("example.graphql");

/// The variables of [`EXAMPLE_QUERY`], as JSON.
pub const EXAMPLE_VARIABLES: &str = include_str!("example.json");

/// A page that never changes while the program runs.
pub(super) struct PageEndpoint {
    html: String,
    policy: &'static str,
}

impl PageEndpoint {
    /// The explorer, with a query to begin with.
    pub(super) fn explorer() -> Self {
        Self {
            html: TEMPLATE
                .replace(QUERY_MARK, &escape(EXAMPLE_QUERY))
                .replace(VARIABLES_MARK, &escape(EXAMPLE_VARIABLES)),
            // The page may talk to this server and to nobody else.
            policy: "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; \
                     img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        }
    }

    /// GraphiQL as async-graphql writes it.
    pub(super) fn graphiql() -> Self {
        Self {
            html: GraphiQLSource::build().endpoint("/graphql").title("Plan Registry: GraphiQL").finish(),
            policy: "frame-ancestors 'none'",
        }
    }
}

impl Endpoint for PageEndpoint {
    type Output = Response;

    async fn call(&self, _: Request) -> Result<Response> {
        let content_type = HeaderValue::from_static("text/html; charset=utf-8");
        let mut response = in_full(StatusCode::OK, content_type, self.html.clone());
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(self.policy));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        Ok(response)
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
