//! Publishing what people add to plans.

use std::collections::{HashMap, HashSet};

use entity::{OPEN, alignment, codebook_version, impact_rating, plan, plan_element_revision, plan_revision};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    annotations,
    changes::ChangedSubject,
    coding,
    coding_rows::{NewJudgement, NewPass},
    error::{Doing, PublishError, Refusal, StoreError},
    plan_content, plans,
    publication::Publication,
    rows,
    slugs::{Named, ids_by_slug},
};
use crate::domain::{
    annotation::{Alignment, ElementOfPlan, ImpactRating},
    id::{AlignmentId, ElementId, ImpactRatingId, PlanId, ThemeId, id_from_name},
    publication::{AlignmentRecord, AnnotationRecord, CodingRecord, ElementName, ImpactRatingRecord, JudgementRecord},
    theme::{CodingPass, Judgement},
};

/// Elements that annotations name, found.
struct Names {
    elements: HashMap<ElementName, ElementOfPlan>,
    keys_by_plan: HashMap<String, Vec<String>>,
    plans: HashMap<String, PlanId>,
}

impl Publication {
    /// Publishes the records of one annotation file: each replaces what the same person said of the same thing before.
    ///
    /// # Errors
    /// [`PublishError::Refused`] for plans, elements, themes and codebook versions that there are not; nothing of the
    /// publication may be committed then.
    pub async fn annotations(&mut self, record: &AnnotationRecord) -> Result<(), PublishError> {
        let AnnotationRecord { codings, alignments, impact_ratings } = record;
        let names = self.names(record).await?;
        for (index, coding) in codings.iter().enumerate() {
            self.coding(index, coding, &names).await?;
        }
        self.alignments(alignments, &names).await?;
        self.impact_ratings(impact_ratings, &names).await
    }

    /// Finds the plans and elements that the record names, in the plans' current revisions.
    async fn names(&self, record: &AnnotationRecord) -> Result<Names, StoreError> {
        let slugs: HashSet<&String> = record
            .codings
            .iter()
            .map(|coding| &coding.plan)
            .chain(record.alignments.iter().flat_map(|link| [&link.source.plan, &link.target.plan]))
            .chain(record.impact_ratings.iter().flat_map(|rating| [&rating.focus.plan, &rating.contribution.plan]))
            .collect();
        let slugs: Vec<String> = slugs.into_iter().cloned().collect();
        let plans = ids_by_slug(&self.transaction, Named::Plan, &slugs).await?;
        let to_revision = plan_element_revision::Entity::belongs_to(plan_revision::Entity)
            .from(plan_element_revision::Column::RevisionId)
            .to(plan_revision::Column::Id)
            .into();
        let to_plan = plan_revision::Entity::belongs_to(plan::Entity)
            .from(plan_revision::Column::PlanId)
            .to(plan::Column::Id)
            .into();
        let found: Vec<(String, String, Uuid, Uuid)> = plan_element_revision::Entity::find()
            .join(JoinType::InnerJoin, to_revision)
            .join(JoinType::InnerJoin, to_plan)
            .filter(plan::Column::Slug.is_in(slugs))
            .filter(rows::still_valid(plan_revision::Column::ValidTo))
            .select_only()
            .column(plan::Column::Slug)
            .column(plan_element_revision::Column::Key)
            .column_as(plan::Column::Id, "plan_id")
            .column(plan_element_revision::Column::ElementId)
            .into_tuple()
            .all(&self.transaction)
            .await
            .doing("find the elements that annotations name")?;
        let mut names = Names {
            elements: HashMap::new(),
            keys_by_plan: HashMap::new(),
            plans: plans.into_iter().map(|(slug, id)| (slug, PlanId(id))).collect(),
        };
        for (plan, element, plan_id, element_id) in found {
            names.keys_by_plan.entry(plan.clone()).or_default().push(element.clone());
            let place = ElementOfPlan { plan: PlanId(plan_id), element: ElementId(element_id) };
            names.elements.insert(ElementName { plan, element }, place);
        }
        Ok(names)
    }

    /// The element of a name, or why there is none.
    async fn element(
        &self,
        name: &ElementName,
        field: &str,
        names: &Names,
    ) -> Result<Result<ElementOfPlan, Refusal>, StoreError> {
        if let Some(element) = names.elements.get(name) {
            return Ok(Ok(*element));
        }
        if !names.plans.contains_key(&name.plan) {
            return Ok(Err(self.unknown(Named::Plan, &name.plan, format!("{field}.plan"), "").await?));
        }
        let keys = names.keys_by_plan.get(&name.plan).map(Vec::as_slice).unwrap_or_default();
        let meant = crate::suggestion::nearest(&name.element, keys.iter().map(String::as_str));
        let meant = meant.map(|key| format!("; did you mean `{key}`?")).unwrap_or_default();
        Ok(Err(Refusal {
            field: format!("{field}.element"),
            message: format!("the plan `{}` has no element with the key `{}`{meant}", name.plan, name.element),
        }))
    }

    async fn coding(&mut self, index: usize, record: &CodingRecord, names: &Names) -> Result<(), PublishError> {
        let field = format!("codings[{index}]");
        let Some(plan_id) = names.plans.get(&record.plan).copied() else {
            let refusal = self.unknown(Named::Plan, &record.plan, format!("{field}.plan"), "").await?;
            return Err(PublishError::Refused(vec![refusal]));
        };
        let version = self.coding_version(record, &field).await?;
        let slugs: Vec<String> = record.judgements.iter().map(|judgement| judgement.theme.clone()).collect();
        let themes = ids_by_slug(&self.transaction, Named::Theme, &slugs).await?;
        let mut refusals = Vec::new();
        let mut judged: HashMap<(ElementId, ThemeId), &JudgementRecord> = HashMap::new();
        for (place, judgement) in record.judgements.iter().enumerate() {
            let field = format!("{field}.judgements[{place}]");
            let name = ElementName { plan: record.plan.clone(), element: judgement.element.clone() };
            let element = self.element(&name, &field, names).await?;
            let theme = themes.get(&judgement.theme);
            if theme.is_none() {
                refusals.push(self.unknown(Named::Theme, &judgement.theme, format!("{field}.theme"), "").await?);
            }
            match (element, theme) {
                (Ok(element), Some(theme)) => {
                    if judged.insert((element.element, ThemeId(*theme)), judgement).is_some() {
                        refusals.push(Refusal {
                            field,
                            message: format!(
                                "`{}` is judged for `{}` twice in one coding: keep one of the two",
                                judgement.element, judgement.theme
                            ),
                        });
                    }
                }
                (Err(mut refusal), _) => {
                    refusal.field = format!("{field}.element");
                    refusals.push(refusal);
                }
                (Ok(_), None) => {}
            }
        }
        if !refusals.is_empty() {
            return Err(PublishError::Refused(refusals));
        }
        let known = coding::passes(&self.transaction, &[plan_id], self.revision).await?.remove(&plan_id);
        let known = known.into_iter().flatten().find(|pass| pass.coder == record.coder && pass.method == record.method);
        if known.as_ref().is_some_and(|known| same_coding(known, record, &judged, &version.version)) {
            return Ok(());
        }
        let plan = plans::by_id(&self.transaction, &[plan_id], self.revision).await?.remove(&plan_id);
        let Some(plan) = plan else { return Ok(()) };
        self.change(ChangedSubject::Plan, plan.id);
        let coded_at = rows::milliseconds(record.coded_at.unwrap_or(self.now));
        let judgements = judged
            .iter()
            .map(|((element, theme), judgement)| NewJudgement {
                element: *element,
                theme: *theme,
                present: judgement.present,
                matched: Vec::new(),
                judged_at: judgement.judged_at.map_or(coded_at, rows::milliseconds),
            })
            .collect();
        self.keep_pass(NewPass {
            plan: &plan,
            codebook_version: version.id,
            coder: &record.coder,
            method: record.method,
            layers: &record.layers,
            coded_at,
            judgements,
        })
        .await?;
        let content = plan_content::read(&self.transaction, &[&plan], self.revision).await?.remove(&plan_id);
        if let (Some((_, codebook)), Some(content)) = (self.codebook_in_force().await?, content) {
            self.summarize_themes(&plan, &content.tree, &codebook).await?;
        }
        Ok(())
    }

    async fn coding_version(
        &self,
        record: &CodingRecord,
        field: &str,
    ) -> Result<codebook_version::Model, PublishError> {
        const DOING: &str = "find the codebook of a coding";
        let wanted = match &record.codebook_version {
            Some(version) => codebook_version::Column::Version.eq(version),
            None => rows::still_valid(codebook_version::Column::ValidTo),
        };
        let version = codebook_version::Entity::find().filter(wanted).one(&self.transaction).await.doing(DOING)?;
        version.ok_or_else(|| {
            PublishError::refused(
                format!("{field}.codebookVersion"),
                match &record.codebook_version {
                    Some(version) => format!(
                        "no version `{version}` of the codebook was published: import the codebook first, or leave the field out for the current version"
                    ),
                    None => "the registry has no codebook yet: import a catalogue file with one first".to_owned(),
                },
            )
        })
    }

    async fn alignments(&mut self, records: &[AlignmentRecord], names: &Names) -> Result<(), PublishError> {
        const DOING: &str = "publish alignments";
        let mut refusals = Vec::new();
        let mut given: HashMap<AlignmentId, Alignment> = HashMap::new();
        for (index, record) in records.iter().enumerate() {
            let field = format!("alignments[{index}]");
            let source = self.element(&record.source, &format!("{field}.source"), names).await?;
            let target = self.element(&record.target, &format!("{field}.target"), names).await?;
            match (source, target) {
                (Ok(source), Ok(target)) if source.element == target.element => refusals.push(Refusal {
                    field,
                    message: "an element cannot be aligned with itself: name two elements".to_owned(),
                }),
                (Ok(source), Ok(target)) => {
                    let alignment = annotations::new_alignment(record, source, target);
                    given.insert(alignment.id, alignment);
                }
                (source, target) => refusals.extend([source.err(), target.err()].into_iter().flatten()),
            }
        }
        if !refusals.is_empty() {
            return Err(PublishError::Refused(refusals));
        }
        let ids: Vec<Uuid> = given.keys().map(|id| id.0).collect();
        let named = Condition::all().add(alignment::Column::Id.is_in(ids));
        for known in annotations::alignments(&self.transaction, named, self.revision).await? {
            if given.get(&known.id) == Some(&known) {
                given.remove(&known.id);
            }
        }
        if given.is_empty() {
            return Ok(());
        }
        for link in given.values() {
            self.change(ChangedSubject::Plan, link.source.plan);
            self.change(ChangedSubject::Plan, link.target.plan);
        }
        alignment::Entity::update_many()
            .col_expr(alignment::Column::ValidTo, Expr::value(self.revision.0))
            .filter(alignment::Column::Id.is_in(given.keys().map(|id| id.0)))
            .filter(rows::still_valid(alignment::Column::ValidTo))
            .exec(&self.transaction)
            .await
            .doing(DOING)?;
        let new_rows = given.into_values().map(|link| annotations::alignment_row(link, self.revision)).collect();
        Ok(rows::insert_whole(&self.transaction, new_rows, DOING).await?)
    }

    async fn impact_ratings(&mut self, records: &[ImpactRatingRecord], names: &Names) -> Result<(), PublishError> {
        const DOING: &str = "publish impact ratings";
        let mut refusals = Vec::new();
        let mut given: HashMap<ImpactRatingId, (ImpactRating, bool)> = HashMap::new();
        for (index, record) in records.iter().enumerate() {
            let field = format!("impactRatings[{index}]");
            let focus = self.element(&record.focus, &format!("{field}.focus"), names).await?;
            let contribution = self.element(&record.contribution, &format!("{field}.contribution"), names).await?;
            match (focus, contribution) {
                (Ok(focus), Ok(contribution)) => {
                    let id = id_from_name(
                        "impact-rating",
                        &format!("{}/{}/{}", focus.element.0, contribution.element.0, record.rater),
                    );
                    let rating = ImpactRating {
                        id,
                        focus,
                        contribution,
                        level: record.level,
                        rater: record.rater.clone(),
                        note: record.note.clone(),
                        rated_at: record.rated_at.unwrap_or(self.now),
                    };
                    given.insert(id, (rating, record.rated_at.is_some()));
                }
                (focus, contribution) => refusals.extend([focus.err(), contribution.err()].into_iter().flatten()),
            }
        }
        if !refusals.is_empty() {
            return Err(PublishError::Refused(refusals));
        }
        let ids: Vec<Uuid> = given.keys().map(|id| id.0).collect();
        let named = Condition::all().add(impact_rating::Column::Id.is_in(ids));
        for known in annotations::impact_ratings(&self.transaction, named, self.revision).await? {
            let same = given.get(&known.id).is_some_and(|(rating, is_dated)| {
                let same_time = !is_dated || rows::milliseconds(rating.rated_at) == rows::milliseconds(known.rated_at);
                same_time && ImpactRating { rated_at: known.rated_at, ..rating.clone() } == known
            });
            if same {
                given.remove(&known.id);
            }
        }
        if given.is_empty() {
            return Ok(());
        }
        self.changed = true;
        impact_rating::Entity::update_many()
            .col_expr(impact_rating::Column::ValidTo, Expr::value(self.revision.0))
            .filter(impact_rating::Column::Id.is_in(given.keys().map(|id| id.0)))
            .filter(rows::still_valid(impact_rating::Column::ValidTo))
            .exec(&self.transaction)
            .await
            .doing(DOING)?;
        let new_rows = given
            .into_values()
            .map(|(rating, _)| impact_rating::ActiveModel {
                id: Set(rating.id.0),
                valid_from: Set(self.revision.0),
                valid_to: Set(OPEN),
                focus_plan_id: Set(rating.focus.plan.0),
                focus_element_id: Set(rating.focus.element.0),
                contribution_plan_id: Set(rating.contribution.plan.0),
                contribution_element_id: Set(rating.contribution.element.0),
                rater: Set(rating.rater),
                level: Set(rating.level.code().to_owned()),
                note: Set(rating.note),
                rated_at: Set(rows::milliseconds(rating.rated_at)),
            })
            .collect();
        Ok(rows::insert_all(&self.transaction, new_rows, DOING).await?)
    }
}

/// Whether a pass says what a record says. Times that the record does not give do not count.
fn same_coding(
    known: &CodingPass,
    record: &CodingRecord,
    judged: &HashMap<(ElementId, ThemeId), &JudgementRecord>,
    version: &str,
) -> bool {
    let same_judgement = |judgement: &Judgement| {
        judged.get(&(judgement.element, judgement.theme)).is_some_and(|given| {
            given.present == judgement.present
                && given.judged_at.is_none_or(|at| rows::milliseconds(at) == rows::milliseconds(judgement.judged_at))
        })
    };
    known.codebook_version == version
        && known.layers == record.layers
        && record.coded_at.is_none_or(|at| rows::milliseconds(at) == rows::milliseconds(known.coded_at))
        && known.judgements.len() == judged.len()
        && known.judgements.iter().all(same_judgement)
}
