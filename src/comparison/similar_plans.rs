//! Which plans of a cohort are most like one plan.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

use super::{
    ComparedPlan, ComparisonContext,
    plan_themes::PlanThemes,
    score::billionths,
    similarity::{Likeness, PlanSimilarity, cosine},
};
use crate::{
    coding::{Codebook, CodingSummary},
    domain::{
        cohort::CohortPlan,
        id::{InstitutionId, PlanId, ThemeId},
        theme::THEME_SCHEME,
    },
};

/// How many plans are matched goal by goal: those with the most similar themes.
pub const MOST_MATCHED_PLANS: usize = 50;

/// The plans of other institutions whose theme shares are nearest to a plan's by cosine: the nearest first, ties by slug, at
/// most [`MOST_MATCHED_PLANS`]. Plans without a cosine, because nothing of them is coded or no theme was found, are left out;
/// so no plan is near to one that has none.
pub fn nearest_by_themes(
    institution: InstitutionId,
    own: &CodingSummary,
    candidates: &[CohortPlan],
    summaries: &HashMap<PlanId, CodingSummary>,
    codebook: &Codebook,
) -> Vec<PlanId> {
    let n_themes = codebook.in_scheme(THEME_SCHEME).count();
    let Some(own) = PlanThemes::of(Some(own), n_themes).shares() else { return Vec::new() };
    let mut near: Vec<(Reverse<i64>, &str, PlanId)> = candidates
        .iter()
        .filter(|candidate| candidate.institution != institution)
        .filter_map(|candidate| {
            let shares = PlanThemes::of(summaries.get(&candidate.plan), n_themes).shares()?;
            Some((Reverse(billionths(cosine(&own, &shares)?)), candidate.slug.as_str(), candidate.plan))
        })
        .collect();
    near.sort_unstable();
    near.into_iter().take(MOST_MATCHED_PLANS).map(|(.., plan)| plan).collect()
}

/// A plan, and how it is like another one.
#[derive(Clone, Debug, PartialEq)]
pub struct SimilarPlan {
    /// The two plans: `a` is the plan asked about, `b` the other.
    pub similarity: PlanSimilarity,
    /// Mean of the theme cosine and the matched goal share, of those that are known, 0..1.
    pub score: f64,
    /// Themes that both address, in the codebook's order.
    pub shared_themes: Vec<ThemeId>,
}

/// How the first of the plans is like each of the others: the most similar first, ties by slug. Plans for which neither the
/// themes nor the goals can be compared are left out.
pub fn similar_plans(plans: &[ComparedPlan<'_>], context: &ComparisonContext<'_>) -> Vec<SimilarPlan> {
    let likeness = Likeness::of(plans, context);
    let themes: Vec<ThemeId> = context.codebook.in_scheme(THEME_SCHEME).map(|theme| theme.id).collect();
    let addressed = |plan: usize| -> BTreeSet<usize> {
        let shares = likeness.shares(plan).unwrap_or_default();
        shares.iter().enumerate().filter(|&(_, &share)| share > 0.0).map(|(place, _)| place).collect()
    };
    let own = addressed(0);
    let mut similar: Vec<SimilarPlan> = (1..plans.len())
        .filter_map(|other| {
            let similarity = likeness.similarity(0, other);
            let known: Vec<f64> =
                [similarity.theme_cosine, similarity.matched_goal_share].into_iter().flatten().collect();
            let score = (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)?;
            let shared_themes =
                own.intersection(&addressed(other)).filter_map(|&place| themes.get(place).copied()).collect();
            Some(SimilarPlan { similarity, score, shared_themes })
        })
        .collect();
    let slug = |found: &SimilarPlan| plans.get(found.similarity.b).map(|plan| plan.plan.slug.as_str());
    similar.sort_by(|a, b| billionths(b.score).cmp(&billionths(a.score)).then_with(|| slug(a).cmp(&slug(b))));
    similar
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::testing::{SamplePlan, codebook, context, goal, sample_plan, theme};

    fn plan(slug: &str, goals: &[(&str, &[&str])]) -> SamplePlan {
        let goals: Vec<_> =
            goals.iter().enumerate().map(|(n, (text, themes))| goal(&format!("g{n}"), text, themes)).collect();
        sample_plan(slug, &goals).of_institution(slug)
    }

    fn own() -> SamplePlan {
        plan("own", &[("robot", &["smart"]), ("river", &["reading"])])
    }

    fn nearest(own: &SamplePlan, others: &[SamplePlan]) -> Vec<PlanId> {
        let candidates: Vec<_> = others.iter().map(SamplePlan::in_cohort).collect();
        let summaries = others.iter().map(|plan| (plan.plan.id, plan.summary())).collect();
        nearest_by_themes(own.plan.institution, &own.summary(), &candidates, &summaries, &codebook())
    }

    #[test]
    fn the_nearest_come_first_and_what_is_unknown_is_left_out() {
        let own = own();
        let mut uncoded = plan("uncoded", &[("robot", &["smart"])]);
        uncoded.codes.coded_layers.clear();
        let others = [
            plan("half", &[("lamp", &["smart"])]),
            plan("same-b", &[("lamp", &["smart"]), ("stone", &["reading"])]),
            plan("same-a", &[("lamp", &["smart", "reading"])]),
            plan("nothing", &[("lamp", &["staff"])]),
            plan("themeless", &[("lamp", &[])]),
            uncoded,
        ];
        let id = |slug: &str| crate::domain::id::id_from_name::<PlanId>("plan", slug);
        assert_eq!(nearest(&own, &others), [id("same-a"), id("same-b"), id("half"), id("nothing")]);
        // A plan that says nothing of themes is near to nobody.
        assert_eq!(nearest(&others[4], &others), []);
        assert_eq!(nearest(&others[5], &others), []);
        // The institution's own other plans are not among the others.
        let sibling = plan("sibling", &[("robot", &["smart"])]).of_institution("own");
        assert_eq!(nearest(&own, &[sibling]), []);
        let many: Vec<SamplePlan> = (0..60).map(|n| plan(&format!("plan-{n:02}"), &[("lamp", &["smart"])])).collect();
        let found = nearest(&own, &many);
        assert_eq!(found.len(), MOST_MATCHED_PLANS);
        assert_eq!(found[49], many[49].plan.id);
    }

    #[test]
    fn scores_worked_out_by_hand() {
        let own = own();
        let others = [
            // The same words and themes.
            plan("twin", &[("river", &["reading"]), ("robot", &["smart"])]),
            // Cosine ½ · 1 ÷ (√½ · 1) = √½; one of two and one goals matched: 2 ÷ 3.
            plan("half", &[("robot", &["smart"])]),
            // The same themes without goals: the cosine alone, 1.
            plan("other-words", &[("lamp", &[]), ("stone", &[])]),
        ];
        let codebook = codebook();
        let plans: Vec<_> = std::iter::once(&own).chain(&others).map(SamplePlan::compared).collect();
        let found = similar_plans(&plans, &context(&codebook, &[], &[]));
        let told: Vec<(usize, f64)> = found.iter().map(|found| (found.similarity.b, found.score)).collect();
        let half = (0.5_f64.sqrt() + 2.0 / 3.0) / 2.0;
        assert_eq!(told.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [1, 2, 3]);
        assert!((told[0].1 - 1.0).abs() < 1e-12 && (told[1].1 - half).abs() < 1e-12 && told[2].1 == 0.0, "{told:?}");
        assert_eq!(found[0].shared_themes, [theme("smart"), theme("reading")]);
        assert_eq!(found[1].shared_themes, [theme("smart")]);
        // Without themes on one side, the matched goals are all there is to go by.
        assert_eq!((found[2].similarity.theme_cosine, found[2].similarity.matched_goal_share), (None, Some(0.0)));
        assert_eq!(similar_plans(&plans[..1], &context(&codebook, &[], &[])), []);
    }
}
