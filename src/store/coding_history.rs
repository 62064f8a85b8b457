//! Who coded what and when: passes and judgements of the past and the present, and the few columns that agreement rests on.

use std::collections::HashMap;

use entity::{coding_judgement, coding_pass, plan_element_revision};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::{
    Store, coding,
    error::{Doing, StoreError},
    rows,
};
use crate::domain::{
    element::ElementKind,
    id::{CodingPassId, ElementId, PlanId, PlanRevisionId, ThemeId},
    revision::RegistryRevision,
    theme::{CodingPass, JudgementEvent, PassHead, PassMethod, PassRecord, Validity},
};

/// When a row is in force, as a revision knows it.
fn validity(from: i64, to: i64, at: RegistryRevision) -> Validity {
    Validity { from: RegistryRevision(from), to: (to <= at.0).then_some(RegistryRevision(to)) }
}

impl Store {
    /// The passes of these methods over plans that are valid at a revision, without what they say; by plan, coder and
    /// method.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn coding_pass_heads(
        &self,
        plans: &[PlanId],
        methods: &[PassMethod],
        at: RegistryRevision,
    ) -> Result<Vec<PassHead>, StoreError> {
        use coding_pass::Column;
        let mut heads = Vec::new();
        let found: Vec<(Uuid, Uuid, String, String, i64)> = coding_pass::Entity::find()
            .filter(rows::among(&self.database, Column::PlanId, plans.iter().copied()))
            .filter(Column::Method.is_in(methods.iter().map(|method| method.code())))
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .select_only()
            .columns([Column::Id, Column::PlanId, Column::Coder, Column::Method, Column::ValidFrom])
            .into_tuple()
            .all(&self.database)
            .await
            .doing("list who coded which plan")?;
        for (id, plan, coder, method, published) in found {
            heads.push(PassHead {
                id: CodingPassId(id),
                plan: PlanId(plan),
                coder,
                method: rows::value(&method, "coding_pass", id)?,
                published: RegistryRevision(published),
            });
        }
        heads.sort_by(|a, b| (a.plan, &a.coder, a.method).cmp(&(b.plan, &b.coder, b.method)));
        Ok(heads)
    }

    /// Passes by id, by plan; in force or not.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn coding_passes_by_id(
        &self,
        ids: &[CodingPassId],
    ) -> Result<HashMap<PlanId, Vec<CodingPass>>, StoreError> {
        let mut passes: HashMap<PlanId, Vec<CodingPass>> = HashMap::new();
        let found = coding_pass::Entity::find()
            .filter(rows::among(&self.database, coding_pass::Column::Id, ids.iter().copied()))
            .order_by_asc(coding_pass::Column::Method)
            .order_by_asc(coding_pass::Column::Coder)
            .all(&self.database)
            .await
            .doing("read coding passes")?;
        for (plan, more) in coding::assemble(&self.database, found).await? {
            passes.entry(plan).or_default().extend(more);
        }
        Ok(passes)
    }

    /// The elements of revisions of plans in document order, without their texts.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn element_kinds(
        &self,
        revisions: &[PlanRevisionId],
    ) -> Result<HashMap<PlanRevisionId, Vec<(ElementId, ElementKind)>>, StoreError> {
        use plan_element_revision::Column;
        let mut kinds: HashMap<PlanRevisionId, Vec<(ElementId, ElementKind)>> = HashMap::new();
        let found: Vec<(Uuid, Uuid, String)> = plan_element_revision::Entity::find()
            .filter(rows::among(&self.database, Column::RevisionId, revisions.iter().copied()))
            .order_by_asc(Column::RevisionId)
            .order_by_asc(Column::Ordinal)
            .select_only()
            .columns([Column::RevisionId, Column::ElementId, Column::Kind])
            .into_tuple()
            .all(&self.database)
            .await
            .doing("list the elements of plans")?;
        for (revision, element, kind) in found {
            let kind = rows::value(&kind, "plan_element_revision", element)?;
            kinds.entry(PlanRevisionId(revision)).or_default().push((ElementId(element), kind));
        }
        Ok(kinds)
    }

    /// Every pass over each plan up to a revision, replaced ones among them; by the revision that brought it, then coder and
    /// method.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn coding_pass_history(
        &self,
        plans: &[PlanId],
        at: RegistryRevision,
    ) -> Result<HashMap<PlanId, Vec<PassRecord>>, StoreError> {
        use coding_pass::Column;
        const DOING: &str = "read the history of coding passes";
        const TABLE: &str = "coding_pass";
        let found = coding_pass::Entity::find()
            .filter(rows::among(&self.database, Column::PlanId, plans.iter().copied()))
            .filter(Column::ValidFrom.lte(at.0))
            .order_by_asc(Column::ValidFrom)
            .all(&self.database)
            .await
            .doing(DOING)?;
        let versions = coding::codebook_versions(&self.database).await?;
        let counted: Vec<(Uuid, i64)> = coding_judgement::Entity::find()
            .filter(coding_judgement::Column::PassId.in_subquery(passes_of(&self.database, plans, at)))
            .select_only()
            .column(coding_judgement::Column::PassId)
            .column_as(Expr::cust("COUNT(*)"), "n_judgements")
            .group_by(coding_judgement::Column::PassId)
            .into_tuple()
            .all(&self.database)
            .await
            .doing(DOING)?;
        let counts: HashMap<Uuid, i64> = counted.into_iter().collect();
        let mut history: HashMap<PlanId, Vec<PassRecord>> = HashMap::new();
        for row in found {
            history.entry(PlanId(row.plan_id)).or_default().push(PassRecord {
                method: rows::value(&row.method, TABLE, row.id)?,
                codebook_version: versions.get(&row.codebook_version_id).cloned().unwrap_or_default(),
                layers: rows::json(&row.layers, TABLE, row.id)?,
                coded_at: rows::time(row.coded_at, TABLE, row.id)?,
                n_judgements: counts.get(&row.id).map_or(0, |n| n.unsigned_abs()),
                validity: validity(row.valid_from, row.valid_to, at),
                coder: row.coder,
            });
        }
        for passes in history.values_mut() {
            let key = |pass: &PassRecord| (pass.validity.from, pass.coder.clone(), pass.method);
            passes.sort_by_cached_key(key);
        }
        Ok(history)
    }

    /// Every judgement of each element up to a revision, those of replaced passes among them, in no order.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn judgement_history(
        &self,
        elements: &[(PlanId, ElementId)],
        at: RegistryRevision,
    ) -> Result<HashMap<ElementId, Vec<JudgementEvent>>, StoreError> {
        const DOING: &str = "read the history of judgements";
        const TABLE: &str = "coding_judgement";
        let mut plans: Vec<PlanId> = elements.iter().map(|(plan, _)| *plan).collect();
        plans.sort_unstable();
        plans.dedup();
        let passes: HashMap<Uuid, coding_pass::Model> = coding_pass::Entity::find()
            .filter(rows::among(&self.database, coding_pass::Column::PlanId, plans.iter().copied()))
            .filter(coding_pass::Column::ValidFrom.lte(at.0))
            .all(&self.database)
            .await
            .doing(DOING)?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let mut history: HashMap<ElementId, Vec<JudgementEvent>> = HashMap::new();
        let found = coding_judgement::Entity::find()
            .filter(coding_judgement::Column::PassId.in_subquery(passes_of(&self.database, &plans, at)))
            .filter(rows::among(
                &self.database,
                coding_judgement::Column::ElementId,
                elements.iter().map(|(_, id)| id.0),
            ))
            .all(&self.database)
            .await
            .doing(DOING)?;
        for row in found {
            let Some(pass) = passes.get(&row.pass_id) else { continue };
            history.entry(ElementId(row.element_id)).or_default().push(JudgementEvent {
                theme: ThemeId(row.theme_id),
                coder: pass.coder.clone(),
                method: rows::value(&pass.method, "coding_pass", pass.id)?,
                present: row.present,
                judged_at: rows::time(row.judged_at, TABLE, row.pass_id)?,
                validity: validity(pass.valid_from, pass.valid_to, at),
            });
        }
        Ok(history)
    }
}

/// The passes over plans that came up to a revision.
fn passes_of(
    connection: &impl ConnectionTrait,
    plans: &[PlanId],
    at: RegistryRevision,
) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(coding_pass::Column::Id)
        .from(coding_pass::Entity)
        .cond_where(rows::among(connection, coding_pass::Column::PlanId, plans.iter().copied()))
        .cond_where(coding_pass::Column::ValidFrom.lte(at.0))
        .to_owned()
}
