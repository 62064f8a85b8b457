//! `frameworkAlignment`.

use super::{Comparison, Table, joined, value};

pub(super) const COMPARISON: Comparison = Comparison {
    name: "framework-alignment",
    description: "Which parts of a framework, such as the IFLA Strategy, a plan addresses, and how strongly.",
    document: include_str!("../queries/framework-alignment.graphql"),
    caveats: &[&["/frameworkAlignment/caveats"]],
    tables: &[
        Table {
            name: "parts",
            description: "One part of the framework.",
            rows: &["/frameworkAlignment/parts"],
            columns: &[
                value("part", 1, "/part/key", "Key of the part."),
                value("part_title", 1, "/part/title/text", "Its title."),
                value("presence", 1, "/presence", "ADDRESSED, NOT_MENTIONED, NOT_CODED or NOT_APPLICABLE."),
                value("strength", 1, "/strength", "The best score of a passage, 0..1. Empty: not known."),
                value("passage_count", 1, "/passageCount", "Passages of the plan that address it. Empty: not known."),
                value(
                    "plan_share",
                    1,
                    "/planShare",
                    "Share of the plan's topmost elements with such a passage, 0..1. Empty: not known.",
                ),
                value(
                    "theme_share",
                    1,
                    "/themeShare",
                    "Share of the part's themes that the plan addresses, 0..1. Empty: not known.",
                ),
                joined(
                    "addressed_themes",
                    1,
                    "/addressedThemes",
                    "/slug",
                    "Themes of the part that the plan addresses, joined by `; `.",
                ),
                joined(
                    "missing_themes",
                    1,
                    "/missingThemes",
                    "/slug",
                    "Themes of the part that the plan does not address, joined by `; `.",
                ),
            ],
        },
        Table {
            name: "passages",
            description: "One passage of the plan that addresses a part.",
            rows: &["/frameworkAlignment/parts", "/passages"],
            columns: &[
                value("part", 1, "/part/key", "Key of the part."),
                value("element", 2, "/element/key", "Key of the plan's element."),
                value("number", 2, "/element/number", "Its number, as printed. Empty: none."),
                value("title", 2, "/element/title/text", "Its title."),
                value(
                    "framework_element",
                    2,
                    "/frameworkElement/key",
                    "Key of the framework's element that it scores best with.",
                ),
                value("framework_title", 2, "/frameworkElement/title/text", "Its title."),
                value("score", 2, "/score", "Score of the two elements, 0..1."),
                value("method", 2, "/method", "CURATED or TEXT."),
                joined("shared_themes", 2, "/sharedThemes", "/slug", "Themes of both, joined by `; `."),
                joined("shared_terms", 2, "/sharedTerms", "", "Words of both, joined by `; `."),
                value(
                    "evidence_start_line",
                    2,
                    "/element/evidence/startLine",
                    "First line of the passage in the source. Empty: not recorded.",
                ),
                value(
                    "evidence_end_line",
                    2,
                    "/element/evidence/endLine",
                    "Last line of the passage in the source. Empty: not recorded.",
                ),
                value("evidence_page", 2, "/element/evidence/page", "Page of the passage. Empty: not recorded."),
                value(
                    "evidence_locator",
                    2,
                    "/element/evidence/locator",
                    "Where the passage is, in words. Empty: not recorded.",
                ),
            ],
        },
        Table {
            name: "unaligned-elements",
            description: "An element of the plan that addresses no part.",
            rows: &["/frameworkAlignment/unalignedElements"],
            columns: &[
                value("element", 1, "/key", "Key of the plan's element."),
                value("title", 1, "/title/text", "Its title."),
            ],
        },
    ],
};
