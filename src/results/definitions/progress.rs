//! `Plan.progress`.

use super::{Comparison, Table, value};

pub(super) const COMPARISON: Comparison = Comparison {
    name: "progress",
    description: "How far the indicators of a plan have come towards their targets.",
    document: include_str!("../queries/progress.graphql"),
    caveats: &[],
    tables: &[
        Table {
            name: "targets",
            description: "One target.",
            rows: &["/progress/progress/targets"],
            columns: &[
                value("plan", 0, "/progress/slug", "The plan's slug."),
                value("is_synthetic", 0, "/progress/isSynthetic", "Whether the plan is made up."),
                value(
                    "element",
                    1,
                    "/planIndicator/element/key",
                    "Key of the element that the indicator measures. Empty: no one element.",
                ),
                value("plan_indicator", 1, "/planIndicator/key", "The plan indicator's key."),
                value("text", 1, "/planIndicator/text/text", "The plan's words."),
                value(
                    "indicator",
                    1,
                    "/planIndicator/indicator/slug",
                    "The catalogue's definition. Empty: not linked.",
                ),
                value("comparator", 1, "/target/comparator", "How the target bounds the quantity."),
                value("target", 1, "/targetValue", "The target that was reckoned with, in unit. Empty: in words only."),
                value("target_year", 1, "/target/endYear", "Its last year. Empty: not known."),
                value("unit", 1, "/target/unit/code", "Unit of the numbers. Empty: not known."),
                value("basis", 1, "/target/basis", "What span or change the target is of."),
                value("baseline", 1, "/baselineValue", "The baseline that was reckoned with. Empty: none."),
                value("actual", 1, "/actualValue", "The actual that was reckoned with. Empty: none."),
                value("actual_year", 1, "/actual/endYear", "Its year. Empty: none."),
                value("status", 1, "/status", "ACHIEVED, ON_TRACK, BEHIND, REGRESSED or NOT_AVAILABLE."),
                value(
                    "ratio",
                    1,
                    "/ratio",
                    "(actual − baseline) ÷ (target − baseline). Empty: not known, or the comparator alone decides.",
                ),
                value(
                    "expected_ratio",
                    1,
                    "/expectedRatio",
                    "What even progress would have come to, 0..1. Empty: as ratio.",
                ),
                value("at", 1, "/at", "The date that expected_ratio is for. Empty: none."),
                value("method", 1, "/method", "What the status rests on."),
                value("reason", 1, "/reason", "Why the status is not available. Empty: it is."),
                value(
                    "evidence_start_line",
                    1,
                    "/planIndicator/evidence/startLine",
                    "First line of the passage that states the indicator. Empty: not recorded.",
                ),
                value("evidence_page", 1, "/planIndicator/evidence/page", "Page of that passage. Empty: not recorded."),
                value(
                    "evidence_locator",
                    1,
                    "/planIndicator/evidence/locator",
                    "Where that passage is, in words. Empty: not recorded.",
                ),
                value(
                    "actual_document",
                    1,
                    "/actual/evidence/document/title",
                    "The document that states the actual. Empty: not recorded.",
                ),
            ],
        },
        Table {
            name: "summary",
            description: "The whole plan.",
            rows: &[],
            columns: &[
                value("plan", 0, "/progress/slug", "The plan's slug."),
                value("is_synthetic", 0, "/progress/isSynthetic", "Whether the plan is made up."),
                value("indicator_count", 0, "/progress/progress/indicatorCount", "Indicators of the plan."),
                value("target_count", 0, "/progress/progress/targetCount", "Targets of those."),
                value(
                    "achieved_share",
                    0,
                    "/progress/progress/achievedShare",
                    "Achieved ÷ targets with known progress, 0..1. Empty: none is known.",
                ),
                value(
                    "on_track_share",
                    0,
                    "/progress/progress/onTrackShare",
                    "Achieved and on track ÷ targets with known progress, 0..1. Empty: none is known.",
                ),
                value("reason", 0, "/progress/progress/reason", "Why the shares are empty. Empty: they are not."),
            ],
        },
        Table {
            name: "statuses",
            description: "One status.",
            rows: &["/progress/progress/byStatus"],
            columns: &[value("status", 1, "/status", "The status."), value("count", 1, "/count", "Targets.")],
        },
        Table {
            name: "reasons",
            description: "A reason why progress is not known.",
            rows: &["/progress/progress/byReason"],
            columns: &[value("reason", 1, "/reason", "The reason."), value("count", 1, "/count", "Targets.")],
        },
    ],
};
