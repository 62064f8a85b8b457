//! Publishing studies: a revision is never changed, so that whoever cites it finds what was cited.

use std::collections::{BTreeMap, HashMap, HashSet};

use entity::{
    OPEN, codebook_version, indicator_version, institution_version, plan_revision, planning_period_version,
    registry_revision, study, study_version, theme_version,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use uuid::Uuid;

use super::{
    codebook,
    error::{Doing, PublishError, Refusal, StoreError},
    publication::Publication,
    rows,
    slugs::{Named, ids_by_slug},
    studies::Content,
};
use crate::domain::{
    id::StudyId,
    revision::RegistryRevision,
    study::{NamedRevision, ReferencedKind, StudyRecord, StudyReference},
};

const DOING: &str = "publish a study";

/// A study as the registry has it after a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudyPublished {
    /// Its id.
    pub id: StudyId,
    /// Number of its current revision, from 1.
    pub revision: i32,
    /// The registry revision that it is pinned to.
    pub at: RegistryRevision,
    /// The version of the codebook in force then.
    pub codebook_version: String,
    /// Whether the record names a registry revision that this registry has not reached, or that was published at another
    /// time: one of another registry.
    pub is_elsewhere: bool,
}

impl Publication {
    /// Publishes a study. A record that says what the current revision says makes no new one.
    ///
    /// # Errors
    /// [`PublishError::Refused`] for references that lead nowhere and for a codebook that was not in force.
    pub async fn study(
        &mut self,
        record: &StudyRecord,
        references: &[StudyReference],
    ) -> Result<StudyPublished, PublishError> {
        let slug = &record.slug;
        let identities: HashMap<String, (StudyId, bool)> =
            self.identities(Named::Study, "study", std::iter::once(slug)).await?;
        let (id, is_new) = identities.get(slug).copied().unwrap_or_else(|| (self.ids.id("study", slug), true));
        let current = study_version::Entity::find()
            .filter(study_version::Column::StudyId.eq(id.0))
            .filter(rows::still_valid(study_version::Column::ValidTo))
            .one(&self.transaction)
            .await
            .doing(DOING)?;
        let named = match &record.registry_revision {
            Some(named) => self.here(named).await?,
            None => None,
        };
        let is_elsewhere = record.registry_revision.is_some() && named.is_none();
        let content = Content::of(record);
        if let Some(row) = &current
            && let Some(version) = self.same(row, record, &content, named, is_elsewhere).await?
        {
            let at = RegistryRevision(row.registry_revision);
            return Ok(StudyPublished { id, revision: row.number, at, codebook_version: version, is_elsewhere });
        }
        let at = named.unwrap_or(self.revision);
        let (codebook, mut refusals) = match self.codebook_of(record, at, is_elsewhere).await? {
            Ok(codebook) => (Some(codebook), Vec::new()),
            Err(refusal) => (None, vec![refusal]),
        };
        refusals.extend(self.dead_references(references, at, codebook.as_ref()).await?);
        let Some(codebook) = codebook.filter(|_| refusals.is_empty()) else {
            return Err(PublishError::Refused(refusals));
        };

        self.changed = true;
        if is_new {
            study::Entity::insert(study::ActiveModel { id: Set(id.0), slug: Set(slug.clone()) })
                .exec_without_returning(&self.transaction)
                .await
                .doing(DOING)?;
        }
        study_version::Entity::update_many()
            .col_expr(study_version::Column::ValidTo, Expr::value(self.revision.0))
            .filter(study_version::Column::StudyId.eq(id.0))
            .filter(rows::still_valid(study_version::Column::ValidTo))
            .exec(&self.transaction)
            .await
            .doing(DOING)?;
        let number = current.map_or(1, |row| row.number + 1);
        let version: Uuid = self.ids.id("study-version", &format!("{slug}@{}", self.revision));
        study_version::Entity::insert(study_version::ActiveModel {
            id: Set(version),
            study_id: Set(id.0),
            number: Set(number),
            valid_from: Set(self.revision.0),
            valid_to: Set(OPEN),
            registry_revision: Set(at.0),
            codebook_version_id: Set(codebook.id),
            content: Set(rows::to_json(&content)),
            note: Set(record.note.clone()),
            published_at: Set(rows::milliseconds(self.now)),
            sort_key: Set(slug.as_bytes().to_vec()),
        })
        .exec_without_returning(&self.transaction)
        .await
        .doing(DOING)?;
        Ok(StudyPublished { id, revision: number, at, codebook_version: codebook.version, is_elsewhere })
    }

    /// The revision that a record names, if it is one of this registry.
    async fn here(&self, named: &NamedRevision) -> Result<Option<RegistryRevision>, StoreError> {
        let NamedRevision { number, published_at } = named;
        if *number > self.revision {
            return Ok(None);
        }
        let row = registry_revision::Entity::find_by_id(number.0).one(&self.transaction).await.doing(DOING)?;
        let is_here =
            row.is_some_and(|row| published_at.is_none_or(|time| rows::milliseconds(time) == row.published_at));
        Ok(is_here.then_some(*number))
    }

    /// The version of the codebook that the current revision rests on, if a record says nothing else than it. What a record
    /// leaves out, or takes from another registry, stays as it was pinned.
    async fn same(
        &self,
        row: &study_version::Model,
        record: &StudyRecord,
        content: &Content,
        named: Option<RegistryRevision>,
        is_elsewhere: bool,
    ) -> Result<Option<String>, StoreError> {
        if named.is_some_and(|named| named.0 != row.registry_revision) || Content::read(row)? != *content {
            return Ok(None);
        }
        let pinned = codebook_version::Entity::find_by_id(row.codebook_version_id);
        let pinned = pinned.one(&self.transaction).await.doing(DOING)?.map(|row| row.version).unwrap_or_default();
        let is_same = is_elsewhere || record.codebook_version.as_ref().is_none_or(|version| *version == pinned);
        Ok(is_same.then_some(pinned))
    }

    /// The codebook that a study rests on.
    async fn codebook_of(
        &self,
        record: &StudyRecord,
        at: RegistryRevision,
        is_elsewhere: bool,
    ) -> Result<Result<codebook_version::Model, Refusal>, StoreError> {
        let refused = |message: String| Ok(Err(Refusal { field: "codebookVersion".to_owned(), message }));
        let Some(in_force) = codebook::version_at(&self.transaction, at).await? else {
            return refused(format!(
                "no codebook was in force at registry revision {at}: import a catalogue file with one first, or name a later `registryRevision`"
            ));
        };
        let Some(wanted) = record.codebook_version.as_ref().filter(|wanted| **wanted != in_force.version) else {
            return Ok(Ok(in_force));
        };
        if is_elsewhere {
            return Ok(Ok(in_force));
        }
        let known = codebook_version::Entity::find()
            .filter(codebook_version::Column::Version.eq(wanted))
            .order_by_desc(codebook_version::Column::ValidFrom)
            .one(&self.transaction)
            .await
            .doing(DOING)?;
        let mend = match known {
            Some(known) if known.valid_to == OPEN => {
                format!("name a `registryRevision` from {} on, at which `{wanted}` is in force", known.valid_from)
            }
            Some(known) => format!(
                "name a `registryRevision` from {} to {}, at which `{wanted}` was in force",
                known.valid_from,
                known.valid_to - 1
            ),
            None => format!("this registry never had a version `{wanted}`"),
        };
        refused(format!(
            "at registry revision {at} the codebook in force is `{}`, not `{wanted}`: write `{}`, leave the field out, or {mend}",
            in_force.version, in_force.version
        ))
    }

    /// Refusals of references that lead nowhere, or nowhere yet at the revision that the study is pinned to.
    async fn dead_references(
        &self,
        references: &[StudyReference],
        at: RegistryRevision,
        codebook: Option<&codebook_version::Model>,
    ) -> Result<Vec<Refusal>, StoreError> {
        let mut by_kind: BTreeMap<ReferencedKind, Vec<&StudyReference>> = BTreeMap::new();
        for reference in references {
            by_kind.entry(reference.kind).or_default().push(reference);
        }
        let mut refusals = Vec::new();
        for (kind, references) in by_kind {
            let slugs: Vec<String> = references.iter().map(|reference| reference.slug.clone()).collect();
            let known = ids_by_slug(&self.transaction, named(kind), &slugs).await?;
            let ids: Vec<Uuid> = known.values().copied().collect();
            let known_then = self.known_at(kind, &ids, at, codebook).await?;
            for StudyReference { slug, field, .. } in references {
                let noun = named(kind).noun();
                match (known.get(slug), codebook) {
                    (None, _) => refusals.push(self.unknown(named(kind), slug, field.clone(), "").await?),
                    (Some(id), _) if known_then.contains(id) => {}
                    (Some(_), Some(codebook)) if kind == ReferencedKind::Theme => {
                        let message = format!("version `{}` of the codebook has no theme `{slug}`", codebook.version);
                        refusals.push(Refusal { field: field.clone(), message });
                    }
                    (Some(_), _) if kind == ReferencedKind::Theme => {}
                    (Some(_), _) => {
                        let message = format!(
                            "the {noun} `{slug}` was not there yet at registry revision {at}: name a later `registryRevision`, or take it out"
                        );
                        refusals.push(Refusal { field: field.clone(), message });
                    }
                }
            }
        }
        Ok(refusals)
    }

    /// Those of the ids that a revision knows.
    async fn known_at(
        &self,
        kind: ReferencedKind,
        ids: &[Uuid],
        at: RegistryRevision,
        codebook: Option<&codebook_version::Model>,
    ) -> Result<HashSet<Uuid>, StoreError> {
        macro_rules! valid {
            ($table:ident, $id:ident) => {
                $table::Entity::find()
                    .filter($table::Column::$id.is_in(ids.iter().copied()))
                    .filter(rows::valid_at($table::Column::ValidFrom, $table::Column::ValidTo, at))
                    .select_only()
                    .column($table::Column::$id)
                    .into_tuple::<Uuid>()
                    .all(&self.transaction)
                    .await
            };
        }
        let known = match kind {
            ReferencedKind::Institution => valid!(institution_version, InstitutionId),
            ReferencedKind::Period => valid!(planning_period_version, PeriodId),
            ReferencedKind::Plan => valid!(plan_revision, PlanId),
            ReferencedKind::Indicator => valid!(indicator_version, IndicatorId),
            ReferencedKind::Theme => {
                theme_version::Entity::find()
                    .filter(theme_version::Column::ThemeId.is_in(ids.iter().copied()))
                    .filter(theme_version::Column::CodebookVersionId.is_in(codebook.map(|codebook| codebook.id)))
                    .select_only()
                    .column(theme_version::Column::ThemeId)
                    .into_tuple::<Uuid>()
                    .all(&self.transaction)
                    .await
            }
        };
        Ok(known.doing(DOING)?.into_iter().collect())
    }
}

fn named(kind: ReferencedKind) -> Named {
    match kind {
        ReferencedKind::Institution => Named::Institution,
        ReferencedKind::Period => Named::Period,
        ReferencedKind::Plan => Named::Plan,
        ReferencedKind::Theme => Named::Theme,
        ReferencedKind::Indicator => Named::Indicator,
    }
}
