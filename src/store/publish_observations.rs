//! Publishing the figures of a plan.

use std::collections::HashMap;

use entity::{OPEN, observation};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{
    documents,
    error::{Doing, StoreError},
    publication::Publication,
    rows,
};
use crate::domain::{
    id::{ObservationId, PlanIndicatorId, id_from_name},
    indicator::Figure,
    plan::Plan,
    publication::PlanIndicatorRecord,
};

impl Publication {
    /// Ends the figures that the record no longer has, and begins those that are new; the rest stay as they are.
    pub(super) async fn replace_observations(
        &self,
        plan: &Plan,
        indicators: &[PlanIndicatorRecord],
        ids: &[PlanIndicatorId],
    ) -> Result<(), StoreError> {
        const DOING: &str = "publish the figures of a plan";
        let current = observation::Entity::find()
            .filter(observation::Column::PlanId.eq(plan.id.0))
            .filter(rows::still_valid(observation::Column::ValidTo))
            .all(&self.transaction)
            .await
            .doing(DOING)?;
        let mut current: HashMap<Uuid, i32> = current.into_iter().map(|row| (row.id, row.position)).collect();
        let mut new_rows = Vec::new();
        let mut moved = Vec::new();
        for (indicator, owner) in indicators.iter().zip(ids) {
            let mut n_alike: HashMap<ObservationId, u32> = HashMap::new();
            for (position, figure) in indicator.observations.iter().enumerate() {
                let position = position as i32;
                let id = observation_id(*owner, figure, &mut n_alike);
                match current.remove(&id.0) {
                    Some(known) if known == position => continue,
                    Some(_) => moved.push(id.0),
                    None => {}
                }
                let (document, evidence) = documents::evidence_columns(figure.evidence.as_ref());
                new_rows.push(observation::ActiveModel {
                    id: Set(id.0),
                    valid_from: Set(self.revision.0),
                    valid_to: Set(OPEN),
                    plan_indicator_id: Set(owner.0),
                    plan_id: Set(plan.id.0),
                    institution_id: Set(plan.institution.0),
                    position: Set(position),
                    role: Set(figure.role.code().to_owned()),
                    comparator: Set(figure.comparator.code().to_owned()),
                    value: Set(figure.value),
                    upper: Set(figure.upper),
                    unit: Set(figure.unit.map(|unit| unit.to_string())),
                    basis: Set(figure.basis.code().to_owned()),
                    start_year: Set(figure.start_year),
                    end_year: Set(figure.end_year),
                    reference_year: Set(figure.reference_year),
                    dimensions: Set(rows::to_json(&figure.dimensions)),
                    text: Set(figure.text.clone()),
                    evidence_document_id: Set(document),
                    evidence: Set(evidence),
                });
            }
        }
        let ended: Vec<Uuid> = current.into_keys().chain(moved).collect();
        for ended in ended.chunks(5_000) {
            observation::Entity::update_many()
                .col_expr(observation::Column::ValidTo, Expr::value(self.revision.0))
                .filter(observation::Column::Id.is_in(ended.iter().copied()))
                .filter(rows::still_valid(observation::Column::ValidTo))
                .exec(&self.transaction)
                .await
                .doing(DOING)?;
        }
        rows::insert_all(&self.transaction, new_rows, DOING).await
    }
}

/// The id of a figure: made from its owner and content, and its number among figures that say the same.
fn observation_id(owner: PlanIndicatorId, figure: &Figure, n_alike: &mut HashMap<ObservationId, u32>) -> ObservationId {
    let dimensions: Vec<(&str, &str)> =
        figure.dimensions.iter().map(|side| (side.name.as_str(), side.value.as_str())).collect();
    let (document, passage) = documents::evidence_columns(figure.evidence.as_ref());
    let content = format!(
        "{}/{:?}",
        owner.0,
        (
            (figure.role.code(), figure.comparator.code(), figure.basis.code()),
            (figure.value, figure.upper, figure.unit.map(|unit| unit.to_string())),
            (figure.start_year, figure.end_year, figure.reference_year),
            (dimensions, &figure.text, document, passage),
        )
    );
    let same: ObservationId = id_from_name("observation", &content);
    let number = n_alike.entry(same).or_default();
    *number += 1;
    if *number == 1 { same } else { id_from_name("observation", &format!("{content}#{number}")) }
}
