//! `Plan.similarPlans`.

use super::{Comparison, Table, joined, value};

pub(super) const COMPARISON: Comparison = Comparison {
    name: "similar-plans",
    description: "The plans of a cohort that are most like a plan, by theme profile and matched goals.",
    document: include_str!("../queries/similar-plans.graphql"),
    caveats: &[&["/similarPlans/similarPlans", "/caveats"]],
    tables: &[Table {
        name: "plans",
        description: "One plan, the most similar first.",
        rows: &["/similarPlans/similarPlans"],
        columns: &[
            value("of_plan", 0, "/similarPlans/slug", "The plan asked about."),
            value("plan", 1, "/plan/slug", "The plan's slug."),
            value("institution", 1, "/plan/institution/slug", "Whose it is."),
            value("institution_name", 1, "/plan/institution/name/text", "The institution's name."),
            value("period", 1, "/plan/period/slug", "The plan's period."),
            value("score", 1, "/score", "Mean of the known ones of theme_cosine and matched_goal_share, 0..1."),
            value("theme_cosine", 1, "/themeCosine", "Cosine of the theme shares, 0..1. Empty: not known."),
            value("theme_jaccard", 1, "/themeJaccard", "Themes of both ÷ themes of either, 0..1. Empty: not known."),
            value(
                "matched_goal_share",
                1,
                "/matchedGoalShare",
                "2 × matched goals ÷ goals of both, 0..1. Empty: neither has goals.",
            ),
            joined("shared_themes", 1, "/sharedThemes", "/slug", "Themes of both, joined by `; `."),
        ],
    }],
};
