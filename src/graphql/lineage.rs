//! One element through all periods of its institution.

use std::sync::Arc;

use async_graphql::{Description, Object, SimpleObject};

use super::{
    caveat::Caveat, compare_periods::ElementChange, compared::Compared, direct::DirectList, element::PlanElement,
    error::ApiResult, period::PlanningPeriod, plan::Plan, registry::ComputedFrom, session::Session,
};
use crate::{
    comparison::{self, ElementRef, LineageGap as Gap, LineageStep as Step},
    domain::{element::PlanLayer, id::PlanRevisionId, period, plan, revision::RegistryRevision},
};

/// What became of the elements of a layer of a plan before and after it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct LineageOf {
    at: RegistryRevision,
    revision: PlanRevisionId,
    layer: PlanLayer,
}

/// The plans that the elements of one plan are followed through, and what became of their elements.
pub(super) struct PlanLineage {
    compared: Arc<Compared>,
    periods: Arc<Vec<Arc<period::PlanningPeriod>>>,
    changes: Vec<Vec<comparison::ElementChange>>,
    gaps: Vec<Gap>,
    // Place of the plan asked about.
    own: usize,
}

impl PlanLineage {
    /// Loaded and matched once for all elements of a plan and layer.
    async fn of(
        session: &Session,
        plan: &Arc<plan::Plan>,
        layer: PlanLayer,
        at: RegistryRevision,
    ) -> ApiResult<Arc<Self>> {
        let key = LineageOf { at, revision: plan.revision.id, layer };
        let work_out = async {
            let periods = session.periods(at).await?;
            let plans = session.plans_of(plan.institution, at).await?;
            let plans = comparison::lineage_plans(plan, &plans, &periods);
            let gaps = comparison::lineage_gaps(&plans, &periods);
            let own = plans.iter().position(|one| one.id == plan.id).unwrap_or_default();
            let compared = Arc::new(Compared::load(session, &plans, at).await?);
            let changes = compared
                .compute(move |compared| comparison::lineage_changes(&compared.sides(), &compared.context(), layer))
                .await?;
            Ok(Arc::new(Self { compared, periods, changes, gaps, own }))
        };
        session.lineages.get(key, work_out).await
    }
}

/// What stands for an element in the plans of its institution for other periods. The topmost element of its layer that
/// holds it is followed, from plan to plan in both directions, by the matches and curated alignments that `comparePeriods`
/// tells at its default scores.
#[derive(Description)]
pub(super) struct ElementLineage {
    lineage: Arc<PlanLineage>,
    subject: ElementRef,
    steps: Vec<Step>,
}

impl ElementLineage {
    pub(super) async fn of(session: &Session, element: &PlanElement) -> ApiResult<Self> {
        let tree = &element.content.tree;
        let index = comparison::lineage_subject(tree, element.index);
        let layer = tree.elements()[index].layer();
        let lineage = PlanLineage::of(session, &element.plan, layer, element.at).await?;
        let subject = ElementRef { plan: lineage.own, element: index };
        let steps = comparison::lineage(subject, &lineage.changes);
        Ok(Self { lineage, subject, steps })
    }

    fn period(&self, plan: usize) -> Option<PlanningPeriod> {
        let compared = &self.lineage.compared;
        compared.plans.get(plan).map(|loaded| PlanningPeriod { period: loaded.period.clone(), at: compared.at })
    }
}

#[Object(use_type_description)]
impl ElementLineage {
    /// What the answer was computed from.
    async fn computed_from(&self) -> ComputedFrom {
        let compared = &self.lineage.compared;
        ComputedFrom::new(compared.at, compared.codebook.version())
    }

    /// The element that is followed: the one asked about, or the topmost one of the same layer above it, because only those
    /// are matched.
    async fn subject(&self) -> PlanElement {
        self.lineage.compared.element(self.subject)
    }

    /// One step for each plan that the element is found in, in the order of time; where the next plan has nothing like it, a
    /// last step without elements says so. Plans of periods of the same scheme as the element's own; its plan stands for its
    /// own period, and for others the plan is taken that `comparePeriods` takes.
    async fn steps(&self) -> Vec<LineageStep> {
        let compared = &self.lineage.compared;
        self.steps
            .iter()
            .filter_map(|step| {
                Some(LineageStep {
                    period: self.period(step.plan)?,
                    plan: compared.plan(step.plan),
                    elements: compared.elements(&step.elements),
                    links: step.links.iter().map(|change| ElementChange::of(compared, change)).collect(),
                })
            })
            .collect()
    }

    /// Stretches of time between two plans of the lineage for which the registry has no plan of the institution. The lineage
    /// goes on across them: the plans on either side are matched with each other.
    async fn gaps(&self) -> Vec<LineageGap> {
        let lineage = &self.lineage;
        let (first, last) = (self.steps.first(), self.steps.last());
        let spanned = |gap: &&Gap| {
            first.is_some_and(|step| step.plan <= gap.after) && last.is_some_and(|step| step.plan > gap.after)
        };
        let gap = |gap: &Gap| {
            let periods = gap.periods.iter().filter_map(|id| lineage.periods.iter().find(|period| period.id == *id));
            LineageGap {
                start_year: gap.start_year,
                end_year: gap.end_year,
                periods: periods
                    .map(|period| PlanningPeriod { period: period.clone(), at: lineage.compared.at })
                    .collect(),
            }
        };
        lineage.gaps.iter().filter(spanned).map(gap).collect()
    }

    /// What makes the plans of the lineage less comparable than they look; empty when nothing is known to.
    async fn caveats(&self) -> Vec<Caveat> {
        let compared = &self.lineage.compared;
        let steps: Vec<usize> = self.steps.iter().map(|step| step.plan).collect();
        let sides = compared.sides();
        let sides: Vec<_> = steps.iter().filter_map(|&plan| sides.get(plan).copied()).collect();
        let plans: Arc<[Option<Plan>]> = steps.iter().map(|&plan| Some(compared.plan(plan))).collect();
        Caveat::list(comparison::lineage_caveats(&sides), &plans)
    }
}

/// What stands in one plan for the element that is followed.
#[derive(SimpleObject)]
struct LineageStep {
    /// The period of the plan.
    period: PlanningPeriod,
    /// The plan.
    plan: Plan,
    /// The elements that stand for it, in document order; empty in the last step if the plan has nothing like it any more.
    elements: DirectList<PlanElement>,
    /// How they relate to the step before: one change, or several where the step before has several elements. Elements that
    /// a change joins to those of the lineage stand in it, too. NEW in the first step: the plan before has nothing like it.
    /// Empty in the first step: there is no plan before.
    links: Vec<ElementChange>,
}

/// A stretch of time between two plans of a lineage without a plan.
#[derive(SimpleObject)]
struct LineageGap {
    /// First year without a plan.
    start_year: i32,
    /// Last year without a plan, counted.
    end_year: i32,
    /// The planning periods passed over, in the order of time; empty where periods are not chained by `previous`.
    periods: Vec<PlanningPeriod>,
}
