//! `innovationCaseDistribution`.

use super::{Comparison, Table, dimensions, value};

pub(super) const COMPARISON: Comparison = Comparison {
    name: "innovation-case-distribution",
    description: "How cases of service innovation spread, by one or two dimensions.",
    document: include_str!("../queries/innovation-case-distribution.graphql"),
    caveats: &[],
    tables: &[
        Table {
            name: "groups",
            description: "Cases that share the values of all dimensions.",
            rows: &["/innovationCaseDistribution/groups"],
            columns: &[
                dimensions(1, "/key"),
                value("case_count", 1, "/caseCount", "Cases of the group."),
                value(
                    "share",
                    1,
                    "/share",
                    "case_count ÷ all cases, 0..1; with several focuses or strategies a case stands in several groups.",
                ),
            ],
        },
        Table {
            name: "margins",
            description: "Cases by one dimension alone.",
            rows: &["/innovationCaseDistribution/margins", "/groups"],
            columns: &[
                value("dimension", 1, "/dimension", "The dimension."),
                value("is_multi_valued", 1, "/isMultiValued", "Whether a case can stand in several groups."),
                value("overlapping_case_count", 1, "/overlappingCaseCount", "Cases that do."),
                value("value", 2, "/key/0/value", "The value's code or slug. Empty: not known."),
                value("label", 2, "/key/0/label/text", "The value in words."),
                value("case_count", 2, "/caseCount", "Cases of the group."),
                value("share", 2, "/share", "case_count ÷ all cases, 0..1."),
            ],
        },
    ],
};
