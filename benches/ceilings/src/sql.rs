//! Answers made by PostgreSQL in one statement each.

use anyhow::{Context, Result, bail};
use load::Question;
use sea_orm::sqlx::{
    self,
    postgres::{PgConnectOptions, PgPool, PgPoolOptions},
};
use serde_json::Value;

use crate::loaded::{slug, slugs};

/// A pool like the registry's.
#[derive(Clone)]
pub(crate) struct Database(PgPool);

/// As many connections as the registry keeps at most.
const CONNECTIONS: u32 = 16;

impl Database {
    /// Connects.
    pub(crate) async fn connect(url: &str) -> Result<Self> {
        let options: PgConnectOptions = url.parse().context("the ceilings take a PostgreSQL database")?;
        Ok(Self(PgPoolOptions::new().max_connections(CONNECTIONS).connect_with(options).await?))
    }

    /// The data of an answer, as JSON. Statements are prepared once for each connection.
    pub(crate) async fn answer(&self, question: Question, variables: &Value) -> Result<String> {
        let answer: Option<String> = match question {
            Question::Q1 => {
                let statement = sqlx::query_scalar(include_str!("../queries/q1.sql"));
                statement.bind(slug(variables, "/plan/slug")?).fetch_one(&self.0).await?
            }
            Question::Q2 => {
                let statement = sqlx::query_scalar(include_str!("../queries/q2.sql"));
                statement
                    .bind(slug(variables, "/kind")?)
                    .bind(slug(variables, "/period/slug")?)
                    .bind(slug(variables, "/theme/slug")?)
                    .fetch_one(&self.0)
                    .await?
            }
            Question::Q3 => {
                let statement = sqlx::query_scalar(include_str!("../queries/q3.sql"));
                statement.bind(slugs(variables)?).fetch_one(&self.0).await?
            }
            _ => bail!("{} has no statement", question.name()),
        };
        answer.with_context(|| format!("{} with {variables} finds nothing", question.name()))
    }
}
