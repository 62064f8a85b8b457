//! Q9: the same question asked again.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{
    Question,
    client::Connection,
    requests::{self, Expected, Requests, Target},
};

/// Three ways to ask again: by POST, by GET with the tag of the answer that the client has, and the same with the hash of
/// the document in its place.
pub(super) async fn requests(
    target: &Target,
    question: Question,
    variables: &Value,
) -> Result<[(&'static str, Requests); 3]> {
    let mut connection = Connection::open(target.address).await?;
    let document = question.document();
    let post = requests::post(target, document, variables);
    let (variables, extensions) = (variables.to_string(), requests::persisted(document).to_string());
    let whole = [("query", document), ("variables", variables.as_str())];
    let tag = entity_tag(&mut connection, &requests::get(target, &whole, None)).await?;
    let revalidation = requests::get(target, &whole, Some(&tag));
    // Told once with its hash, the document need not be sent again.
    let told = [("query", document), ("variables", variables.as_str()), ("extensions", extensions.as_str())];
    entity_tag(&mut connection, &requests::get(target, &told, None)).await?;
    let hash = [("variables", variables.as_str()), ("extensions", extensions.as_str())];
    let tag = entity_tag(&mut connection, &requests::get(target, &hash, None)).await?;
    let persisted = requests::get(target, &hash, Some(&tag));
    Ok([
        ("q9a", Requests::new(vec![post], Expected::Data)),
        ("q9b", Requests::new(vec![revalidation], Expected::NotModified)),
        ("q9c", Requests::new(vec![persisted], Expected::NotModified)),
    ])
}

async fn entity_tag(connection: &mut Connection, request: &[u8]) -> Result<String> {
    let answer = connection.send(request).await?;
    let body = || String::from_utf8_lossy(answer.body.get(..2_000).unwrap_or(answer.body)).into_owned();
    if answer.status != 200 || !answer.body.starts_with(b"{\"data\":") {
        bail!("a question by GET is answered with status {}: {}", answer.status, body());
    }
    answer.header("etag").with_context(|| format!("the answer to a question by GET has no ETag: {}", body()))
}
