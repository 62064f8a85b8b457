//! `themeTrend`.

use super::{Comparison, Table, joined, theme_coverage::COHORT_COLUMNS, value};

pub(super) const COMPARISON: Comparison = Comparison {
    name: "theme-trend",
    description: "How the share of plans that address each theme moved over several periods.",
    document: include_str!("../queries/theme-trend.graphql"),
    caveats: &[&["/themeTrend/cohort/caveats"], &["/themeTrend/rows", "/association/caveats"]],
    tables: &[
        Table {
            name: "trend",
            description: "One theme in one period.",
            rows: &["/themeTrend/rows", "/points"],
            columns: &[
                value("theme", 1, "/theme/slug", "The theme's slug; see the codebook."),
                value("theme_en", 1, "/theme/en/text", "The theme's label in English."),
                value("theme_zh_hans", 1, "/theme/zh/text", "The theme's label in Chinese."),
                value("period", 2, "/period/slug", "The planning period's slug."),
                value("period_start_year", 2, "/period/startYear", "The period's first year."),
                value("plan_count", 2, "/periodPlanCount", "Plans of the cohort for the period."),
                value("coded_plan_count", 2, "/codedPlanCount", "Coded plans among them: n of the share."),
                value("theme_plan_count", 2, "/planCount", "Coded plans that address the theme."),
                value("share", 2, "/share", "theme_plan_count ÷ coded_plan_count, 0..1. Empty: no plan is coded."),
                value("low", 2, "/low", "Lower end of Wilson's 95 % interval of the share. Empty: as the share."),
                value("high", 2, "/high", "Upper end of Wilson's 95 % interval of the share. Empty: as the share."),
                value("element_count", 2, "/elementCount", "Topmost elements that address the theme."),
                value(
                    "mean_share",
                    2,
                    "/meanShare",
                    "Intensity: mean share of a plan's topmost elements that address the theme, 0..1. Empty: as the share.",
                ),
            ],
        },
        Table {
            name: "change",
            description: "One theme from the first period to the last.",
            rows: &["/themeTrend/rows"],
            columns: &[
                value("theme", 1, "/theme/slug", "The theme's slug; see the codebook."),
                value("theme_en", 1, "/theme/en/text", "The theme's label in English."),
                value("theme_zh_hans", 1, "/theme/zh/text", "The theme's label in Chinese."),
                value(
                    "change",
                    1,
                    "/change",
                    "Share in the last period − share in the first, -1..1. Empty: one of them is not known.",
                ),
                value("test", 1, "/association/test", "How it was tested: MC_NEMAR, COCHRAN_Q or NONE."),
                value(
                    "institution_count",
                    1,
                    "/association/institutionCount",
                    "Institutions with a coded plan in every period: what the test rests on.",
                ),
                value("statistic", 1, "/association/statistic", "The test's statistic. Empty: an exact test, or none."),
                value(
                    "degrees_of_freedom",
                    1,
                    "/association/degreesOfFreedom",
                    "Degrees of freedom of the statistic. Empty: as the statistic.",
                ),
                value(
                    "is_exact",
                    1,
                    "/association/isExact",
                    "Whether the p-value is exact rather than from the statistic's distribution.",
                ),
                value("p_value", 1, "/association/pValue", "The p-value, 0..1. Empty: no test."),
                value(
                    "adjusted_p_value",
                    1,
                    "/association/adjustedPValue",
                    "The p-value after Benjamini and Hochberg's adjustment over all themes. Empty: no test.",
                ),
                joined(
                    "caveats",
                    1,
                    "/association/caveats",
                    "/code",
                    "Codes of what is to be kept in mind, joined by `; `.",
                ),
            ],
        },
        Table {
            name: "cohort",
            description: "One plan of the cohort.",
            rows: &["/themeTrend/cohort/plans/nodes"],
            columns: COHORT_COLUMNS,
        },
    ],
};
