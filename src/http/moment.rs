//! The state of the registry that a request is answered from, and the header that asks for it.
//!
//! A client that has seen a revision, in an earlier answer or in what `plan-registry import` printed, sends it as
//! `registry-revision` and is never answered from an older one, whichever server it meets.

use std::sync::Arc;

use async_graphql::{Data, futures_util::future::BoxFuture};
use poem::http::{HeaderMap, HeaderValue, StatusCode};

use super::{accept_language::AcceptLanguage, problem::Problem};

/// The request header that names a registry revision that the answer must not be older than, and the response header that
/// names the revision that it was answered from.
pub const REVISION_HEADER: &str = "registry-revision";

/// One state of the registry, ready to be asked.
#[derive(Clone)]
pub struct Moment {
    /// The registry revision.
    pub revision: i64,
    /// Names the whole state of the registry, such as by the revision and when it was published: two moments with the same
    /// name answer every question alike, on whichever server.
    pub state: Arc<str>,
    /// Adds what resolvers need to a request.
    pub context: RequestContext,
}

/// Adds what resolvers need to a request of a reader of some languages, such as loaders that live as long as it does.
///
/// Nothing else of the request is known here, so that equal questions have equal answers.
pub type RequestContext = Arc<dyn Fn(&AcceptLanguage, &mut Data) + Send + Sync>;

/// Gives the state that a request is answered from: the newest, and none older than the revision that the client has seen.
/// In the usual case it is in memory.
pub type Moments = Arc<dyn Fn(Option<i64>) -> BoxFuture<'static, Result<Moment, NoMoment>> + Send + Sync>;

/// Why a request cannot be answered now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoMoment {
    /// The revision that the client has seen has not reached this server in time.
    Behind {
        /// The newest revision that has.
        newest: i64,
    },
    /// The registry has no such revision.
    NoSuchRevision {
        /// The newest revision that it has.
        newest: i64,
    },
    /// The registry could not be asked; the log says why.
    Failed,
}

impl From<NoMoment> for Problem {
    fn from(reason: NoMoment) -> Self {
        match reason {
            NoMoment::Behind { newest } => {
                let message = format!(
                    "this server has the registry at revision {newest} and has not reached the revision of the header \
                     `{REVISION_HEADER}` yet: send the request again in a second"
                );
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "REVISION_NOT_REACHED", message).retry_after(1)
            }
            NoMoment::NoSuchRevision { newest } => Self::new(
                StatusCode::BAD_REQUEST,
                "NO_SUCH_REVISION",
                format!(
                    "the registry is at revision {newest}: take the later one out of the header `{REVISION_HEADER}`"
                ),
            ),
            NoMoment::Failed => Self::internal(),
        }
    }
}

/// The revision that a client says it has seen.
pub(super) fn seen(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let mut values = headers.get_all(REVISION_HEADER).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return match headers.contains_key(REVISION_HEADER) {
            false => Ok(None),
            true => Err(Problem::bad_request(format!("the header `{REVISION_HEADER}` was sent twice: send it once"))),
        };
    };
    let number = value.to_str().ok().and_then(|value| value.trim().parse::<i64>().ok()).filter(|&number| number >= 0);
    number.map(Some).ok_or_else(|| {
        Problem::bad_request(format!(
            "the header `{REVISION_HEADER}` must be a registry revision, such as `12`: send the number of an earlier \
             answer's header of this name"
        ))
    })
}

/// The value of the response header.
pub(super) fn header_value(moment: &Moment) -> HeaderValue {
    HeaderValue::from(moment.revision)
}
