//! Coding passes: rows into values, the registry's own pass, and the summary of effective codes.

use std::collections::HashMap;

use entity::{codebook_version, coding_judgement, coding_pass, plan_theme};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::{
    Store, codebook,
    coding_rows::{self, NewPass},
    error::{Doing, StoreError},
    plan_content,
    publication::Publication,
    rows,
};
use crate::{
    coding::{self, Codebook, CodingSummary},
    domain::{
        element::ElementTree,
        id::{CodingPassId, ElementId, PlanId, ThemeId},
        plan::Plan,
        revision::RegistryRevision,
        theme::{CodingPass, Judgement, LEXICON_CODER, PassMethod},
    },
};

/// The passes over plans that are valid at a revision, by plan.
pub(super) async fn passes(
    connection: &impl ConnectionTrait,
    plans: &[PlanId],
    at: RegistryRevision,
) -> Result<HashMap<PlanId, Vec<CodingPass>>, StoreError> {
    if plans.is_empty() {
        return Ok(HashMap::new());
    }
    let found = coding_pass::Entity::find()
        .filter(rows::among(connection, coding_pass::Column::PlanId, plans.iter().copied()))
        .filter(rows::valid_at(coding_pass::Column::ValidFrom, coding_pass::Column::ValidTo, at))
        .order_by_asc(coding_pass::Column::Method)
        .order_by_asc(coding_pass::Column::Coder)
        .all(connection)
        .await
        .doing(DOING)?;
    assemble(connection, found).await
}

rows::row!(JudgementRow { pass: Uuid, element: Uuid, theme: Uuid, present: bool, matched: String, judged_at: i64 });

const JUDGEMENT_COLUMNS: [coding_judgement::Column; 6] = {
    use coding_judgement::Column as C;
    [C::PassId, C::ElementId, C::ThemeId, C::Present, C::Matched, C::JudgedAt]
};

const DOING: &str = "read coding passes";
const TABLE: &str = "coding_pass";

/// The names of all versions of the codebook.
pub(super) async fn codebook_versions(connection: &impl ConnectionTrait) -> Result<HashMap<Uuid, String>, StoreError> {
    let versions = codebook_version::Entity::find().all(connection).await.doing(DOING)?;
    Ok(versions.into_iter().map(|row| (row.id, row.version)).collect())
}

/// Passes with what they say from their rows, by plan, in the order given.
pub(super) async fn assemble(
    connection: &impl ConnectionTrait,
    found: Vec<coding_pass::Model>,
) -> Result<HashMap<PlanId, Vec<CodingPass>>, StoreError> {
    let versions = codebook_versions(connection).await?;
    let mut judgements: HashMap<Uuid, Vec<Judgement>> = HashMap::new();
    let mut judged: Vec<JudgementRow> = coding_judgement::Entity::find()
        .select_only()
        .columns(JUDGEMENT_COLUMNS)
        .filter(rows::among(connection, coding_judgement::Column::PassId, found.iter().map(|pass| pass.id)))
        .into_model()
        .all(connection)
        .await
        .doing(DOING)?;
    judged.sort_unstable_by_key(|row| (row.pass, row.element, row.theme));
    for row in judged {
        judgements.entry(row.pass).or_default().push(Judgement {
            element: ElementId(row.element),
            theme: ThemeId(row.theme),
            present: row.present,
            matched: rows::list(&row.matched, "coding_judgement", row.pass)?,
            judged_at: rows::time(row.judged_at, "coding_judgement", row.pass)?,
        });
    }
    let mut passes: HashMap<PlanId, Vec<CodingPass>> = HashMap::new();
    for row in found {
        let plan = PlanId(row.plan_id);
        passes.entry(plan).or_default().push(CodingPass {
            id: CodingPassId(row.id),
            plan,
            method: rows::value(&row.method, TABLE, row.id)?,
            codebook_version: versions.get(&row.codebook_version_id).cloned().unwrap_or_default(),
            layers: rows::json(&row.layers, TABLE, row.id)?,
            coded_at: rows::time(row.coded_at, TABLE, row.id)?,
            judgements: judgements.remove(&row.id).unwrap_or_default(),
            coder: row.coder,
        });
    }
    Ok(passes)
}

impl Publication {
    /// Ends the pass of a coder over a plan, if there is one.
    pub(super) async fn end_pass(&self, plan: PlanId, coder: &str, method: PassMethod) -> Result<(), StoreError> {
        coding_pass::Entity::update_many()
            .col_expr(coding_pass::Column::ValidTo, Expr::value(self.revision.0))
            .filter(coding_pass::Column::PlanId.eq(plan.0))
            .filter(coding_pass::Column::Coder.eq(coder))
            .filter(coding_pass::Column::Method.eq(method.code()))
            .filter(rows::still_valid(coding_pass::Column::ValidTo))
            .exec(&self.transaction)
            .await
            .doing("end a coding pass")?;
        Ok(())
    }

    /// Keeps a pass, in place of the same coder's last one.
    pub(super) async fn keep_pass(&self, pass: NewPass<'_>) -> Result<(), StoreError> {
        const DOING: &str = "keep a coding pass";
        self.end_pass(pass.plan.id, pass.coder, pass.method).await?;
        let (pass, judgements) = coding_rows::pass_rows(pass, &self.stamp());
        rows::insert_whole(&self.transaction, vec![pass], DOING).await?;
        rows::insert_whole(&self.transaction, judgements, DOING).await
    }

    /// Codes a plan by the labels found in its texts. A plan with no text in a language of the codebook stays uncoded.
    pub(super) async fn code_by_lexicon(
        &self,
        plan: &Plan,
        tree: &ElementTree,
        codebook_version: Uuid,
        codebook: &Codebook,
    ) -> Result<(), StoreError> {
        match coding_rows::lexicon_pass(plan, tree, codebook_version, codebook, &self.stamp()) {
            Some(pass) => self.keep_pass(pass).await,
            None => self.end_pass(plan.id, LEXICON_CODER, PassMethod::Lexicon).await,
        }
    }

    /// Brings the summaries of a plan's effective codes up to date.
    pub(super) async fn summarize_themes(
        &self,
        plan: &Plan,
        tree: &ElementTree,
        codebook: &Codebook,
    ) -> Result<(), StoreError> {
        const DOING: &str = "summarize the themes of a plan";
        let passes = passes(&self.transaction, &[plan.id], self.revision).await?.remove(&plan.id).unwrap_or_default();
        let codes = coding::effective_codes(tree, &passes, codebook);
        plan_theme::Entity::update_many()
            .col_expr(plan_theme::Column::ValidTo, Expr::value(self.revision.0))
            .filter(plan_theme::Column::PlanId.eq(plan.id.0))
            .filter(rows::still_valid(plan_theme::Column::ValidTo))
            .filter(plan_theme::Column::ValidFrom.lt(self.revision.0))
            .exec(&self.transaction)
            .await
            .doing(DOING)?;
        // The same publication may have summarized the plan before.
        plan_theme::Entity::delete_many()
            .filter(plan_theme::Column::PlanId.eq(plan.id.0))
            .filter(plan_theme::Column::ValidFrom.eq(self.revision.0))
            .exec(&self.transaction)
            .await
            .doing(DOING)?;
        self.keep_coding_summary(plan, &CodingSummary::of(tree, &codes, codebook)).await?;
        let weights = coding_rows::profile_rows(plan, tree, &codes, codebook, &self.stamp());
        rows::insert_whole(&self.transaction, weights, DOING).await
    }

    /// Codes every plan anew with a codebook, some plans at a time.
    pub(super) async fn code_all_plans(&self, codebook_version: Uuid, codebook: &Codebook) -> Result<(), StoreError> {
        use entity::plan_revision;
        const N_AT_ONCE: usize = 100;
        let plans: Vec<Uuid> = {
            plan_revision::Entity::find()
                .filter(rows::still_valid(plan_revision::Column::ValidTo))
                .select_only()
                .column(plan_revision::Column::PlanId)
                .order_by_asc(plan_revision::Column::PlanId)
                .into_tuple()
                .all(&self.transaction)
                .await
                .doing("list the plans to code")?
        };
        for ids in plans.chunks(N_AT_ONCE) {
            let ids: Vec<PlanId> = ids.iter().copied().map(PlanId).collect();
            let heads = super::plans::by_id(&self.transaction, &ids, self.revision).await?;
            let contents =
                plan_content::read(&self.transaction, &heads.values().collect::<Vec<_>>(), self.revision).await?;
            for plan in heads.values() {
                let Some(content) = contents.get(&plan.id) else { continue };
                self.code_by_lexicon(plan, &content.tree, codebook_version, codebook).await?;
                self.summarize_themes(plan, &content.tree, codebook).await?;
            }
        }
        Ok(())
    }

    /// The codebook in force inside this publication, with the id of its version.
    pub(super) async fn codebook_in_force(&mut self) -> Result<Option<(Uuid, std::sync::Arc<Codebook>)>, StoreError> {
        if self.codebook.is_none()
            && let Some(version) = codebook::version_at(&self.transaction, self.revision).await?
        {
            let codebook = codebook::read(&self.transaction, &version).await?;
            self.codebook = Some((version.id, std::sync::Arc::new(codebook)));
        }
        Ok(self.codebook.clone())
    }
}

impl Store {
    /// The passes over plans that are valid at a revision, by plan.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn coding_passes(
        &self,
        plans: &[PlanId],
        at: RegistryRevision,
    ) -> Result<HashMap<PlanId, Vec<CodingPass>>, StoreError> {
        passes(&self.database, plans, at).await
    }

    /// The passes that people made, by plan, then method and coder: for exports.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn manual_passes(&self, at: RegistryRevision) -> Result<Vec<CodingPass>, StoreError> {
        let coded = Query::select()
            .column(coding_pass::Column::PlanId)
            .from(coding_pass::Entity)
            .cond_where(rows::valid_at(coding_pass::Column::ValidFrom, coding_pass::Column::ValidTo, at))
            .cond_where(coding_pass::Column::Method.ne(PassMethod::Lexicon.code()))
            .to_owned();
        let plans: Vec<Uuid> = {
            entity::plan::Entity::find()
                .filter(entity::plan::Column::Id.in_subquery(coded))
                .order_by_asc(entity::plan::Column::Slug)
                .select_only()
                .column(entity::plan::Column::Id)
                .into_tuple()
                .all(&self.database)
                .await
                .doing("list the plans that people coded")?
        };
        let mut manual = Vec::new();
        for ids in plans.chunks(100) {
            let ids: Vec<PlanId> = ids.iter().copied().map(PlanId).collect();
            let mut found = passes(&self.database, &ids, at).await?;
            for id in ids {
                manual.extend(found.remove(&id).unwrap_or_default());
            }
        }
        manual.retain(|pass| pass.method != PassMethod::Lexicon);
        Ok(manual)
    }
}
