//! From slugs to ids, and to the slug that somebody may have meant.

use std::collections::{BTreeSet, HashMap};

use entity::{indicator, innovation_case, institution, plan, planning_period, study, theme};
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    Store,
    error::{Doing, StoreError},
    rows,
};

/// The kinds of things that have slugs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    /// Institutions.
    Institution,
    /// Planning periods.
    Period,
    /// Plans.
    Plan,
    /// Concepts of the codebook.
    Theme,
    /// Indicator definitions.
    Indicator,
    /// Cases of service innovation.
    InnovationCase,
    /// Studies.
    Study,
}

impl Named {
    /// The word for one of them.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Institution => "institution",
            Self::Period => "planning period",
            Self::Plan => "plan",
            Self::Theme => "theme",
            Self::Indicator => "indicator",
            Self::InnovationCase => "innovation case",
            Self::Study => "study",
        }
    }
}

macro_rules! for_table {
    ($named:expr, $table:ident => $body:expr) => {
        match $named {
            Named::Institution => {
                use institution as $table;
                $body
            }
            Named::Period => {
                use planning_period as $table;
                $body
            }
            Named::Plan => {
                use plan as $table;
                $body
            }
            Named::Theme => {
                use theme as $table;
                $body
            }
            Named::Indicator => {
                use indicator as $table;
                $body
            }
            Named::InnovationCase => {
                use innovation_case as $table;
                $body
            }
            Named::Study => {
                use study as $table;
                $body
            }
        }
    };
}

/// The ids of slugs; slugs that nothing has are left out.
pub(super) async fn ids_by_slug(
    connection: &impl ConnectionTrait,
    named: Named,
    slugs: &[String],
) -> Result<HashMap<String, Uuid>, StoreError> {
    // Many records of one file may name the same thing.
    let slugs: Vec<&String> = slugs.iter().collect::<BTreeSet<_>>().into_iter().collect();
    let pairs: Vec<(String, Uuid)> = for_table!(named, table => {
        table::Entity::find()
            .filter(rows::among_words(connection, table::Column::Slug, slugs))
            .select_only()
            .columns([table::Column::Slug, table::Column::Id])
            .into_tuple()
            .all(connection)
            .await
            .doing("look slugs up")?
    });
    Ok(pairs.into_iter().collect())
}

/// The slug nearest to a word that nothing has, if one is near enough to have been meant.
pub(super) async fn similar_slug(
    connection: &impl ConnectionTrait,
    named: Named,
    word: &str,
) -> Result<Option<String>, StoreError> {
    // Enough for any registry of today, and bounded for one of tomorrow.
    const N_CANDIDATES: u64 = 50_000;
    let candidates: Vec<String> = for_table!(named, table => {
        table::Entity::find()
            .select_only()
            .column(table::Column::Slug)
            .order_by_asc(table::Column::Slug)
            .limit(N_CANDIDATES)
            .into_tuple()
            .all(connection)
            .await
            .doing("look for a similar slug")?
    });
    Ok(crate::suggestion::nearest(word, candidates.iter().map(String::as_str)).map(str::to_owned))
}

impl Store {
    /// The ids of slugs; slugs that nothing has are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn ids_by_slug(&self, named: Named, slugs: &[String]) -> Result<HashMap<String, Uuid>, StoreError> {
        ids_by_slug(&self.database, named, slugs).await
    }

    /// The slug nearest to a word that nothing has, if one is near enough to have been meant.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn similar_slug(&self, named: Named, word: &str) -> Result<Option<String>, StoreError> {
        similar_slug(&self.database, named, word).await
    }
}
