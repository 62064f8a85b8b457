//! What an answer depends on, in one short name.

use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use super::{accept_language::AcceptLanguage, entity_tag::EntityTag, parameters::Asked, reply::MediaType};

/// Names the source that the program was built from, which may answer otherwise than another.
const PROGRAM: &str = env!("PLAN_REGISTRY_SOURCE");

/// Names a question put to one state of the registry. Equal names have equal answers, on every server of the same
/// program and settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct QuestionName([u8; 32]);

impl QuestionName {
    pub(super) fn entity_tag(self) -> EntityTag {
        EntityTag::from_digest(&self.0)
    }
}

/// Names questions, for one server.
#[derive(Clone)]
pub(super) struct Namer(Sha256);

impl Namer {
    /// `settings` is everything else that answers depend on and that a server is started with.
    pub(super) fn new(settings: &str) -> Self {
        let mut hash = Sha256::new();
        text(&mut hash, PROGRAM);
        text(&mut hash, settings);
        Self(hash)
    }

    /// Variables are equal in whichever order they are sent.
    pub(super) fn name(
        &self,
        asked: &Asked,
        AcceptLanguage(languages): &AcceptLanguage,
        media_type: MediaType,
        state: &str,
    ) -> QuestionName {
        let Asked { document, text: _, operation_name, variables, reports_cost } = asked;
        let mut hash = self.0.clone();
        hash.update(document.as_bytes());
        hash.update([media_type as u8, u8::from(*reports_cost), u8::from(operation_name.is_some())]);
        text(&mut hash, operation_name.as_deref().unwrap_or_default());
        text(&mut hash, state);
        length(&mut hash, languages.len());
        for language in languages {
            text(&mut hash, language.as_str());
        }
        object(&mut hash, variables);
        QuestionName(hash.finalize().into())
    }
}

/// Lengths stand before what they measure, so that no two questions are the same bytes.
fn length(hash: &mut Sha256, length: usize) {
    hash.update(u64::try_from(length).unwrap_or(u64::MAX).to_le_bytes());
}

fn text(hash: &mut Sha256, text: &str) {
    length(hash, text.len());
    hash.update(text);
}

fn object(hash: &mut Sha256, object: &Map<String, Json>) {
    let mut members: Vec<_> = object.iter().collect();
    members.sort_unstable_by_key(|&(name, _)| name);
    length(hash, members.len());
    for (name, member) in members {
        text(hash, name);
        value(hash, member);
    }
}

/// Recursion is as deep as the JSON reader allows: 128 levels.
fn value(hash: &mut Sha256, value_: &Json) {
    match value_ {
        Json::Null => hash.update(b"n"),
        Json::Bool(false) => hash.update(b"f"),
        Json::Bool(true) => hash.update(b"t"),
        Json::Number(number) => {
            hash.update(b"#");
            text(hash, &number.to_string());
        }
        Json::String(string) => {
            hash.update(b"\"");
            text(hash, string);
        }
        Json::Array(items) => {
            hash.update(b"[");
            length(hash, items.len());
            items.iter().for_each(|item| value(hash, item));
        }
        Json::Object(members) => {
            hash.update(b"{");
            object(hash, members);
        }
    }
}

#[cfg(test)]
mod tests {
    use poem::http::{HeaderMap, HeaderValue, header};

    use super::{super::parameters::from_body, *};

    const NAMED: (&str, MediaType, &str) = ("en", MediaType::Json, "1@1");

    fn name(body: &str, (languages, media_type, state): (&str, MediaType, &str)) -> Result<QuestionName, String> {
        let headers = HeaderMap::from_iter([(
            header::ACCEPT_LANGUAGE,
            HeaderValue::from_str(languages).map_err(|error| error.to_string())?,
        )]);
        let asked = from_body(body.as_bytes()).map_err(|error| error.to_string())?;
        Ok(Namer::new("settings").name(&asked, &AcceptLanguage::from_headers(&headers), media_type, state))
    }

    #[test]
    fn equal_questions_have_one_name() -> Result<(), String> {
        let body = r#"{"query":"{a}","variables":{"a":[1,{"x":null,"y":"z"}],"b":true}}"#;
        let same =
            r#"{"variables":{"b":true,"a":[1,{"y":"z","x":null}]},"operationName":null,"query":"{a}","extensions":{}}"#;
        let expected = name(body, NAMED)?;
        assert_eq!(name(same, NAMED)?, expected);
        assert_eq!(name(body, ("en;q=0.9, *;q=0.1", MediaType::Json, "1@1"))?, expected);
        Ok(())
    }

    #[test]
    fn other_questions_have_other_names() -> Result<(), String> {
        let body = r#"{"query":"{a}","variables":{"a":[1,"2"]}}"#;
        let mut names = vec![name(body, NAMED)?];
        for other in [
            r#"{"query":"{a}"}"#,
            r#"{"query":"{b}","variables":{"a":[1,"2"]}}"#,
            r#"{"query":"{a}","variables":{"a":["1","2"]}}"#,
            r#"{"query":"{a}","variables":{"a":["2",1]}}"#,
            r#"{"query":"{a}","variables":{"a":[1],"2":null}}"#,
            r#"{"query":"{a}","variables":{"a":[1,"2"],"b":null}}"#,
            r#"{"query":"{a}","variables":{"a":[1,"2"]},"operationName":"a"}"#,
            r#"{"query":"{a}","variables":{"a":[1,"2"]},"operationName":""}"#,
            r#"{"query":"{a}","variables":{"a":[1,"2"]},"extensions":{"cost":true}}"#,
        ] {
            names.push(name(other, NAMED)?);
        }
        for other in [
            ("en, zh", MediaType::Json, "1@1"),
            ("", MediaType::Json, "1@1"),
            ("en", MediaType::GraphQLResponse, "1@1"),
            ("en", MediaType::Json, "2@1"),
            ("en", MediaType::Json, "1@2"),
        ] {
            names.push(name(body, other)?);
        }
        let n_names = names.len();
        names.sort_unstable_by_key(|name| name.0);
        names.dedup();
        assert_eq!(names.len(), n_names);
        Ok(())
    }
}
