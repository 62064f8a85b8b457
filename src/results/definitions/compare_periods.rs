//! `comparePeriods`.

use super::{Comparison, Table, joined, value};

pub(super) const COMPARISON: Comparison = Comparison {
    name: "compare-periods",
    description: "What became of one library's goals, themes and indicators from one period to the next.",
    document: include_str!("../queries/compare-periods.graphql"),
    caveats: &[&["/comparePeriods/caveats"]],
    tables: &[
        Table {
            name: "changes",
            description: "What became of elements that belong together.",
            rows: &["/comparePeriods/changes"],
            columns: &[
                value("plan_from", 0, "/comparePeriods/from/slug", "The earlier plan. Empty: the registry has none."),
                value("plan_to", 0, "/comparePeriods/to/slug", "The later plan. Empty: the registry has none."),
                value("kind", 1, "/kind", "CONTINUED, REVISED, SPLIT, MERGED, NEW or DROPPED."),
                value("score", 1, "/score", "Mean score of the pairs, 0..1. Empty: new or dropped."),
                value("method", 1, "/method", "CURATED, TEXT or NONE."),
                joined(
                    "from_elements",
                    1,
                    "/from",
                    "/key",
                    "Keys of the earlier elements, joined by `; `. Empty: new.",
                ),
                joined("from_titles", 1, "/from", "/title/text", "Their titles, joined by `; `."),
                joined("to_elements", 1, "/to", "/key", "Keys of the later elements, joined by `; `. Empty: dropped."),
                joined("to_titles", 1, "/to", "/title/text", "Their titles, joined by `; `."),
            ],
        },
        Table {
            name: "theme-shifts",
            description: "One theme then and now.",
            rows: &["/comparePeriods/themeShifts"],
            columns: &[
                value("theme", 1, "/theme/slug", "The theme's slug; see the codebook."),
                value("theme_en", 1, "/theme/en/text", "The theme's label in English."),
                value("theme_zh_hans", 1, "/theme/zh/text", "The theme's label in Chinese."),
                value("from_share", 1, "/fromShare", "Share in the earlier plan, 0..1. Empty: not coded."),
                value("to_share", 1, "/toShare", "Share in the later plan, 0..1. Empty: not coded."),
                value("delta", 1, "/delta", "to_share − from_share, -1..1. Empty: one of them is."),
            ],
        },
        Table {
            name: "indicator-changes",
            description: "One indicator then and now.",
            rows: &["/comparePeriods/indicatorChanges"],
            columns: &[
                value("indicator", 1, "/indicator/slug", "The catalogue's definition."),
                value("from_plan_indicator", 1, "/from/key", "The earlier plan indicator's key. Empty: none."),
                value("from_text", 1, "/from/text/text", "Its words."),
                value("to_plan_indicator", 1, "/to/key", "The later plan indicator's key. Empty: none."),
                value("to_text", 1, "/to/text/text", "Its words."),
                value("target_ratio", 1, "/targetRatio", "Later target ÷ earlier target. Empty: nothing compares."),
                value("attainment", 1, "/attainment", "Actual ÷ earlier target. Empty: nothing compares."),
            ],
        },
    ],
};
