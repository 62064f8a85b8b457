//! Publishing indicator definitions.

use std::collections::HashMap;

use entity::{OPEN, indicator, indicator_standard_code, indicator_text, indicator_version};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{
    changes::ChangedSubject,
    error::{Doing, PublishError},
    indicators,
    publication::Publication,
    publish_catalogue::sort_key,
    rows, search,
    slugs::Named,
};
use crate::{
    domain::{id::IndicatorId, publication::IndicatorRecord, records},
    linguistics::normalize,
};

impl Publication {
    pub(super) async fn indicators(&mut self, records: &[IndicatorRecord]) -> Result<(), PublishError> {
        const DOING: &str = "publish indicator definitions";
        if records.is_empty() {
            return Ok(());
        }
        let records: &[IndicatorRecord] = &records.iter().cloned().map(IndicatorRecord::canonical).collect::<Vec<_>>();
        let identities: HashMap<String, (IndicatorId, bool)> =
            self.identities(Named::Indicator, "indicator", records.iter().map(|record| &record.slug)).await?;
        let ids: Vec<IndicatorId> = identities.values().map(|(id, _)| *id).collect();
        let current = indicators::by_id(&self.transaction, &ids, self.revision).await?;
        for record in records {
            let Some((id, is_new)) = identities.get(&record.slug) else { continue };
            if current.get(id).map(records::indicator_record).as_ref() == Some(record) {
                continue;
            }
            self.change(ChangedSubject::Indicator, *id);
            if *is_new {
                indicator::Entity::insert(indicator::ActiveModel { id: Set(id.0), slug: Set(record.slug.clone()) })
                    .exec_without_returning(&self.transaction)
                    .await
                    .doing(DOING)?;
            }
            indicator_version::Entity::update_many()
                .col_expr(indicator_version::Column::ValidTo, Expr::value(self.revision.0))
                .filter(indicator_version::Column::IndicatorId.eq(id.0))
                .filter(rows::still_valid(indicator_version::Column::ValidTo))
                .exec(&self.transaction)
                .await
                .doing(DOING)?;
            let version: Uuid = self.ids.id("indicator-version", &format!("{}@{}", record.slug, self.revision));
            indicator_version::Entity::insert(indicator_version::ActiveModel {
                id: Set(version),
                indicator_id: Set(id.0),
                valid_from: Set(self.revision.0),
                valid_to: Set(OPEN),
                measure: Set(record.measure.code().to_owned()),
                unit: Set(record.unit.map(|unit| unit.to_string())),
                direction: Set(record.direction.code().to_owned()),
                sort_key: Set(sort_key(&record.names, None)),
            })
            .exec_without_returning(&self.transaction)
            .await
            .doing(DOING)?;
            let texts = [(indicators::NAME, &record.names), (indicators::DEFINITION, &record.definition)]
                .into_iter()
                .flat_map(|(field, texts)| texts.iter().map(move |text| (field, text)))
                .map(|(field, text)| indicator_text::ActiveModel {
                    version_id: Set(version),
                    field: Set(field.to_owned()),
                    lang: Set(text.lang.to_string()),
                    text: Set(text.text.clone()),
                    normalized: Set(normalize(&text.text)),
                    origin: Set(text.origin.code().to_owned()),
                })
                .collect();
            rows::insert_all(&self.transaction, texts, DOING).await?;
            let codes = record
                .standard_codes
                .iter()
                .map(|code| indicator_standard_code::ActiveModel {
                    version_id: Set(version),
                    standard: Set(code.standard.clone()),
                    code: Set(code.code.clone()),
                })
                .collect();
            rows::insert_all(&self.transaction, codes, DOING).await?;
            search::index_indicator(&self.transaction, *id, &record.names, &record.definition).await?;
        }
        Ok(())
    }
}
