//! `themeCoverage`.

use super::{Comparison, Table, dimensions, joined, value};

pub(super) const COMPARISON: Comparison = Comparison {
    name: "theme-coverage",
    description: "How many plans of a cohort address each theme, by group.",
    document: include_str!("../queries/theme-coverage.graphql"),
    caveats: &[&["/themeCoverage/cohort/caveats"], &["/themeCoverage/association", "/caveats"]],
    tables: &[
        Table {
            name: "coverage",
            description: "One theme in one group of plans.",
            rows: &["/themeCoverage/groups", "/cells"],
            columns: &[
                dimensions(1, "/key"),
                value("plan_count", 1, "/planCount", "Plans of the group."),
                value(
                    "coded_plan_count",
                    1,
                    "/codedPlanCount",
                    "Plans of the group that are coded: what the share is of.",
                ),
                value("not_coded_plan_count", 1, "/notCodedPlanCount", "Plans of the group that nobody has coded."),
                value(
                    "not_applicable_plan_count",
                    1,
                    "/notApplicablePlanCount",
                    "Plans of the group without elements in the layers that count.",
                ),
                value("theme", 2, "/theme/slug", "The theme's slug; see the codebook."),
                value("theme_en", 2, "/theme/en/text", "The theme's label in English."),
                value("theme_zh_hans", 2, "/theme/zh/text", "The theme's label in Chinese."),
                value("theme_plan_count", 2, "/planCount", "Coded plans of the group that address the theme."),
                value(
                    "share",
                    2,
                    "/share",
                    "theme_plan_count ÷ coded_plan_count, 0..1. Empty: no plan of the group is coded.",
                ),
                value("low", 2, "/low", "Lower end of Wilson's 95 % interval of the share. Empty: as the share."),
                value("high", 2, "/high", "Upper end of Wilson's 95 % interval of the share. Empty: as the share."),
                value(
                    "element_count",
                    2,
                    "/elementCount",
                    "Topmost elements that address the theme in the coded plans of the group.",
                ),
                value(
                    "mean_share",
                    2,
                    "/meanShare",
                    "Intensity: mean share of a plan's topmost elements that address the theme, 0..1. Empty: as the share.",
                ),
            ],
        },
        Table {
            name: "association",
            description: "Whether addressing a theme goes together with the group.",
            rows: &["/themeCoverage/association"],
            columns: ASSOCIATION,
        },
        COHORT,
    ],
};

/// The plans of a cohort.
pub(super) const COHORT: Table = Table {
    name: "cohort",
    description: "One plan of the cohort.",
    rows: &["/themeCoverage/cohort/plans/nodes"],
    columns: COHORT_COLUMNS,
};

pub(super) const COHORT_COLUMNS: &[super::Column] = &[
    value("plan", 1, "/slug", "The plan's slug."),
    value("title", 1, "/title/text", "The plan's title."),
    value("status", 1, "/status", "How far the plan has come."),
    value("level", 1, "/level", "The level that the plan speaks for."),
    value("period", 1, "/period/slug", "The planning period's slug."),
    value("institution", 1, "/institution/slug", "The institution's slug."),
    value("institution_name", 1, "/institution/name/text", "The institution's name."),
    value("institution_kind", 1, "/institution/kind", "The institution's kind."),
    value(
        "subdivision",
        1,
        "/institution/subdivision",
        "The institution's subdivision (ISO 3166-2). Empty: not known.",
    ),
];

const ASSOCIATION: &[super::Column] = &[
    value("theme", 1, "/theme/slug", "The theme's slug; see the codebook."),
    value("theme_en", 1, "/theme/en/text", "The theme's label in English."),
    value("theme_zh_hans", 1, "/theme/zh/text", "The theme's label in Chinese."),
    value("test", 1, "/test", "How it was tested: CHI_SQUARE, FISHER_EXACT, MC_NEMAR, COCHRAN_Q or NONE."),
    value("institution_count", 1, "/institutionCount", "Institutions that the test rests on, each counted once."),
    value("statistic", 1, "/statistic", "The test's statistic. Empty: an exact test, or none."),
    value(
        "degrees_of_freedom",
        1,
        "/degreesOfFreedom",
        "Degrees of freedom of the statistic. Empty: as the statistic.",
    ),
    value("is_exact", 1, "/isExact", "Whether the p-value is exact rather than from the statistic's distribution."),
    value("p_value", 1, "/pValue", "The p-value, 0..1. Empty: no test."),
    value(
        "adjusted_p_value",
        1,
        "/adjustedPValue",
        "The p-value after Benjamini and Hochberg's adjustment over all themes. Empty: no test.",
    ),
    value("cramers_v", 1, "/cramersV", "Cramér's V, 0..1. Empty: no test, or repeated measures."),
    joined("caveats", 1, "/caveats", "/code", "Codes of what is to be kept in mind, joined by `; `."),
];
