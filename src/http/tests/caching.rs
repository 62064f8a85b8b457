//! Answers that were given before: kept, shared, revalidated, and never given where they are not true any more.

use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use async_graphql::{EmptyMutation, Enum};
use tokio::sync::Semaphore;

use super::*;
use crate::http::{answers::Answers, question::Namer};

/// Counts what is executed, and answers by the registry revision.
struct Counting {
    n_executed: Arc<AtomicUsize>,
    /// Slow fields wait for it.
    gate: Arc<Semaphore>,
}

#[derive(Clone, Copy, PartialEq, Eq, Enum)]
enum Failure {
    Known,
}

#[Object]
impl Counting {
    async fn revision(&self, ctx: &Context<'_>, text: Option<String>) -> async_graphql::Result<String> {
        self.n_executed.fetch_add(1, Ordering::SeqCst);
        let AcceptLanguage(languages) = ctx.data()?;
        let languages: Vec<_> = languages.iter().map(ToString::to_string).collect();
        Ok(format!("{} {} {}", ctx.data::<i64>()?, languages.join(","), text.unwrap_or_default()))
    }

    async fn slow(&self) -> async_graphql::Result<i32> {
        self.gate.acquire().await?.forget();
        self.n_executed.fetch_add(1, Ordering::SeqCst);
        Ok(1)
    }

    async fn failing(&self, how: Failure) -> async_graphql::Result<Option<i32>> {
        self.n_executed.fetch_add(1, Ordering::SeqCst);
        match how {
            Failure::Known => Err(async_graphql::Error::new("no")),
        }
    }
}

struct TestApp<A> {
    app: A,
    revision: Arc<AtomicI64>,
    n_executed: Arc<AtomicUsize>,
    gate: Arc<Semaphore>,
}

fn counting(settings: HttpSettings) -> TestApp<impl Endpoint<Output = Response>> {
    counting_within(settings, Limits::default().execution_time)
}

fn counting_within(settings: HttpSettings, execution_time: Duration) -> TestApp<impl Endpoint<Output = Response>> {
    let revision = Arc::new(AtomicI64::new(1));
    let (n_executed, gate) = (Arc::<AtomicUsize>::default(), Arc::new(Semaphore::new(0)));
    let query = Counting { n_executed: n_executed.clone(), gate: gate.clone() };
    let limits = Limits { execution_time, ..Limits::default() };
    let executor = GuardedExecutor::new(Schema::new(query, EmptyMutation, EmptySubscription), limits);
    let newest = revision.clone();
    let moments = moments(move || Ok(newest.load(Ordering::SeqCst)));
    let app = app(executor, String::new(), || ready(Ok(())), HttpSettings { moments, ..settings });
    TestApp { app, revision, n_executed, gate }
}

impl<A: Endpoint<Output = Response>> TestApp<A> {
    async fn get(&self, query: &str, headers: &[(&str, &str)]) -> Response {
        self.send(Method::GET, query, headers).await
    }

    async fn send(&self, method: Method, query: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = request(method, &format!("/graphql?query={query}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.app.get_response(request.finish()).await
    }

    async fn post(&self, body: Json) -> Response {
        let request = request(Method::POST, "/graphql").content_type("application/json").body(body.to_string());
        self.app.get_response(request).await
    }

    fn n_executed(&self) -> usize {
        self.n_executed.load(Ordering::SeqCst)
    }
}

fn header_of(response: &Response, name: impl AsRef<str>) -> String {
    response.header(name).unwrap_or_default().to_owned()
}

async fn revision_of(response: Response) -> String {
    let (_, answer) = read(response).await;
    answer.pointer("/data/revision").and_then(Json::as_str).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_same_question_is_executed_once_a_revision() {
    let test = counting(HttpSettings::default());
    for _ in 0..3 {
        assert_eq!(revision_of(test.get("{revision}", &[]).await).await, "1  ");
        assert_eq!(revision_of(test.post(json!({ "query": "{revision}" })).await).await, "1  ");
    }
    assert_eq!(test.n_executed(), 1);
    test.revision.store(2, Ordering::SeqCst);
    let reply = test.get("{revision}", &[]).await;
    assert_eq!(header_of(&reply, REVISION_HEADER), "2");
    assert_eq!(revision_of(reply).await, "2  ");
    assert_eq!(test.n_executed(), 2);

    let off = counting(HttpSettings { response_cache_bytes: 0, ..HttpSettings::default() });
    for _ in 0..3 {
        assert_eq!(revision_of(off.get("{revision}", &[]).await).await, "1  ");
    }
    assert_eq!(off.n_executed(), 3);
}

#[tokio::test]
async fn questions_that_differ_have_answers_of_their_own() {
    let test = counting(HttpSettings::default());
    for languages in ["en", "zh-CN", "en, zh-CN"] {
        for _ in 0..2 {
            let reply = test.get("{revision}", &[("accept-language", languages)]).await;
            let expected = format!("1 {} ", languages.replace("zh-CN", "zh-Hans").replace(", ", ","));
            assert_eq!(revision_of(reply).await, expected);
        }
    }
    assert_eq!(test.n_executed(), 3);
    let query = "query($text: String) { revision(text: $text) }";
    for text in ["a", "b", "a"] {
        let reply = test.post(json!({ "query": query, "variables": { "text": text } })).await;
        assert_eq!(revision_of(reply).await, format!("1  {text}"));
    }
    assert_eq!(test.n_executed(), 5);
    // The cost and the media type belong to the answer, too.
    let (_, costly) = read(test.get("{revision}", &[(COST_HEADER, "1")]).await).await;
    assert!(costly.pointer("/extensions/cost").is_some());
    let (_, plain) = read(test.get("{revision}", &[]).await).await;
    assert_eq!(plain.get("extensions"), None);
    let newer = test.get("{revision}", &[("accept", NEWER)]).await;
    assert_eq!(newer.content_type(), Some("application/graphql-response+json; charset=utf-8"));
}

#[tokio::test]
async fn what_a_client_has_is_not_executed_again() {
    let test = counting(HttpSettings { response_cache_bytes: 0, ..HttpSettings::default() });
    let reply = test.get("{revision}", &[]).await;
    let tag = header_of(&reply, "etag");
    assert!(tag.starts_with("W/\"") && tag.len() == 36, "{tag}");
    assert_eq!(header_of(&reply, "cache-control"), "public, no-cache");
    let vary = header_of(&reply, "vary");
    assert_eq!(test.n_executed(), 1);
    for (method, held) in [
        (Method::GET, tag.clone()),
        (Method::HEAD, tag.clone()),
        (Method::GET, format!("\"x\", {}", tag.trim_start_matches("W/"))),
    ] {
        let reply = test.send(method, "{revision}", &[("if-none-match", &held)]).await;
        assert_eq!(reply.status(), StatusCode::NOT_MODIFIED, "{held}");
        assert_eq!((header_of(&reply, "etag"), header_of(&reply, "vary")), (tag.clone(), vary.clone()));
        assert_eq!(header_of(&reply, "cache-control"), "public, no-cache");
        assert_eq!(header_of(&reply, REVISION_HEADER), "1");
        assert_eq!(read(reply).await.1, "");
    }
    assert_eq!(test.n_executed(), 1, "what the client has is known without executing anything");

    // Whatever the client has is not enough to know that there would be an answer.
    assert_eq!(test.get("{revision}", &[("if-none-match", "*")]).await.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(test.n_executed(), 2);
    // The tag is that of one question at one revision, in one form.
    for (query, headers) in [("{again:revision}", &[][..]), ("{revision}", &[("accept", NEWER)])] {
        let headers = [headers, &[("if-none-match", tag.as_str())]].concat();
        assert_eq!(test.get(query, &headers).await.status(), StatusCode::OK);
    }
    test.revision.store(2, Ordering::SeqCst);
    let reply = test.get("{revision}", &[("if-none-match", &tag)]).await;
    assert_eq!(reply.status(), StatusCode::OK);
    assert_ne!(header_of(&reply, "etag"), tag);
    assert_eq!(revision_of(reply).await, "2  ");
}

#[tokio::test]
async fn what_post_answers_is_kept_by_nobody_else() {
    let test = counting(HttpSettings::default());
    let reply = test.post(json!({ "query": "{revision}" })).await;
    assert_eq!((header_of(&reply, "etag"), header_of(&reply, "cache-control")), (String::new(), "no-store".to_owned()));
    let body = json!({ "query": "{revision}" }).to_string();
    let conditional = request(Method::POST, "/graphql").content_type("application/json").header("if-none-match", "*");
    assert_eq!(test.app.get_response(conditional.body(body)).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn errors_are_kept_by_nobody() {
    let test = counting_within(HttpSettings::default(), Duration::from_millis(50));
    for (query, n_executed) in [("{failing(how:KNOWN)}", 2), ("{absent}", 2), ("{", 2), ("{slow}", 2)] {
        for _ in 0..2 {
            let reply = test.get(query, &[]).await;
            let caching = (header_of(&reply, "etag"), header_of(&reply, "cache-control"));
            assert_eq!(caching, (String::new(), "no-store".to_owned()));
            assert_eq!(header_of(&reply, REVISION_HEADER), "1");
            assert!(read(reply).await.1.get("errors").is_some(), "{query}");
        }
        assert_eq!(test.n_executed(), n_executed, "{query}");
    }
    // What took too long is tried again.
    test.gate.add_permits(1);
    assert_eq!(read(test.get("{slow}", &[]).await).await.1, json!({ "data": { "slow": 1 } }));
}

#[tokio::test]
async fn others_may_keep_answers_for_as_long_as_is_set() {
    let settings = HttpSettings { cache_max_age: Duration::from_secs(60), ..HttpSettings::default() };
    let reply = counting(settings).get("{revision}", &[]).await;
    assert_eq!(header_of(&reply, "cache-control"), "public, max-age=60");
    let vary = header_of(&reply, "vary");
    for name in ["accept", "accept-language", "accept-encoding", COST_HEADER, REVISION_HEADER] {
        assert!(vary.split(", ").any(|listed| listed == name), "{name} in {vary}");
    }
}

#[tokio::test]
async fn questions_that_come_together_are_executed_once() {
    let test = Arc::new(counting(HttpSettings::default()));
    let ask = || {
        let test = test.clone();
        tokio::spawn(async move { read(test.get("{slow}", &[]).await).await })
    };
    let first = ask();
    let mut others: Vec<_> = (0..5).map(|_| ask()).collect();
    // All of them are waiting now; the first gives up, as a client does that closes its connection.
    tokio::task::yield_now().await;
    first.abort();
    assert!(first.await.is_err_and(|error| error.is_cancelled()));
    others.push(ask());
    tokio::task::yield_now().await;
    test.gate.add_permits(1);
    for other in others {
        assert_eq!(other.await.ok(), Some((StatusCode::OK, json!({ "data": { "slow": 1 } }))));
    }
    assert_eq!(test.n_executed(), 1);
}

#[tokio::test]
async fn mutations_are_executed_each_time() {
    let app = default_app();
    for _ in 0..2 {
        let body = json!({ "query": "mutation { touch }" }).to_string();
        let request = request(Method::POST, "/graphql").content_type("application/json").body(body);
        let reply = app.get_response(request).await;
        assert_eq!(header_of(&reply, "cache-control"), "no-store");
        assert_eq!(read(reply).await.1, json!({ "data": { "touch": true } }));
    }
    let reply = app.get_response(request(Method::GET, "/graphql?query=mutation{touch}").finish()).await;
    assert_eq!(reply.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn kept_answers_have_a_bound() {
    let answers = Answers::new(10_000);
    let namer = Namer::new("");
    for number in 0..100 {
        let body = json!({ "query": format!("{{a{number}}}") }).to_string();
        let Ok(asked) = parameters::from_body(body.as_bytes()) else { continue };
        let question = namer.name(&asked, &AcceptLanguage::default(), reply::MediaType::Json, "1");
        let response = async_graphql::Response::new("x".repeat(1_000));
        let answer = reply::encode(reply::MediaType::Json, &response, None);
        answers.answer(question, None, ready(answer)).await;
    }
    assert!((5_000..=10_000).contains(&answers.weight()), "{}", answers.weight());
}

#[tokio::test]
async fn compressed_answers_say_what_the_plain_ones_say() {
    let settings = HttpSettings { moments: moments(|| Ok(1)), ..HttpSettings::default() };
    let app = app_with(settings, Ok(()));
    let plain = get(&app, "/graphql?query={long}").await.into_body().into_bytes().await.unwrap_or_default();
    for coding in ["br", "gzip"] {
        for _ in 0..2 {
            let reply = get_with(&app, "/graphql?query={long}", header::ACCEPT_ENCODING, coding).await;
            assert_eq!(header_of(&reply, "content-encoding"), coding);
            let length: usize = header_of(&reply, "content-length").parse().unwrap_or_default();
            let compressed = reply.into_body().into_bytes().await.unwrap_or_default();
            assert_eq!(compressed.len(), length);
            assert!(length < plain.len() / 2, "{coding}: {length} of {}", plain.len());
            assert_eq!(decompress(coding, compressed.to_vec()).await, plain, "{coding}");
        }
    }
}

/// The framework decompresses bodies of requests, so an answer is sent back as one.
async fn decompress(coding: &str, bytes: Vec<u8>) -> Vec<u8> {
    let echo = poem::endpoint::make(|request: Request| async move { Ok::<_, poem::Error>(request.into_body()) });
    let echo = echo.with(poem::middleware::Compression::new());
    let request = request(Method::POST, "/").header(header::CONTENT_ENCODING, coding).body(bytes);
    echo.get_response(request).await.into_body().into_vec().await.unwrap_or_default()
}

#[tokio::test]
async fn clients_are_not_answered_from_before_what_they_have_seen() {
    let test = counting(HttpSettings::default());
    test.revision.store(5, Ordering::SeqCst);
    for seen in ["0", "4", "5", " 5 "] {
        let reply = test.get("{revision}", &[(REVISION_HEADER, seen)]).await;
        assert_eq!((reply.status(), header_of(&reply, REVISION_HEADER)), (StatusCode::OK, "5".to_owned()), "{seen}");
    }
    let reply = test.get("{revision}", &[(REVISION_HEADER, "6")]).await;
    assert_eq!((reply.header("retry-after"), reply.header("cache-control")), (Some("1"), Some("no-store")));
    let (status, answer) = read(reply).await;
    assert_eq!((status, code(&answer)), (StatusCode::SERVICE_UNAVAILABLE, "REVISION_NOT_REACHED"));
    for bad in ["", "x", "-1", "1.5", "99999999999999999999"] {
        let (status, answer) = read(test.get("{revision}", &[(REVISION_HEADER, bad)]).await).await;
        assert_eq!((status, code(&answer)), (StatusCode::BAD_REQUEST, "BAD_REQUEST"), "{bad}");
    }
    let (status, _) = read(test.get("{revision}", &[(REVISION_HEADER, "1"), (REVISION_HEADER, "2")]).await).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);

    for (reason, expected, expected_code) in [
        (NoMoment::NoSuchRevision { newest: 5 }, StatusCode::BAD_REQUEST, "NO_SUCH_REVISION"),
        (NoMoment::Failed, StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL"),
    ] {
        let app = app_with(HttpSettings { moments: moments(move || Err(reason)), ..HttpSettings::default() }, Ok(()));
        let (status, answer) = read(get(&app, "/graphql?query={number}").await).await;
        assert_eq!((status, code(&answer)), (expected, expected_code));
    }
}
