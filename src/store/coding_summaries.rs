//! What the effective codes of plans come to, by registry revision: written by every publication that changes them, read for
//! whole cohorts.

use std::collections::{BTreeSet, HashMap};

use entity::{OPEN, codebook_version, coding_pass, plan_coding_summary, plan_revision, registry};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::{
    Store, codebook, coding, coding_rows,
    error::{Doing, StoreError},
    plan_content, plans,
    publication::Publication,
    rows,
};
use crate::{
    coding::{Codebook, CodingSummary, effective_codes},
    domain::{id::PlanId, plan::Plan, revision::RegistryRevision},
};

impl Publication {
    /// Keeps the summary of a plan's codes in place of the last one.
    pub(super) async fn keep_coding_summary(&self, plan: &Plan, summary: &CodingSummary) -> Result<(), StoreError> {
        const DOING: &str = "keep the summary of a plan's codes";
        use plan_coding_summary::{Column, Entity};
        Entity::update_many()
            .col_expr(Column::ValidTo, Expr::value(self.revision.0))
            .filter(Column::PlanId.eq(plan.id.0))
            .filter(rows::still_valid(Column::ValidTo))
            .filter(Column::ValidFrom.lt(self.revision.0))
            .exec(&self.transaction)
            .await
            .doing(DOING)?;
        // The same publication may have summed the plan up before.
        Entity::delete_many()
            .filter(Column::PlanId.eq(plan.id.0))
            .filter(Column::ValidFrom.eq(self.revision.0))
            .exec(&self.transaction)
            .await
            .doing(DOING)?;
        rows::insert_whole(&self.transaction, vec![coding_rows::summary_row(plan, summary, &self.stamp())], DOING).await
    }
}

impl Store {
    /// What the codes of plans come to at a revision, by plan; plans that nothing was summed up for are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn coding_summaries(
        &self,
        plans: &[PlanId],
        at: RegistryRevision,
    ) -> Result<HashMap<PlanId, CodingSummary>, StoreError> {
        use plan_coding_summary::{Column, Entity};
        if plans.is_empty() {
            return Ok(HashMap::new());
        }
        let found = Entity::find()
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .filter(rows::among(&self.database, Column::PlanId, plans.iter().copied()))
            .all(&self.database)
            .await
            .doing("read the summaries of codes")?;
        let summary = |row: plan_coding_summary::Model| {
            Ok((PlanId(row.plan_id), rows::json(&row.summary, "plan_coding_summary", row.plan_id)?))
        };
        found.into_iter().map(summary).collect()
    }

    /// Sums up the codes of plans that were coded before the registry kept summaries, for every revision since. Says how
    /// many plans it was.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn refresh_coding_summaries(&self) -> Result<usize, StoreError> {
        let mut n_done = 0;
        loop {
            let n_plans = self.refresh_some_coding_summaries().await?;
            if n_plans == 0 {
                return Ok(n_done);
            }
            n_done += n_plans;
            tracing::info!(plans = n_done, "summed up the codes of {n_done} plans that had no summary");
        }
    }

    /// The same for some plans, in a transaction of their own: a registry may be large, and its start be interrupted.
    async fn refresh_some_coding_summaries(&self) -> Result<usize, StoreError> {
        const DOING: &str = "sum up the codes of plans";
        const N_AT_ONCE: usize = 200;
        if without_summary(&self.database, N_AT_ONCE).await?.is_empty() {
            return Ok(0);
        }
        let transaction = self.database.begin_writing().await.doing(DOING)?;
        // Locks the row, so that two servers that start at once do the work once, and no publication comes in between.
        registry::Entity::update_many()
            .col_expr(registry::Column::Revision, Expr::col(registry::Column::Revision).add(0))
            .filter(registry::Column::Id.eq(1))
            .exec(&transaction)
            .await
            .doing(DOING)?;
        let plans = without_summary(&transaction, N_AT_ONCE).await?;
        let versions = codebook_version::Entity::find()
            .order_by_asc(codebook_version::Column::ValidFrom)
            .all(&transaction)
            .await
            .doing(DOING)?;
        let mut codebooks = HashMap::new();
        for version in &versions {
            codebooks.insert(version.id, codebook::read(&transaction, version).await?);
        }
        let mut summaries = Vec::new();
        for plan in &plans {
            summaries.extend(history(&transaction, *plan, &versions, &codebooks).await?);
        }
        // Plans that nothing can be summed up for would come again and again.
        let n_plans = if summaries.is_empty() { 0 } else { plans.len() };
        rows::insert_all(&transaction, summaries, DOING).await?;
        transaction.commit().await.doing(DOING)?;
        Ok(n_plans)
    }
}

/// Some plans that have been coded or could have been, and have no summary.
async fn without_summary(connection: &impl ConnectionTrait, n: usize) -> Result<Vec<PlanId>, StoreError> {
    let summed_up =
        Query::select().column(plan_coding_summary::Column::PlanId).from(plan_coding_summary::Entity).to_owned();
    let codebooks = Query::select().column(codebook_version::Column::Id).from(codebook_version::Entity).to_owned();
    let plans: Vec<Uuid> = plan_revision::Entity::find()
        .filter(plan_revision::Column::PlanId.not_in_subquery(summed_up))
        .filter(Expr::exists(codebooks))
        .select_only()
        .column(plan_revision::Column::PlanId)
        .distinct()
        .order_by_asc(plan_revision::Column::PlanId)
        .limit(n as u64)
        .into_tuple()
        .all(connection)
        .await
        .doing("look for plans whose codes are not summed up")?;
    Ok(plans.into_iter().map(PlanId).collect())
}

/// The summaries of a plan, one for each stretch of revisions in which nothing changed it.
async fn history(
    connection: &impl ConnectionTrait,
    plan: PlanId,
    versions: &[codebook_version::Model],
    codebooks: &HashMap<Uuid, Codebook>,
) -> Result<Vec<plan_coding_summary::ActiveModel>, StoreError> {
    const DOING: &str = "read what changed the codes of a plan";
    let published: Vec<i64> = plan_revision::Entity::find()
        .filter(plan_revision::Column::PlanId.eq(plan.0))
        .select_only()
        .column(plan_revision::Column::ValidFrom)
        .into_tuple()
        .all(connection)
        .await
        .doing(DOING)?;
    let coded: Vec<(i64, i64)> = coding_pass::Entity::find()
        .filter(coding_pass::Column::PlanId.eq(plan.0))
        .select_only()
        .columns([coding_pass::Column::ValidFrom, coding_pass::Column::ValidTo])
        .into_tuple()
        .all(connection)
        .await
        .doing(DOING)?;
    let mut boundaries: BTreeSet<i64> = versions.iter().map(|version| version.valid_from).collect();
    boundaries.extend(&published);
    boundaries.extend(coded.into_iter().flat_map(|(from, to)| [from, to]));
    boundaries.remove(&OPEN);
    let mut rows: Vec<plan_coding_summary::ActiveModel> = Vec::new();
    let mut last: Option<String> = None;
    for boundary in boundaries {
        let at = RegistryRevision(boundary);
        let version = versions.iter().find(|version| version.valid_from <= boundary && boundary < version.valid_to);
        let Some(codebook) = version.and_then(|version| codebooks.get(&version.id)) else { continue };
        let Some(head) = plans::by_id(connection, &[plan], at).await?.remove(&plan) else { continue };
        let content = plan_content::read(connection, &[&head], at).await?.remove(&plan).unwrap_or_default();
        let passes = coding::passes(connection, &[plan], at).await?.remove(&plan).unwrap_or_default();
        let codes = effective_codes(&content.tree, &passes, codebook);
        let summary = rows::to_json(&CodingSummary::of(&content.tree, &codes, codebook));
        if last.as_ref() == Some(&summary) {
            continue;
        }
        if let Some(before) = rows.last_mut() {
            before.valid_to = Set(boundary);
        }
        rows.push(plan_coding_summary::ActiveModel {
            plan_id: Set(plan.0),
            valid_from: Set(boundary),
            valid_to: Set(OPEN),
            institution_id: Set(head.institution.0),
            summary: Set(summary.clone()),
        });
        last = Some(summary);
    }
    Ok(rows)
}
