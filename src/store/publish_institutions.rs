//! Publishing institutions.

use std::collections::HashMap;

use entity::{OPEN, institution, institution_statistic, institution_text, institution_version};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{
    changes::ChangedSubject,
    error::{Doing, PublishError, StoreError},
    institutions,
    publication::{Publication, Stamp},
    publish_catalogue::sort_key,
    rows,
    slugs::{Named, ids_by_slug},
};
use crate::{
    domain::{id::InstitutionId, publication::InstitutionRecord, records},
    linguistics::normalize,
};

impl Publication {
    pub(super) async fn institutions(&mut self, records: &[InstitutionRecord]) -> Result<(), PublishError> {
        const DOING: &str = "publish institutions";
        if records.is_empty() {
            return Ok(());
        }
        let records: &[InstitutionRecord] =
            &records.iter().cloned().map(InstitutionRecord::canonical).collect::<Vec<_>>();
        let identities: HashMap<String, (InstitutionId, bool)> =
            self.identities(Named::Institution, "institution", records.iter().map(|record| &record.slug)).await?;
        let parents: Vec<String> = records.iter().filter_map(|record| record.parent.clone()).collect();
        let mut ids: HashMap<String, InstitutionId> = ids_by_slug(&self.transaction, Named::Institution, &parents)
            .await?
            .into_iter()
            .map(|(slug, id)| (slug, InstitutionId(id)))
            .collect();
        ids.extend(identities.iter().map(|(slug, (id, _))| (slug.clone(), *id)));
        let mut refusals = Vec::new();
        for (index, record) in records.iter().enumerate() {
            if let Some(parent) = record.parent.as_ref().filter(|parent| !ids.contains_key(*parent)) {
                let field = format!("institutions[{index}].parent");
                refusals.push(self.unknown(Named::Institution, parent, field, "").await?);
            }
        }
        if !refusals.is_empty() {
            return Err(PublishError::Refused(refusals));
        }
        let known_ids: Vec<InstitutionId> =
            identities.values().filter(|(_, is_new)| !is_new).map(|(id, _)| *id).collect();
        let current = institutions::by_id(&self.transaction, &known_ids, self.revision).await?;
        let slugs: HashMap<InstitutionId, String> = ids.iter().map(|(slug, id)| (*id, slug.clone())).collect();
        let new_identities = records
            .iter()
            .filter_map(|record| match identities.get(&record.slug) {
                Some((id, true)) => Some(institution_row(record, *id)),
                _ => None,
            })
            .collect();
        rows::insert_whole(&self.transaction, new_identities, DOING).await?;
        for (index, record) in records.iter().enumerate() {
            let Some((id, _)) = identities.get(&record.slug) else { continue };
            let known = current.get(id);
            let known_record = match known {
                Some(known) => {
                    // The parent that it had may be one that this file does not name.
                    let mut slugs = slugs.clone();
                    if let Some(parent) = known.parent.filter(|parent| !slugs.contains_key(parent)) {
                        let found = institutions::by_id(&self.transaction, &[parent], self.revision).await?;
                        slugs.extend(found.into_values().map(|parent| (parent.id, parent.slug)));
                    }
                    Some(records::institution_record(known, &slugs))
                }
                None => None,
            };
            if known_record.as_ref() == Some(record) {
                continue;
            }
            self.change(ChangedSubject::Institution, *id);
            self.refuse_taken_identifiers(index, *id, record).await?;
            institution_version::Entity::update_many()
                .col_expr(institution_version::Column::ValidTo, Expr::value(self.revision.0))
                .filter(institution_version::Column::InstitutionId.eq(id.0))
                .filter(rows::still_valid(institution_version::Column::ValidTo))
                .exec(&self.transaction)
                .await
                .doing(DOING)?;
            let parent = record.parent.as_ref().and_then(|slug| ids.get(slug)).copied();
            let (version, names) = version_rows(record, *id, parent, &self.stamp());
            rows::insert_whole(&self.transaction, vec![version], DOING).await?;
            rows::insert_whole(&self.transaction, names, DOING).await?;
            if known_record.as_ref().map(|known| &known.statistics) != Some(&record.statistics) {
                self.statistics(*id, record).await?;
            }
        }
        Ok(())
    }

    /// Refuses an identifier that another institution carries.
    async fn refuse_taken_identifiers(
        &self,
        index: usize,
        id: InstitutionId,
        record: &InstitutionRecord,
    ) -> Result<(), PublishError> {
        use institution_version::Column;
        for (column, field, value) in [
            (Column::Isil, "isil", &record.isil),
            (Column::Ror, "ror", &record.ror),
            (Column::Wikidata, "wikidata", &record.wikidata),
        ] {
            let Some(value) = value else { continue };
            let taken = institution_version::Entity::find()
                .filter(column.eq(value.as_str()))
                .filter(Column::InstitutionId.ne(id.0))
                .filter(rows::still_valid(Column::ValidTo))
                .one(&self.transaction)
                .await
                .doing("look for an identifier")?;
            if let Some(taken) = taken {
                let other = InstitutionId(taken.institution_id);
                let found = institutions::by_id(&self.transaction, &[other], self.revision).await?;
                let other = found.get(&other).map_or("another institution", |other| &other.slug);
                return Err(PublishError::refused(
                    format!("institutions[{index}].{field}"),
                    format!("`{value}` is the identifier of `{other}` already: correct one of the two"),
                ));
            }
        }
        Ok(())
    }

    async fn statistics(&self, id: InstitutionId, record: &InstitutionRecord) -> Result<(), StoreError> {
        const DOING: &str = "publish the statistics of an institution";
        institution_statistic::Entity::update_many()
            .col_expr(institution_statistic::Column::ValidTo, Expr::value(self.revision.0))
            .filter(institution_statistic::Column::InstitutionId.eq(id.0))
            .filter(rows::still_valid(institution_statistic::Column::ValidTo))
            .exec(&self.transaction)
            .await
            .doing(DOING)?;
        rows::insert_whole(&self.transaction, statistic_rows(record, id, &self.stamp()), DOING).await
    }
}

/// The row of an institution itself.
pub(super) fn institution_row(record: &InstitutionRecord, id: InstitutionId) -> institution::Model {
    institution::Model { id: id.0, slug: record.slug.clone() }
}

/// The rows of what an institution is from a revision on, its statistics aside.
pub(super) fn version_rows(
    record: &InstitutionRecord,
    id: InstitutionId,
    parent: Option<InstitutionId>,
    stamp: &Stamp,
) -> (institution_version::Model, Vec<institution_text::Model>) {
    let version: Uuid = stamp.ids.id("institution-version", &format!("{}@{}", record.slug, stamp.revision));
    let names = record.names.iter().map(|name| institution_text::Model {
        version_id: version,
        lang: name.lang.to_string(),
        text: name.text.clone(),
        normalized: normalize(&name.text),
        origin: name.origin.code().to_owned(),
    });
    let row = institution_version::Model {
        id: version,
        institution_id: id.0,
        valid_from: stamp.revision.0,
        valid_to: OPEN,
        kind: record.kind.code().to_owned(),
        country: record.country.clone(),
        subdivision: record.subdivision.clone(),
        isil: record.isil.clone(),
        ror: record.ror.clone(),
        wikidata: record.wikidata.clone(),
        parent_id: parent.map(|id| id.0),
        sort_key: sort_key(&record.names, None),
    };
    (row, names.collect())
}

/// The rows of an institution's statistics.
pub(super) fn statistic_rows(
    record: &InstitutionRecord,
    id: InstitutionId,
    stamp: &Stamp,
) -> Vec<institution_statistic::Model> {
    let statistics = record.statistics.iter().map(|statistic| institution_statistic::Model {
        institution_id: id.0,
        measure: statistic.measure.clone(),
        year: statistic.year,
        valid_from: stamp.revision.0,
        valid_to: OPEN,
        value: statistic.value,
        source: statistic.source.clone(),
    });
    statistics.collect()
}
