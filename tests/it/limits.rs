//! Queries that ask for more than one reader may.

use std::{fmt::Write, time::Duration};

use serde_json::{Value, json};

use crate::support::app::text;

on_both_catalogues! {
    async fn a_query_over_a_limit_is_told_what_it_costs(app: TestApp) -> TestResult {
        // 100 plans with 100 elements of 100 alternative labels each.
        let complex = "{ plans(first: 100) { nodes { elements(first: 100) { nodes { themes { theme { slug } } } } } } }";
        let (code, message) = app.error(complex, Value::Null).await?;
        assert_eq!(code, "QUERY_TOO_COMPLEX");
        let cost: u64 = message.split_whitespace().find_map(|word| word.parse().ok()).ok_or("no cost")?;
        assert!(cost > 20_000, "{message}");
        assert!(message.contains("at most 20000"), "{message}");

        let levels = 16;
        let deep = format!("{{ planningPeriods {} }}", "{ previous ".repeat(levels) + "{ id }" + &"}".repeat(levels));
        let (code, message) = app.error(&deep, Value::Null).await?;
        assert_eq!(code, "QUERY_TOO_DEEP");
        assert!(message.contains("18 fields deep") && message.contains("at most 15"), "{message}");

        let mut aliases = String::from("{ registry {");
        for number in 0..31 {
            write!(aliases, " a{number}: planCount")?;
        }
        let (code, message) = app.error(&(aliases + "} }"), Value::Null).await?;
        assert_eq!(code, "TOO_MANY_ALIASES");
        assert!(message.contains("31 aliases") && message.contains("at most 30"), "{message}");
        Ok(())
    }

    async fn fragments_that_double_each_other_are_refused_at_once(app: TestApp) -> TestResult {
        let mut bomb = String::from("query { ...f0 } fragment f40 on Query { registry { planCount } }");
        for number in 0..40 {
            let next = number + 1;
            write!(bomb, " fragment f{number} on Query {{ ...f{next} ...f{next} }}")?;
        }
        // Spread out it would take days.
        let refused = tokio::time::timeout(Duration::from_secs(60), app.error(&bomb, Value::Null));
        let (code, message) = refused.await??;
        assert!(code.starts_with("QUERY_TOO") || code.starts_with("TOO_MANY"), "{code}: {message}");
        Ok(())
    }

    async fn tools_may_read_the_whole_schema(app: TestApp) -> TestResult {
        let reply = app.query(include_str!("queries/introspection.graphql"), Value::Null).await?;
        let types = reply["__schema"]["types"].as_array().ok_or("no types")?;
        assert!(types.iter().any(|of_type| text(&of_type["name"]) == "PlanComparison"));
        Ok(())
    }

    async fn a_page_of_a_hundred_plans_is_served(app: TestApp) -> TestResult {
        let reply = app.query(include_str!("queries/plans.graphql"), json!({ "first": 100 })).await?;
        assert_eq!(reply["plans"]["nodes"].as_array().map(Vec::len), Some(18));
        Ok(())
    }
}
