//! Alignments and impact ratings: rows into values.

use std::collections::HashMap;

use entity::{OPEN, alignment, impact_rating};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    Store,
    error::{Doing, StoreError},
    rows,
};
use crate::domain::{
    annotation::{Alignment, ElementOfPlan, ImpactRating},
    id::{AlignmentId, ElementId, ImpactRatingId, PlanId, id_from_name},
    publication::AlignmentRecord,
    revision::RegistryRevision,
};

fn link(row: alignment::Model) -> Result<Alignment, StoreError> {
    Ok(Alignment {
        id: AlignmentId(row.id),
        source: ElementOfPlan { plan: PlanId(row.source_plan_id), element: ElementId(row.source_element_id) },
        target: ElementOfPlan { plan: PlanId(row.target_plan_id), element: ElementId(row.target_element_id) },
        relation: rows::value(&row.relation, "alignment", row.id)?,
        note: row.note,
        coder: row.coder,
    })
}

/// The alignment that a record comes to between two elements.
pub(super) fn new_alignment(record: &AlignmentRecord, source: ElementOfPlan, target: ElementOfPlan) -> Alignment {
    let name = format!("{}/{}/{}/{}", source.element.0, target.element.0, record.relation, record.coder);
    Alignment {
        id: id_from_name("alignment", &name),
        source,
        target,
        relation: record.relation,
        note: record.note.clone(),
        coder: record.coder.clone(),
    }
}

/// The row of an alignment that a revision brings.
pub(super) fn alignment_row(link: Alignment, revision: RegistryRevision) -> alignment::Model {
    alignment::Model {
        id: link.id.0,
        valid_from: revision.0,
        valid_to: OPEN,
        source_plan_id: link.source.plan.0,
        source_element_id: link.source.element.0,
        target_plan_id: link.target.plan.0,
        target_element_id: link.target.element.0,
        relation: link.relation.code().to_owned(),
        note: link.note,
        coder: link.coder,
    }
}

fn rating(row: impact_rating::Model) -> Result<ImpactRating, StoreError> {
    Ok(ImpactRating {
        id: ImpactRatingId(row.id),
        focus: ElementOfPlan { plan: PlanId(row.focus_plan_id), element: ElementId(row.focus_element_id) },
        contribution: ElementOfPlan {
            plan: PlanId(row.contribution_plan_id),
            element: ElementId(row.contribution_element_id),
        },
        level: rows::value(&row.level, "impact_rating", row.id)?,
        rater: row.rater,
        note: row.note,
        rated_at: rows::time(row.rated_at, "impact_rating", row.id)?,
    })
}

/// Alignments that meet a condition at a revision, by id.
pub(super) async fn alignments(
    connection: &impl ConnectionTrait,
    condition: Condition,
    at: RegistryRevision,
) -> Result<Vec<Alignment>, StoreError> {
    alignment::Entity::find()
        .filter(rows::valid_at(alignment::Column::ValidFrom, alignment::Column::ValidTo, at))
        .filter(condition)
        .order_by_asc(alignment::Column::Id)
        .all(connection)
        .await
        .doing("read alignments")?
        .into_iter()
        .map(link)
        .collect()
}

/// Impact ratings that meet a condition at a revision, by id.
pub(super) async fn impact_ratings(
    connection: &impl ConnectionTrait,
    condition: Condition,
    at: RegistryRevision,
) -> Result<Vec<ImpactRating>, StoreError> {
    impact_rating::Entity::find()
        .filter(rows::valid_at(impact_rating::Column::ValidFrom, impact_rating::Column::ValidTo, at))
        .filter(condition)
        .order_by_asc(impact_rating::Column::Id)
        .all(connection)
        .await
        .doing("read impact ratings")?
        .into_iter()
        .map(rating)
        .collect()
}

impl Store {
    /// The alignments from or to any of these plans.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn alignments_of(&self, plans: &[PlanId], at: RegistryRevision) -> Result<Vec<Alignment>, StoreError> {
        let plans = || plans.iter().map(|id| id.0);
        let touching = Condition::any()
            .add(rows::among(&self.database, alignment::Column::SourcePlanId, plans()))
            .add(rows::among(&self.database, alignment::Column::TargetPlanId, plans()));
        alignments(&self.database, touching, at).await
    }

    /// Alignments by id, as a revision knows them; ids unknown then are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn alignments_by_id(
        &self,
        ids: &[AlignmentId],
        at: RegistryRevision,
    ) -> Result<HashMap<AlignmentId, Alignment>, StoreError> {
        let named = Condition::all().add(rows::among(&self.database, alignment::Column::Id, ids.iter().copied()));
        let found = alignments(&self.database, named, at).await?;
        Ok(found.into_iter().map(|alignment| (alignment.id, alignment)).collect())
    }

    /// Every alignment of a revision: for exports.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn all_alignments(&self, at: RegistryRevision) -> Result<Vec<Alignment>, StoreError> {
        alignments(&self.database, Condition::all(), at).await
    }

    /// The impact ratings of a library's plan against its parent's, by id.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn impact_ratings_between(
        &self,
        plan: PlanId,
        parent: PlanId,
        at: RegistryRevision,
    ) -> Result<Vec<ImpactRating>, StoreError> {
        let between = Condition::all()
            .add(impact_rating::Column::ContributionPlanId.eq(plan.0))
            .add(impact_rating::Column::FocusPlanId.eq(parent.0));
        impact_ratings(&self.database, between, at).await
    }

    /// Every impact rating of a revision: for exports.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn all_impact_ratings(&self, at: RegistryRevision) -> Result<Vec<ImpactRating>, StoreError> {
        impact_ratings(&self.database, Condition::all(), at).await
    }
}
