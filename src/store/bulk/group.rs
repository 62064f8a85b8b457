//! One institution with its plans as rows: those that publishing them one by one writes.

use std::{collections::HashMap, sync::Arc};

use uuid::Uuid;

use super::{
    super::{
        annotations, coding_rows, documents,
        error::StoreError,
        plan_rows::{
            ElementRows, HeadRows, IndicatorRows, element_row, element_rows, head_rows, indicator_row, indicator_rows,
            new_element_id, new_indicator_id, observation_rows, plan_head, plan_row,
        },
        publication::Stamp,
        publish_institutions::{institution_row, statistic_rows, version_rows},
        rows, search,
    },
    columns::Rows,
};
use crate::{
    coding::{self, Codebook, CodingSummary},
    domain::{
        annotation::ElementOfPlan,
        element::ElementTree,
        id::{ElementId, IndicatorId, InstitutionId, PeriodId, PlanId, PlanIndicatorId},
        plan::Plan,
        publication::{AlignmentRecord, ElementName, InstitutionRecord, PlanRecord},
        theme::{CodingPass, Judgement},
    },
};

/// An institution that the registry does not have yet, with its plans.
#[derive(Clone, Debug, PartialEq)]
pub struct BulkGroup {
    /// The institution. Its parent is an institution of a group.
    pub institution: InstitutionRecord,
    /// Its plans.
    pub plans: Vec<PlanRecord>,
    /// Links between elements of these plans.
    pub alignments: Vec<AlignmentRecord>,
}

/// What the rows of all groups rest on.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    pub(super) stamp: Stamp,
    pub(super) periods: HashMap<String, PeriodId>,
    pub(super) indicators: HashMap<String, IndicatorId>,
    pub(super) codebook: Option<(Uuid, Arc<Codebook>)>,
}

impl Ground {
    /// Hands over the rows of a group; says how many elements it has.
    pub(super) fn write(&self, group: &BulkGroup, to: &mut impl Rows) -> Result<usize, StoreError> {
        let BulkGroup { institution, plans, alignments } = group;
        let id = self.institution(&institution.slug);
        self.write_institution(institution, id, to);
        for record in plans {
            self.write_plan(record, id, to)?;
        }
        for record in alignments {
            let alignment =
                annotations::new_alignment(record, self.element(&record.source), self.element(&record.target));
            to.push(annotations::alignment_row(alignment, self.stamp.revision));
        }
        Ok(plans.iter().map(|plan| plan.elements.len()).sum())
    }

    fn institution(&self, slug: &str) -> InstitutionId {
        self.stamp.ids.id("institution", slug)
    }

    fn plan(&self, slug: &str) -> PlanId {
        self.stamp.ids.id("plan", slug)
    }

    fn element(&self, ElementName { plan, element }: &ElementName) -> ElementOfPlan {
        ElementOfPlan { plan: self.plan(plan), element: new_element_id(self.stamp.ids, plan, element) }
    }

    fn write_institution(&self, record: &InstitutionRecord, id: InstitutionId, to: &mut impl Rows) {
        let record = record.clone().canonical();
        let parent = record.parent.as_ref().map(|slug| self.institution(slug));
        let (version, names) = version_rows(&record, id, parent, &self.stamp);
        to.push(institution_row(&record, id));
        to.push(version);
        to.extend(names);
        to.extend(statistic_rows(&record, id, &self.stamp));
    }

    fn write_plan(
        &self,
        record: &PlanRecord,
        institution: InstitutionId,
        to: &mut impl Rows,
    ) -> Result<(), StoreError> {
        let period = *self.periods.get(&record.period).ok_or_else(|| nowhere("planning period", &record.period))?;
        let linked = record.indicators.iter().filter_map(|indicator| indicator.indicator.as_ref());
        if let Some(slug) = linked.into_iter().find(|slug| !self.indicators.contains_key(*slug)) {
            return Err(nowhere("indicator", slug));
        }
        let plan = plan_head(record, self.plan(&record.slug), (institution, period), 1, &self.stamp);
        to.extend(record.documents.iter().map(|document| documents::document_row(&document.document)));
        to.push(plan_row(&plan));
        let HeadRows { revision, titles, documents } = head_rows(&plan, record);
        to.push(revision);
        to.extend(titles);
        to.extend(documents);

        let new_id = |key: &str| new_element_id(self.stamp.ids, &plan.slug, key);
        let ids: Vec<ElementId> = record.elements.iter().map(|element| new_id(&element.key)).collect();
        to.extend(ids.iter().map(|id| element_row(&plan, *id)));
        let (ElementRows { revisions, texts }, tree) = element_rows(&plan, &record.elements, &ids)?;
        to.extend(revisions);
        to.extend(texts);

        let new_id = |key: &str| new_indicator_id(self.stamp.ids, &plan, key);
        let ids: Vec<PlanIndicatorId> = record.indicators.iter().map(|indicator| new_id(&indicator.key)).collect();
        to.extend(ids.iter().map(|id| indicator_row(&plan, *id)));
        let IndicatorRows { revisions, texts } = indicator_rows(&plan, &record.indicators, &ids, &self.indicators);
        to.extend(revisions);
        to.extend(texts);
        to.extend(observation_rows(&plan, &record.indicators, &ids));

        if let Some((version, codebook)) = &self.codebook {
            self.write_coding(&plan, &tree, *version, codebook, to)?;
        }
        let texts = ids.iter().copied().zip(record.indicators.iter().map(|indicator| &indicator.text));
        to.extend(search::plan_words(&plan, &tree, texts));
        Ok(())
    }

    fn write_coding(
        &self,
        plan: &Plan,
        tree: &ElementTree,
        version: Uuid,
        codebook: &Codebook,
        to: &mut impl Rows,
    ) -> Result<(), StoreError> {
        let pass = coding_rows::lexicon_pass(plan, tree, version, codebook, &self.stamp);
        let passes: Vec<CodingPass> = match &pass {
            Some(pass) => vec![pass.as_read(codebook.version(), &self.stamp)?],
            None => Vec::new(),
        };
        if let Some(pass) = pass {
            let (pass, judgements) = coding_rows::pass_rows(pass, &self.stamp);
            to.push(pass);
            to.extend(judgements);
        }
        let codes = coding::effective_codes(tree, &passes, codebook);
        let summary = CodingSummary::of(tree, &codes, codebook);
        to.push(coding_rows::summary_row(plan, &summary, &self.stamp));
        to.extend(coding_rows::profile_rows(plan, tree, &codes, codebook, &self.stamp));
        Ok(())
    }
}

fn nowhere(what: &'static str, name: &str) -> StoreError {
    StoreError::Inconsistent {
        table: "plan",
        row: name.to_owned(),
        source: format!("a plan of a bulk publication names this {what}, and there is none").into(),
    }
}

impl coding_rows::NewPass<'_> {
    /// The pass as the registry gives it back once it is kept.
    fn as_read(&self, codebook_version: &str, stamp: &Stamp) -> Result<CodingPass, StoreError> {
        let time = |milliseconds| rows::time(milliseconds, "coding_pass", self.plan.id.0);
        Ok(CodingPass {
            id: coding_rows::pass_id(self.plan, self.coder, self.method, stamp),
            plan: self.plan.id,
            coder: self.coder.to_owned(),
            method: self.method,
            codebook_version: codebook_version.to_owned(),
            layers: self.layers.to_vec(),
            coded_at: time(self.coded_at)?,
            judgements: self
                .judgements
                .iter()
                .map(|judgement| {
                    Ok(Judgement {
                        element: judgement.element,
                        theme: judgement.theme,
                        present: judgement.present,
                        matched: judgement.matched.clone(),
                        judged_at: time(judgement.judged_at)?,
                    })
                })
                .collect::<Result<_, StoreError>>()?,
        })
    }
}
