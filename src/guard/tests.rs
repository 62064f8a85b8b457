//! Documents that must be served, and documents that must not.

use std::time::{Duration, Instant};

use async_graphql::{Variables, parser::parse_query};
use serde_json::json;

use super::*;

fn measure(query: &str, variables: serde_json::Value, limits: &Limits) -> Result<Cost, Refusal> {
    check_text(query, limits)?;
    let document = parse_query(query)
        .map_err(|error| Refusal::UnknownOperation { name: format!("unparsed: {error}"), known: Vec::new() })?;
    check(&document, None, &Variables::from_json(variables), limits)
}

fn cost(query: &str) -> Result<Cost, Refusal> {
    measure(query, json!({}), &Limits::default())
}

fn code(query: &str) -> &'static str {
    cost(query).map_or_else(|refusal| refusal.code(), |_| "served")
}

/// A document of fragments that each spread the next one twice: the last field is asked for 2^doublings times.
fn bomb(doublings: usize) -> String {
    let fragments: String = (0..doublings)
        .map(|level| format!("fragment f{level} on Q {{ ...f{next} ...f{next} }} ", next = level + 1))
        .collect();
    format!("{{ ...f0 }} {fragments} fragment f{doublings} on Q {{ a }}")
}

#[test]
fn a_fragment_bomb_is_refused_at_once() {
    let query = bomb(30);
    let start = Instant::now();
    let refusal = cost(&query);
    let elapsed = start.elapsed();
    assert!(
        matches!(refusal, Err(Refusal::Exceeds { measure: Measure::Fields, limit: 1_000, cost }) if cost > 1_000),
        "{refusal:?}"
    );
    assert!(elapsed < Duration::from_millis(250), "{elapsed:?}");
}

#[test]
fn sums_do_not_overflow() {
    let limits =
        Limits { fields: u64::MAX, root_fields: u64::MAX, complexity: u64::MAX, fragments: 200, ..Limits::default() };
    let cost = measure(&bomb(150), json!({}), &limits);
    assert_eq!(cost.map(|cost| (cost.fields, cost.complexity)), Ok((u64::MAX, u64::MAX)));
    let limits = Limits { fragments: 200, ..Limits::default() };
    let refusal = measure(&bomb(150), json!({}), &limits);
    assert!(matches!(refusal, Err(Refusal::Exceeds { measure: Measure::Fields, .. })), "{refusal:?}");
}

#[test]
fn deep_text_is_refused_before_it_is_parsed() {
    for (open, close) in [("{a", "}"), ("[", "]"), ("{a(b:{c:", "})}")] {
        let query = format!("{{a(b: {}1{}) }}", open.repeat(100_000), close.repeat(100_000));
        let limits = Limits { query_bytes: usize::MAX, ..Limits::default() };
        assert_eq!(check_text(&query, &limits).map_err(|refusal| refusal.code()), Err("QUERY_TOO_DEEP"));
    }
}

#[test]
fn the_deepest_text_that_is_let_through_can_be_parsed() {
    let nesting = Limits::default().bracket_nesting;
    for query in [
        format!("{}a{}", "{a".repeat(nesting - 1) + "{", "}".repeat(nesting)),
        format!("{{a(b: {}1{})}}", "[".repeat(nesting - 2), "]".repeat(nesting - 2)),
        format!("{{a(b: {}1{})}}", "{a:".repeat(nesting - 2), "}".repeat(nesting - 2)),
        format!("query($a: {}Int{}) {{a}}", "[".repeat(nesting - 1), "]".repeat(nesting - 1)),
    ] {
        assert_eq!(check_text(&query, &Limits::default()), Ok(()));
        assert!(parse_query(&query).is_ok(), "{query}");
    }
}

#[test]
fn fragments_that_contain_themselves_are_refused() {
    for query in [
        "{ ...a } fragment a on Q { x ...a }",
        "{ ...a } fragment a on Q { b { ...b } } fragment b on Q { ... on Q { ...a } }",
        "{ x } fragment a on Q { ...b } fragment b on Q { ...c } fragment c on Q { ...b }",
    ] {
        let refusal = cost(query);
        assert!(matches!(refusal, Err(Refusal::FragmentCycle { .. })), "{query}: {refusal:?}");
    }
    // The same fragment twice is no cycle.
    assert_eq!(
        cost("{ ...a ...b } fragment a on Q { ...c } fragment b on Q { ...c x } fragment c on Q { y }").map(|cost| (
            cost.fields,
            cost.root_fields,
            cost.depth
        )),
        Ok((3, 3, 1))
    );
}

#[test]
fn each_limit_has_its_code() {
    let many = |part: &str, times: usize| part.repeat(times);
    let aliases: String = (0..31).map(|index| format!("a{index}: a ")).collect();
    let operations: String = (0..11).map(|index| format!("query q{index} {{ a }} ")).collect();
    let fragments: String = (0..51).map(|index| format!("fragment f{index} on Q {{ a }} ")).collect();
    for (expected, query) in [
        ("QUERY_TOO_DEEP", format!("{}a{}", many("{a ", 15) + "{", many("}", 16))),
        ("served", format!("{}a{}", many("{a ", 14) + "{", many("}", 15))),
        ("TOO_MANY_ALIASES", format!("{{ x {{ {aliases} }} }}")),
        ("TOO_MANY_DIRECTIVES", format!("{{ x {} }}", many("@skip(if: false) ", 51))),
        ("served", format!("{{ x {} }}", many("@skip(if: false) ", 50))),
        ("TOO_MANY_DIRECTIVES", format!("{{ {} }} fragment f on Q {{ x {} }}", many("...f ", 6), many("@a ", 10))),
        ("QUERY_TOO_LARGE", format!("{{ x {{ {} }} }}", many("a ", 1_000))),
        ("served", format!("{{ x {{ {} }} }}", many("a ", 999))),
        ("QUERY_TOO_LARGE", format!("{{ x }} #{}", many("x", 64 * 1024))),
        ("QUERY_TOO_LARGE", format!("{{ x }} fragment unused on Q {{ {} }}", many("a ", 1_001))),
        ("TOO_MANY_ROOT_FIELDS", format!("{{ {} }}", many("a ", 21))),
        (
            "TOO_MANY_ROOT_FIELDS",
            format!("{{ ...f ...f ... on Q {{ ...f }} }} fragment f on Q {{ {} }}", many("a ", 7)),
        ),
        ("TOO_MANY_OPERATIONS", operations),
        ("TOO_MANY_FRAGMENTS", format!("{{ a }} {fragments}")),
        ("QUERY_TOO_COMPLEX", "{ a(first: 100) { b(first: 100) { c d e } } }".to_owned()),
        ("OPERATION_RESOLUTION_FAILURE", "query a { a } query b { b }".to_owned()),
    ] {
        assert_eq!(code(&query), expected, "{}", query.get(..80).unwrap_or(&query));
    }
}

#[test]
fn lists_multiply_what_is_inside_them() {
    for (expected, query, variables) in [
        (1, "{ a }", json!({})),
        (1 + 10 * 2, "{ a(first: 10) { b c } }", json!({})),
        (1 + 3 * (1 + 7 * 2), "{ a(first: 3) { b(last: 7) { c d } } }", json!({})),
        (1 + 4, "query($n: Int) { a(first: $n) { b } }", json!({ "n": 4 })),
        (1 + 6, "query($n: Int = 6) { a(first: $n) { b } }", json!({})),
        (1 + 4, "query($n: Int = 6) { ...f } fragment f on Q { a(first: $n) { b } }", json!({ "n": 4 })),
        (1 + 1, "query($n: Int) { a(first: $n) { b } }", json!({ "n": "many" })),
        // A connection without a length counts as the schema's default page.
        (1 + 20 * (1 + 1), "{ a { nodes { b } } }", json!({})),
        (1 + 20 * (1 + 1), "{ a { ...f } } fragment f on C { edges { cursor } }", json!({})),
        // What the schema would refuse is counted as the longest page.
        (1 + 100, "{ a(first: 1000000) { b } }", json!({})),
        (1 + 1, "{ a(first: -5) { b } }", json!({})),
        (1 + 3, "{ nodes(ids: [1, 2, 3]) { id } }", json!({})),
        (1 + 2, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ["a", "b"] })),
    ] {
        let found = measure(query, variables, &Limits::default()).map(|cost| cost.complexity);
        assert_eq!(found, Ok(expected), "{query}");
    }
}

#[test]
fn variables_that_may_not_be_null_are_required() {
    for (code, query, variables) in [
        ("BAD_USER_INPUT", "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({})),
        ("BAD_USER_INPUT", "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": null })),
        ("served", "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": [] })),
        ("served", "query($ids: [ID!]! = []) { nodes(ids: $ids) { id } }", json!({})),
        ("served", "query($ids: [ID!]) { nodes(ids: $ids) { id } }", json!({})),
    ] {
        let found = measure(query, variables, &Limits::default());
        assert_eq!(found.map_or_else(|refusal| refusal.code(), |_| "served"), code, "{query}");
    }
    let refusal = cost("query($ids: [ID!]!) { a }").map_err(|refusal| refusal.to_string());
    assert_eq!(refusal, Err("the variable `$ids` has no value: send one of type `[ID!]!` in `variables`".to_owned()));
}

#[test]
fn a_page_of_plans_with_goals_and_themes_is_cheap() {
    let query = "query Plans($first: Int = 50) {
      plans(first: $first) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes {
          id slug level status title { lang text } revision { number publishedAt }
          institution { slug kind name { lang text } region { code label { text } } }
          period { slug startYear endYear name { text } }
          goals(first: 5) { id key number sourceTerm title { lang text } body { lang text } themes { theme { slug } } }
          themeProfile { theme { slug label { lang text } } elementCount share }
        }
      }
    }";
    for (first, at_most) in [(50, 6_000), (100, 12_000)] {
        let complexity = measure(query, json!({ "first": first }), &Limits::default()).map(|cost| cost.complexity);
        assert!(complexity.as_ref().is_ok_and(|&complexity| complexity < at_most), "{complexity:?}");
    }
}

/// The introspection query as the reference implementation writes it, with the nine levels of wrapping types.
#[test]
fn introspection_is_served() {
    let wrapped = (0..9).fold("kind name".to_owned(), |inner, _| format!("kind name ofType {{ {inner} }}"));
    let query = format!(
        "query IntrospectionQuery {{ __schema {{ description queryType {{ name kind }} mutationType {{ name kind }}
           subscriptionType {{ name kind }} types {{ ...FullType }}
           directives {{ name description isRepeatable locations args(includeDeprecated: true) {{ ...InputValue }} }} }} }}
         fragment FullType on __Type {{ kind name description specifiedByURL isOneOf
           fields(includeDeprecated: true) {{ name description args(includeDeprecated: true) {{ ...InputValue }}
             type {{ ...TypeRef }} isDeprecated deprecationReason }}
           inputFields(includeDeprecated: true) {{ ...InputValue }} interfaces {{ ...TypeRef }}
           enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }}
           possibleTypes {{ ...TypeRef }} }}
         fragment InputValue on __InputValue {{ name description type {{ ...TypeRef }} defaultValue isDeprecated
           deprecationReason }}
         fragment TypeRef on __Type {{ {wrapped} }}"
    );
    let found = cost(&query);
    assert!(found.as_ref().is_ok_and(|cost| cost.depth == 15 && cost.fields < 400), "{found:?}");
    assert!(found.as_ref().is_ok_and(|cost| (150_000..250_000).contains(&cost.introspection)), "{found:?}");

    // The types of a schema lead to each other: each step back and forth multiplies the answer.
    for (expected, query) in [
        ("served", "{ __type(name: \"Plan\") { fields { name type { name fields { name type { name } } } } } }"),
        (
            "INTROSPECTION_TOO_COMPLEX",
            "{ __schema { types { fields { type { fields { type { fields { type { fields { name \
          } } } } } } } } } }",
        ),
    ] {
        assert_eq!(code(query), expected, "{query}");
    }
    let wide = format!("{{ __schema {{ types {{ fields {{ args {{ {} }} }} }} }} }}", "name ".repeat(900));
    assert_eq!(code(&wide), "INTROSPECTION_TOO_COMPLEX");
}

#[test]
fn a_refusal_says_what_it_cost_and_how_to_mend_it() {
    let message = cost("{ a(first: 100) { b(first: 100) { c d e } } }").map_err(|refusal| refusal.to_string());
    assert_eq!(
        message,
        Err("the answer could hold 30101 fields; at most 20000 are served: ask for shorter pages (`first`) or for \
             fewer fields inside lists"
            .to_owned())
    );
    let document = parse_query("query a { x } query b { x }");
    let unknown = document.map(|document| {
        check(&document, Some("c"), &Variables::default(), &Limits::default()).map_err(|refusal| refusal.to_string())
    });
    assert_eq!(unknown.ok(), Some(Err("the document has no operation `c`; it has: a, b".to_owned())));
}

#[test]
fn the_nul_character_is_refused_wherever_it_stands() {
    for query in ["{ a(b: \"\\u0000\") }", "{ a(b: \"x\0y\") }"] {
        assert!(matches!(super::check_text(query, &Limits::default()), Err(Refusal::NulCharacter)), "{query:?}");
    }
    let nested = async_graphql::Variables::from_json(serde_json::json!({ "a": [{ "b": "x\u{0}" }] }));
    assert!(matches!(super::check_variables(&nested), Err(Refusal::NulCharacter)));
    let clean = async_graphql::Variables::from_json(serde_json::json!({ "a": ["x"], "n": 1 }));
    assert!(super::check_variables(&clean).is_ok());
}
