//! Every list, walked forwards and backwards in pages of several sizes: each item once, in one order.

use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
};

/// A list: the fields around it, its name with its own arguments, and what tells its items apart.
struct List {
    around: &'static str,
    field: &'static str,
    arguments: &'static str,
    item: &'static str,
    can_go_backwards: bool,
}

impl List {
    const fn new(field: &'static str, arguments: &'static str) -> Self {
        Self { around: "", field, arguments, item: "id", can_go_backwards: true }
    }

    const fn inside(around: &'static str, field: &'static str, arguments: &'static str) -> Self {
        Self { around, field, arguments, item: "id", can_go_backwards: true }
    }

    /// The connection that a page of it is, with the page's arguments.
    async fn page(&self, app: &TestApp, page: &str) -> TestResult<Value> {
        let reply = app.query(&self.query(page), Value::Null).await?;
        let path = self.around.split('{').next().map(str::trim).unwrap_or_default();
        let path = path.split('(').next().unwrap_or_default();
        let inside = if path.is_empty() { &reply } else { &reply[path] };
        Ok(inside[self.field].clone())
    }

    fn query(&self, page: &str) -> String {
        let Self { around, field, arguments, item, .. } = self;
        let closing = "}".repeat(around.matches('{').count() - around.matches('}').count());
        format!(
            "{{ {around} {field}({arguments} {page}) {{
                totalCount
                edges {{ cursor node {{ {item} }} }}
                nodes {{ {item} }}
                pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
            }} {closing} }}"
        )
    }
}

const PLAN: &str = "plan(ref: { slug: \"changchun-library-14fyp-draft\" }) {";

const LISTS: &[List] = &[
    List::new("plans", ""),
    List::new("plans", "orderBy: TITLE_DESC"),
    List::new("plans", "orderBy: PERIOD_ASC"),
    List::new("plans", "orderBy: PERIOD_DESC"),
    List::new("plans", "orderBy: PUBLISHED_ASC"),
    List::new("plans", "orderBy: PUBLISHED_DESC"),
    List::new("plans", "filter: { levels: [ACADEMIC] }"),
    List::new("institutions", ""),
    List::new("institutions", "orderBy: NAME_DESC"),
    List::new("indicators", ""),
    List::inside("indicator(ref: { slug: \"branch-libraries\" }) {", "usedBy", ""),
    List::inside("institution(ref: { slug: \"synthetic-city-library\" }) {", "plans", ""),
    List::inside(PLAN, "elements", ""),
    List::inside(PLAN, "elements", "layers: [ACTION]"),
    List::inside(PLAN, "planIndicators", ""),
    List {
        around: "",
        field: "search",
        arguments: "query: \"library\"",
        item: "lang node { ... on Node { id } }",
        can_go_backwards: false,
    },
];

fn cursors(page: &Value) -> Vec<String> {
    texts(&page["edges"], "/cursor")
}

fn items(page: &Value) -> Vec<String> {
    page["nodes"].as_array().map(Vec::as_slice).unwrap_or_default().iter().map(Value::to_string).collect()
}

async fn walk(app: &TestApp, list: &List, size: usize, forwards: bool) -> TestResult<Vec<String>> {
    let (count, place) = if forwards { ("first", "after") } else { ("last", "before") };
    let (more, less) = if forwards { ("hasNextPage", "hasPreviousPage") } else { ("hasPreviousPage", "hasNextPage") };
    let mut walked: Vec<String> = Vec::new();
    let mut arguments = format!("{count}: {size}");
    let mut is_start = true;
    loop {
        let page = list.page(app, &arguments).await?;
        let (info, cursors, found) = (&page["pageInfo"], cursors(&page), items(&page));
        assert!(found.len() <= size && found.len() == cursors.len(), "{arguments}: {page}");
        assert_eq!(info["startCursor"].as_str(), cursors.first().map(String::as_str), "{arguments}");
        assert_eq!(info["endCursor"].as_str(), cursors.last().map(String::as_str), "{arguments}");
        assert_eq!(info[less], json!(!is_start), "{}: {arguments}", list.field);
        match forwards {
            true => walked.extend(found),
            false => walked = found.into_iter().chain(walked).collect(),
        }
        let total = page["totalCount"].as_u64().ok_or("no count")?;
        let is_over = walked.len() as u64 == total;
        assert_eq!(
            info[more],
            json!(!is_over),
            "{}({}): {arguments}, {} of {total}",
            list.field,
            list.arguments,
            walked.len()
        );
        if is_over {
            return Ok(walked);
        }
        let last = if forwards { cursors.last() } else { cursors.first() };
        arguments = format!("{count}: {size}, {place}: \"{}\"", last.ok_or("a page without items in the middle")?);
        is_start = false;
    }
}

on_both_catalogues! {
    async fn walks_meet_each_item_once_in_one_order(app: TestApp) -> TestResult {
        for list in LISTS {
            let whole = walk(&app, list, 100, true).await?;
            assert!(whole.len() > 1, "{}({}) is too short to be walked", list.field, list.arguments);
            let mut unique = whole.clone();
            unique.sort();
            unique.dedup();
            assert_eq!(unique.len(), whole.len(), "{}({}) holds something twice", list.field, list.arguments);
            let sizes: &[usize] = if whole.len() > 40 { &[7] } else { &[1, 3] };
            for size in sizes {
                assert_eq!(walk(&app, list, *size, true).await?, whole, "{} by {size}", list.field);
                if list.can_go_backwards {
                    assert_eq!(walk(&app, list, *size, false).await?, whole, "{} by {size}, backwards", list.field);
                }
            }
            if list.can_go_backwards {
                assert_eq!(walk(&app, list, 100, false).await?, whole, "{} backwards", list.field);
            }
        }
        Ok(())
    }

    async fn a_window_between_two_cursors(app: TestApp) -> TestResult {
        let list = List::new("institutions", "");
        let whole = list.page(&app, "first: 100").await?;
        let cursors = cursors(&whole);
        let between = format!("after: \"{}\", before: \"{}\", first: 100", cursors[2], cursors[6]);
        assert_eq!(items(&list.page(&app, &between).await?), items(&whole)[3..6]);
        Ok(())
    }

    async fn lists_have_twenty_items_a_page_unless_asked(app: TestApp) -> TestResult {
        let list = List::inside(PLAN, "elements", "");
        let page = list.page(&app, "after: null").await?;
        assert_eq!(items(&page).len(), 20);
        assert_eq!(page["pageInfo"]["hasNextPage"], json!(true));
        Ok(())
    }

    async fn an_empty_page_counts_and_no_more(app: TestApp) -> TestResult {
        for list in LISTS {
            let page = list.page(&app, "first: 0").await?;
            assert_eq!(items(&page), Vec::<String>::new());
            assert!(page["totalCount"].as_u64() > Some(0), "{}: {page}", list.field);
            assert_eq!(page["pageInfo"]["hasNextPage"], json!(true), "{}", list.field);
        }
        Ok(())
    }

    async fn pages_that_cannot_be_are_refused(app: TestApp) -> TestResult {
        let foreign = cursors(&List::new("institutions", "").page(&app, "first: 1").await?).remove(0);
        let by_title = cursors(&List::new("plans", "").page(&app, "first: 1").await?).remove(0);
        let cut = &by_title[..by_title.len() - 4];
        for list in LISTS.iter().filter(|list| list.field != "institutions") {
            let mut refused = vec![
                ("first: 101".to_owned(), "`first` is 101"),
                ("first: -1".to_owned(), "`first` is -1"),
                (format!("first: 2, after: \"{foreign}\""), "`after` is not a cursor of this list and order"),
                ("first: 2, after: \"bm9uc2Vuc2U\"".to_owned(), "`after` is not a cursor"),
                ("first: 2, after: \"\"".to_owned(), "`after` is not a cursor"),
                ("first: 2, after: \"💥\"".to_owned(), "`after` is not a cursor"),
            ];
            if list.can_go_backwards {
                refused.extend([
                    ("last: 101".to_owned(), "`last` is 101"),
                    ("last: -5".to_owned(), "`last` is -5"),
                    ("first: 1, last: 1".to_owned(), "`first` and `last` are both given"),
                    (format!("last: 2, before: \"{foreign}\""), "`before` is not a cursor of this list and order"),
                ]);
            }
            for (page, hint) in refused {
                let (code, message) = app.error(&list.query(&page), Value::Null).await?;
                assert_eq!(code, "BAD_USER_INPUT", "{} {page}: {message}", list.field);
                assert!(message.contains(hint), "{} {page}: {message}", list.field);
            }
        }
        for page in [format!("after: \"{cut}\""), format!("orderBy: PERIOD_ASC, after: \"{by_title}\"")] {
            let (code, message) = app.error(&List::new("plans", "").query(&page), Value::Null).await?;
            assert_eq!(code, "BAD_USER_INPUT", "{message}");
        }
        Ok(())
    }
}

/// A cursor is the item's own place: what stands behind it is the same whatever page it came on.
#[tokio::test]
async fn cursors_do_not_depend_on_the_page() -> TestResult {
    let app = TestApp::sqlite_to_read().await?;
    let list = List::new("plans", "");
    let whole = cursors(&list.page(&app, "first: 100").await?);
    let second = list.page(&app, &format!("first: 1, after: \"{}\"", whole[0])).await?;
    assert_eq!(text(&second["edges"][0]["cursor"]), whole[1]);
    Ok(())
}
