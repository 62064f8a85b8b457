//! `themeCoOccurrence`.

use super::{Comparison, Table, theme_coverage::COHORT_COLUMNS, value};

pub(super) const COMPARISON: Comparison = Comparison {
    name: "theme-co-occurrence",
    description: "Which themes stand together in the plans of a cohort, or in their elements.",
    document: include_str!("../queries/theme-co-occurrence.graphql"),
    caveats: &[&["/themeCoOccurrence/cohort/caveats"]],
    tables: &[
        Table {
            name: "pairs",
            description: "Two themes that stand together.",
            rows: &["/themeCoOccurrence/pairs"],
            columns: &[
                value("unit", 0, "/themeCoOccurrence/unit", "What themes were looked for in: PLAN or ELEMENT."),
                value("unit_count", 0, "/themeCoOccurrence/unitCount", "Units looked at."),
                value("theme_a", 1, "/a/slug", "Slug of the theme that comes first in the codebook."),
                value("theme_a_en", 1, "/a/en/text", "Its label in English."),
                value("theme_b", 1, "/b/slug", "Slug of the other theme."),
                value("theme_b_en", 1, "/b/en/text", "Its label in English."),
                value("a_count", 1, "/aCount", "Units that address theme a."),
                value("b_count", 1, "/bCount", "Units that address theme b."),
                value("count", 1, "/count", "Units that address both."),
                value("jaccard", 1, "/jaccard", "count ÷ units that address either, 0..1."),
                value(
                    "pmi",
                    1,
                    "/pmi",
                    "Pointwise mutual information in bits; above 0: together more often than by chance.",
                ),
                value("normalized_pmi", 1, "/normalizedPmi", "pmi ÷ −log2(count ÷ unit_count), -1..1."),
            ],
        },
        Table {
            name: "cohort",
            description: "One plan of the cohort.",
            rows: &["/themeCoOccurrence/cohort/plans/nodes"],
            columns: COHORT_COLUMNS,
        },
    ],
};
