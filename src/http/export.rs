//! `/export`: results as files.

use poem::{
    Endpoint, Request, Response, Result,
    http::{HeaderValue, Method, StatusCode, header},
};

use super::{
    accept_language::AcceptLanguage,
    entity_tag::EntityTag,
    problem::Problem,
    reply::{MediaType, in_full},
};
use crate::{
    domain::language::LanguageTag,
    results::{ExportError, ExportRequest, ExportedFile, Exports, FileFormat},
};

/// Serves every comparison as a file, and what there is to ask for.
pub(super) struct ExportEndpoint {
    pub(super) exports: Option<Exports>,
}

impl Endpoint for ExportEndpoint {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let answered = match *request.method() {
            Method::GET | Method::HEAD => self.answer(&request).await,
            _ => Err(Problem::method_not_allowed("GET", "results are read: send a GET request")),
        };
        Ok(answered.unwrap_or_else(|problem| problem.response(MediaType::Json)))
    }
}

impl ExportEndpoint {
    async fn answer(&self, request: &Request) -> Result<Response, Problem> {
        let Some(exports) = &self.exports else {
            return Err(Problem::new(StatusCode::NOT_FOUND, "NOT_FOUND", "this server gives no results as files"));
        };
        let parameters = request
            .params::<Vec<(String, String)>>()
            .map_err(|_| Problem::bad_request("the address's parameters could not be read: percent-encode them"))?;
        let path = request.uri().path();
        let asked = ExportRequest {
            path: path.strip_prefix("/export").unwrap_or(path).trim_matches('/').to_owned(),
            languages: languages(request, &parameters)?,
            parameters: parameters.into_iter().filter(|(name, _)| name != "lang").collect(),
        };
        let file = exports.answer(&asked).await.map_err(|error| problem(&error, asks_for_the_past(&asked)))?;
        let entity_tag = EntityTag::of(&file.bytes);
        let mut response = entity_tag.answer(request, || response(file));
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language"));
        Ok(response)
    }
}

fn languages(request: &Request, parameters: &[(String, String)]) -> Result<Vec<LanguageTag>, Problem> {
    match parameters.iter().find(|(name, _)| name == "lang") {
        None => Ok(AcceptLanguage::from_headers(request.headers()).0),
        Some((_, tags)) => tags
            .split(',')
            .map(|tag| {
                tag.trim().parse().map_err(|error: crate::domain::language::InvalidLanguageTag| {
                    Problem::bad_request(error.to_string())
                })
            })
            .collect(),
    }
}

fn response(file: ExportedFile) -> Response {
    let ExportedFile { name, format, bytes } = file;
    let content_type = match format {
        FileFormat::Csv => "text/csv; charset=utf-8; header=present",
        FileFormat::Json => "application/json; charset=utf-8",
    };
    let mut response = in_full(StatusCode::OK, HeaderValue::from_static(content_type), bytes);
    // A browser saves a table and shows JSON.
    if format == FileFormat::Csv
        && let Ok(disposition) = HeaderValue::try_from(format!("attachment; filename=\"{name}\""))
    {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// Whether an earlier registry revision is asked for, which will not become ready by waiting.
fn asks_for_the_past(asked: &ExportRequest) -> bool {
    asked.parameters.iter().any(|(name, _)| name == "asOf")
}

fn problem(error: &ExportError, of_the_past: bool) -> Problem {
    let (status, code) = match error {
        ExportError::Unknown(_) => (StatusCode::NOT_FOUND, "NOT_FOUND"),
        ExportError::Argument(_) => (StatusCode::BAD_REQUEST, "BAD_USER_INPUT"),
        ExportError::Behind(_) => (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE"),
        ExportError::TimedOut => (StatusCode::SERVICE_UNAVAILABLE, "TIMEOUT"),
        ExportError::Refused { code, .. } => match code.as_str() {
            "NOT_FOUND" => (StatusCode::NOT_FOUND, "NOT_FOUND"),
            "NOT_READY" if of_the_past => (StatusCode::BAD_REQUEST, "NOT_READY"),
            "NOT_READY" => (StatusCode::SERVICE_UNAVAILABLE, "NOT_READY"),
            "UNAVAILABLE" => (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE"),
            "INTERNAL" => return Problem::internal(),
            _ => (StatusCode::BAD_REQUEST, "BAD_USER_INPUT"),
        },
        ExportError::Store(source) if source.is_unavailable() => (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE"),
        ExportError::Store(_) | ExportError::Write(_) => {
            tracing::error!(error = error as &dyn std::error::Error, "results could not be given");
            return Problem::internal();
        }
    };
    Problem::new(status, code, error.to_string())
}
