//! `impactMap`.

use super::{Comparison, Table, joined, value};

pub(super) const COMPARISON: Comparison = Comparison {
    name: "impact-map",
    description: "Library Impact Map: the foci of the parent body's plan against the elements of the library's plan.",
    document: include_str!("../queries/impact-map.graphql"),
    caveats: &[&["/impactMap/caveats"]],
    tables: &[
        Table {
            name: "ratings",
            description: "One rating of a cell.",
            rows: &["/impactMap/cells", "/ratings"],
            columns: &[
                value("focus", 1, "/focus/key", "Key of the focus."),
                value("focus_title", 1, "/focus/title/text", "Its title."),
                value("contribution", 1, "/contribution/key", "Key of the library's element."),
                value("contribution_title", 1, "/contribution/title/text", "Its title."),
                value("consensus", 1, "/consensus", "The lower median of the cell's ratings."),
                value("rater", 2, "/rater", "Who rated."),
                value("level", 2, "/level", "The rating."),
                value("rated_at", 2, "/ratedAt", "When."),
                value("note", 2, "/note", "Why. Empty: nobody said."),
            ],
        },
        Table {
            name: "foci",
            description: "One level of the ratings of one focus.",
            rows: &["/impactMap/byFocus", "/counts"],
            columns: &[
                value("focus", 1, "/focus/key", "Key of the focus."),
                value("focus_title", 1, "/focus/title/text", "Its title."),
                value("rated", 1, "/rated", "Rated cells of the focus."),
                value("unrated", 1, "/unrated", "Cells of the focus that nobody has rated."),
                value("best", 1, "/best", "The best consensus. Empty: nothing is rated."),
                value("level", 2, "/level", "The level."),
                value("count", 2, "/count", "Cells with this consensus."),
                value("share", 2, "/share", "count ÷ rated, 0..1."),
            ],
        },
        Table {
            name: "contributions",
            description: "One level of the ratings of one contribution.",
            rows: &["/impactMap/byContribution", "/counts"],
            columns: &[
                value("contribution", 1, "/contribution/key", "Key of the library's element."),
                value("contribution_title", 1, "/contribution/title/text", "Its title."),
                value("rated", 1, "/rated", "Rated cells of the contribution."),
                value("unrated", 1, "/unrated", "Cells of the contribution that nobody has rated."),
                value("best", 1, "/best", "The best consensus. Empty: nothing is rated."),
                value("level", 2, "/level", "The level."),
                value("count", 2, "/count", "Cells with this consensus."),
                value("share", 2, "/share", "count ÷ rated, 0..1."),
            ],
        },
        Table {
            name: "summary",
            description: "One level of the ratings of the whole map.",
            rows: &["/impactMap/summary/counts"],
            columns: &[
                value("rated", 0, "/impactMap/summary/rated", "Rated cells."),
                value("unrated", 0, "/impactMap/summary/unrated", "Cells that nobody has rated."),
                value("rating_count", 0, "/impactMap/summary/ratingCount", "Ratings."),
                value("rater_count", 0, "/impactMap/summary/raterCount", "Raters."),
                value(
                    "agreement",
                    0,
                    "/impactMap/summary/agreement",
                    "Krippendorff's alpha, ordinal. Empty: too few ratings, or no variation.",
                ),
                value(
                    "compared_cell_count",
                    0,
                    "/impactMap/summary/comparedCellCount",
                    "Cells with two or more ratings: what the agreement rests on.",
                ),
                value("unplaced_ratings", 0, "/impactMap/unplacedRatings", "Ratings of elements that are gone."),
                value("level", 1, "/level", "The level."),
                value("count", 1, "/count", "Cells with this consensus."),
                value("share", 1, "/share", "count ÷ rated, 0..1."),
            ],
        },
        Table {
            name: "uncovered-foci",
            description: "A focus without a consensus of BELIEVED or above.",
            rows: &["/impactMap/uncoveredFoci"],
            columns: &[
                value("focus", 1, "/key", "Key of the focus."),
                value("focus_title", 1, "/title/text", "Its title."),
            ],
        },
        Table {
            name: "unaligned-contributions",
            description: "An element of the library's plan without a consensus of BELIEVED or above.",
            rows: &["/impactMap/unalignedContributions"],
            columns: &[
                value("contribution", 1, "/key", "Key of the library's element."),
                value("contribution_title", 1, "/title/text", "Its title."),
            ],
        },
        Table {
            name: "suggestions",
            description: "A cell that nobody has rated and the texts suggest.",
            rows: &["/impactMap/suggestions"],
            columns: &[
                value("focus", 1, "/focus/key", "Key of the focus."),
                value("focus_title", 1, "/focus/title/text", "Its title."),
                value("contribution", 1, "/contribution/key", "Key of the library's element."),
                value("contribution_title", 1, "/contribution/title/text", "Its title."),
                value("score", 1, "/score", "Score of the two elements, 0..1."),
                value("method", 1, "/method", "CURATED or TEXT."),
                joined("shared_themes", 1, "/sharedThemes", "/slug", "Themes of both, joined by `; `."),
                joined("shared_terms", 1, "/sharedTerms", "", "Words of both, joined by `; `."),
            ],
        },
    ],
};
