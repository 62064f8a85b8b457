//! What each publication changed: written with it, read by servers that hold the registry in memory.

use std::collections::BTreeSet;

use entity::registry_change;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    Store,
    error::{Doing, StoreError},
    publication::Publication,
    rows,
};
use crate::domain::{
    id::{IndicatorId, InstitutionId, PeriodId, PlanId},
    revision::RegistryRevision,
    vocabulary::vocabulary,
};

vocabulary! {
    /// What of the registry servers hold in memory.
    ChangedSubject {
        /// A plan: its head, what it says, its codes or its links.
        Plan = "PLAN",
        /// An institution.
        Institution = "INSTITUTION",
        /// A planning period.
        Period = "PERIOD",
        /// An indicator definition.
        Indicator = "INDICATOR",
        /// The codebook, and with it the codes of all plans.
        Codebook = "CODEBOOK",
    }
}

/// What publications changed of what servers hold in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Plans of which anything is new: head, content, codes or links.
    pub plans: BTreeSet<PlanId>,
    /// Institutions.
    pub institutions: BTreeSet<InstitutionId>,
    /// Planning periods.
    pub periods: BTreeSet<PeriodId>,
    /// Indicator definitions.
    pub indicators: BTreeSet<IndicatorId>,
    /// Whether there is a new version of the codebook, which codes all plans anew.
    pub codebook: bool,
}

impl Changes {
    fn add(&mut self, subject: ChangedSubject, id: Uuid) {
        match subject {
            ChangedSubject::Plan => drop(self.plans.insert(PlanId(id))),
            ChangedSubject::Institution => drop(self.institutions.insert(InstitutionId(id))),
            ChangedSubject::Period => drop(self.periods.insert(PeriodId(id))),
            ChangedSubject::Indicator => drop(self.indicators.insert(IndicatorId(id))),
            ChangedSubject::Codebook => self.codebook = true,
        }
    }
}

impl Publication {
    /// Says that this publication changes something that servers hold in memory.
    pub(super) fn change(&mut self, subject: ChangedSubject, id: impl Into<Uuid>) {
        self.changed = true;
        self.changes.insert((subject, id.into()));
    }

    /// Writes down what was changed.
    pub(super) async fn keep_changes(&mut self) -> Result<(), StoreError> {
        const AT_ONCE: usize = 1_000;
        let revision = self.revision.0;
        let rows = std::mem::take(&mut self.changes).into_iter().map(|(subject, id)| registry_change::ActiveModel {
            revision: Set(revision),
            subject: Set(subject.code().to_owned()),
            subject_id: Set(id),
        });
        let mut rows = rows.peekable();
        while rows.peek().is_some() {
            registry_change::Entity::insert_many(rows.by_ref().take(AT_ONCE))
                // Another part of the publication may have changed the same.
                .on_conflict_do_nothing()
                .exec_without_returning(&self.transaction)
                .await
                .doing("write down what a publication changed")?;
        }
        Ok(())
    }
}

/// Statements that write down the plans and institutions that a publication brought, from the rows that it wrote.
pub(super) fn of_new_rows(revision: RegistryRevision) -> [String; 2] {
    [(ChangedSubject::Plan, "plan_id", "plan_revision"), (ChangedSubject::Institution, "institution_id", "institution_version")]
        .map(|(subject, id, table)| {
            format!(
                "INSERT INTO registry_change (revision, subject, subject_id) SELECT {revision}, '{subject}', {id} FROM {table} WHERE valid_from = {revision}"
            )
        })
}

impl Store {
    /// What was changed after one revision, up to and with another.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn changes(&self, after: RegistryRevision, to: RegistryRevision) -> Result<Changes, StoreError> {
        use registry_change::{Column, Entity};
        let rows = Entity::find()
            .filter(Column::Revision.gt(after.0))
            .filter(Column::Revision.lte(to.0))
            .all(&self.database)
            .await
            .doing("read what publications changed")?;
        let mut changes = Changes::default();
        for row in rows {
            changes.add(rows::value(&row.subject, "registry_change", row.revision)?, row.subject_id);
        }
        Ok(changes)
    }
}
