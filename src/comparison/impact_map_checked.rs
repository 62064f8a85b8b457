//! Library Impact Maps, worked out by hand, and what holds for any ratings.

use proptest::prelude::*;

use super::{
    CaveatCode, ImpactCell, ImpactCount, ImpactLine, ImpactMap, ImpactSides, MatchMethod, impact_caveats, impact_map,
    impact_suggestions,
    testing::{SampleElement, SamplePlan, alignment, codebook, context, goal, rating, sample_plan},
};
use crate::domain::{
    annotation::{
        ImpactLevel::{self, Believed, CouldBe, Evidenced, EvidencedAndCommunicated, None as NoImpact},
        ImpactRating,
    },
    element::{ElementKind, PlanLayer},
    plan::PlanLevel,
};

fn task(key: &str, parent: usize, title: &str, concepts: &[&str]) -> SampleElement {
    SampleElement { kind: ElementKind::KeyTask, parent: Some(parent), ..goal(key, title, concepts) }
}

/// Goals `f0`, `f1`, `f2`; under the first of them the strategy `s`.
fn university() -> SamplePlan {
    let mut university = sample_plan(
        "university",
        &[
            goal("f0", "river", &["smart"]),
            task("s", 0, "lamp", &[]),
            goal("f1", "stone", &[]),
            goal("f2", "robot", &["staff"]),
        ],
    );
    university.plan.level = PlanLevel::Public;
    university
}

/// A goal `g` with the tasks `c0` and `c1`, and a goal `h` without any.
fn library() -> SamplePlan {
    sample_plan(
        "library",
        &[
            goal("g", "garden", &[]),
            task("c0", 0, "robot", &["staff"]),
            task("c1", 0, "bridge", &[]),
            goal("h", "river", &["smart"]),
        ],
    )
}

fn sides<'a>(library: &'a SamplePlan, university: &'a SamplePlan) -> ImpactSides<'a> {
    ImpactSides { plan: library.compared(), parent: university.compared() }
}

/// Everybody's ratings of one cell; raters are called `a`, `b` and so on.
fn cell(
    library: &SamplePlan,
    university: &SamplePlan,
    (focus, contribution): (&str, &str),
    levels: &[ImpactLevel],
) -> Vec<ImpactRating> {
    let raters = ["a", "b", "c", "d", "e"];
    let rate =
        |(rater, level): (&&str, &ImpactLevel)| rating((library, contribution), (university, focus), *level, rater);
    raters.iter().zip(levels).map(rate).collect()
}

fn consensus(levels: &[ImpactLevel]) -> Option<ImpactLevel> {
    let (library, university) = (library(), university());
    let ratings = cell(&library, &university, ("f0", "c0"), levels);
    let map = impact_map(&sides(&library, &university), &ratings, None, None);
    map.cells.first().map(|cell| cell.consensus)
}

fn told(counts: &[ImpactCount]) -> Vec<(ImpactLevel, usize, f64)> {
    counts.iter().map(|count| (count.level, count.n_cells, count.share)).collect()
}

#[test]
fn consensus_is_the_lower_median() {
    assert_eq!(consensus(&[]), None);
    assert_eq!(consensus(&[Evidenced]), Some(Evidenced));
    assert_eq!(consensus(&[Evidenced, CouldBe]), Some(CouldBe));
    assert_eq!(consensus(&[CouldBe, Evidenced]), Some(CouldBe));
    assert_eq!(consensus(&[EvidencedAndCommunicated, NoImpact, Believed]), Some(Believed));
    assert_eq!(consensus(&[EvidencedAndCommunicated, NoImpact, Believed, Evidenced]), Some(Believed));
    assert_eq!(consensus(&[NoImpact, NoImpact, EvidencedAndCommunicated, EvidencedAndCommunicated]), Some(NoImpact));
    assert_eq!(consensus(&[NoImpact, CouldBe, Believed, Evidenced, EvidencedAndCommunicated]), Some(Believed));
}

#[test]
fn a_small_map_number_by_number() {
    let (library, university) = (library(), university());
    // N, N agree; Y, Y agree; Y and N do not; one cell has a single rating.
    let mut ratings = cell(&library, &university, ("f0", "c0"), &[Believed, Believed]);
    ratings.extend(cell(&library, &university, ("f0", "c1"), &[NoImpact, NoImpact]));
    ratings.extend(cell(&library, &university, ("f1", "c0"), &[Believed, NoImpact]));
    ratings.extend(cell(&library, &university, ("f1", "c1"), &[CouldBe]));
    let map = impact_map(&sides(&library, &university), &ratings, None, None);

    // Goals against tasks: the layers of what is rated; places in the trees.
    assert_eq!((map.foci.as_slice(), map.contributions.as_slice()), (&[0, 2, 3][..], &[1, 2][..]));
    let cells: Vec<_> = map.cells.iter().map(|cell| (cell.focus, cell.contribution, cell.consensus)).collect();
    assert_eq!(cells, [(0, 1, Believed), (0, 2, NoImpact), (2, 1, NoImpact), (2, 2, CouldBe)]);
    assert_eq!(map.unrated_cells().collect::<Vec<_>>(), [(3, 1), (3, 2)]);
    assert_eq!((map.n_unrated(), map.n_ratings, map.n_raters, map.n_compared_cells), (2, 7, 2, 3));
    assert_eq!(
        told(&map.counts),
        [
            (EvidencedAndCommunicated, 0, 0.0),
            (Evidenced, 0, 0.0),
            (Believed, 1, 0.25),
            (CouldBe, 1, 0.25),
            (NoImpact, 2, 0.5)
        ]
    );
    // Six values, three of each level: observed disagreement 2 ÷ 6, expected 2 · 3 · 3 ÷ (6 · 5); 1 − (1/3 ÷ 3/5) = 4/9.
    let agreement = map.agreement.unwrap_or_default();
    assert!((agreement - 4.0 / 9.0).abs() < 1e-12, "{agreement}");

    let lines = |lines: &[ImpactLine]| -> Vec<(usize, usize, usize, Option<ImpactLevel>)> {
        lines.iter().map(|line| (line.element, line.n_rated, line.n_unrated, line.best)).collect()
    };
    assert_eq!(lines(&map.by_focus), [(0, 2, 0, Some(Believed)), (2, 2, 0, Some(CouldBe)), (3, 0, 2, None)]);
    assert_eq!(lines(&map.by_contribution), [(1, 2, 1, Some(Believed)), (2, 2, 1, Some(CouldBe))]);
    assert_eq!(told(&map.by_focus[0].counts)[2..], [(Believed, 1, 0.5), (CouldBe, 0, 0.0), (NoImpact, 1, 0.5)]);
    assert_eq!(map.by_focus[2].counts, []);
    assert_eq!((map.uncovered_foci, map.unaligned_contributions), (vec![2, 3], vec![2]));
}

#[test]
fn agreement_needs_two_ratings_of_a_cell_and_two_levels() {
    let (library, university) = (library(), university());
    let agreement = |levels: &[ImpactLevel]| {
        let mut ratings = cell(&library, &university, ("f0", "c0"), levels);
        ratings.extend(cell(&library, &university, ("f1", "c0"), &[NoImpact]));
        impact_map(&sides(&library, &university), &ratings, None, None).agreement
    };
    assert_eq!(agreement(&[Believed]), None);
    assert_eq!(agreement(&[Believed, Believed]), None, "one level alone");
    assert!(agreement(&[Believed, NoImpact]).is_some_and(|alpha| alpha <= 0.0));
}

#[test]
fn layers_are_those_asked_for_then_those_rated_then_goals_then_priorities() {
    let (mut library, university) = (library(), university());
    let shape = |library: &SamplePlan, ratings: &[ImpactRating], asked: Option<&[PlanLayer]>| {
        let map = impact_map(&sides(library, &university), ratings, asked, asked);
        (map.foci, map.contributions)
    };
    assert_eq!(shape(&library, &[], None), (vec![0, 2, 3], vec![0, 3]));
    assert_eq!(shape(&library, &[], Some(&[PlanLayer::Priority])), (vec![1], vec![1, 2]));
    let ratings = cell(&library, &university, ("s", "c1"), &[Believed]);
    assert_eq!(shape(&library, &ratings, None), (vec![1], vec![1, 2]));
    // What is rated stays, whatever is asked for.
    assert_eq!(shape(&library, &ratings, Some(&[PlanLayer::Goal])), (vec![0, 1, 2, 3], vec![0, 2, 3]));
    assert_eq!(shape(&library, &ratings, Some(&[PlanLayer::Outcome])), (vec![1], vec![2]));
    let elements = [task("c0", 0, "robot", &[]), task("c1", 0, "lamp", &[])];
    let tops = elements.map(|task| SampleElement { parent: None, ..task });
    library = sample_plan("library", &tops);
    assert_eq!(shape(&library, &[], None), (vec![0, 2, 3], vec![0, 1]));
    assert_eq!(shape(&sample_plan("library", &[]), &[], None), (vec![0, 2, 3], vec![]));
}

#[test]
fn ratings_of_what_is_gone_are_counted_and_told() {
    let (library, university) = (library(), university());
    let old_library = sample_plan("library", &[goal("gone", "lamp", &[])]);
    let old_university = sample_plan("university", &[goal("gone", "lamp", &[])]);
    let ratings = [
        rating((&library, "c0"), (&university, "f0"), Believed, "a"),
        rating((&old_library, "gone"), (&university, "f0"), Believed, "a"),
        rating((&old_library, "gone"), (&university, "f1"), Believed, "a"),
        rating((&library, "c1"), (&old_university, "gone"), Believed, "b"),
        rating((&old_library, "gone"), (&old_university, "gone"), Believed, "b"),
        // Of another pair of plans: none of this map's business.
        rating((&university, "f0"), (&library, "c0"), Believed, "c"),
    ];
    let sides = sides(&library, &university);
    let map = impact_map(&sides, &ratings, None, None);
    assert_eq!((map.cells.len(), map.n_ratings, map.n_raters), (1, 1, 1));
    let unplaced = map.unplaced;
    assert_eq!((unplaced.n_ratings, unplaced.n_without_focus, unplaced.n_without_contribution), (4, 2, 3));
    let caveats = impact_caveats(&sides, &map);
    let of = |code: CaveatCode| {
        caveats.iter().find(|caveat| caveat.code == code).map(|caveat| caveat.plans.iter().collect::<Vec<_>>())
    };
    assert_eq!(of(CaveatCode::UnplacedRatings), Some(vec![0, 1]));
    assert_eq!(of(CaveatCode::NotRated), Some(vec![0, 1]));
    let map = impact_map(&sides, &ratings[..3], None, None);
    let caveats = impact_caveats(&sides, &map);
    let unplaced = caveats.iter().find(|caveat| caveat.code == CaveatCode::UnplacedRatings);
    assert_eq!(unplaced.map(|caveat| caveat.plans.iter().collect::<Vec<_>>()), Some(vec![0]));
}

#[test]
fn a_map_rated_throughout_has_no_caveats_of_its_own() {
    let (library, university) = (library(), university());
    let places = [("f0", "c0"), ("f0", "c1"), ("f1", "c0"), ("f2", "c1")];
    let ratings: Vec<_> = places.iter().flat_map(|&place| cell(&library, &university, place, &[NoImpact])).collect();
    let sides = sides(&library, &university);
    let map = impact_map(&sides, &ratings, None, None);
    assert_eq!(map.n_unrated(), 2, "every row and column has a rating, not every cell");
    assert_eq!(impact_caveats(&sides, &map), []);
    assert_eq!((map.uncovered_foci.len(), map.unaligned_contributions.len()), (3, 2), "rated, and found wanting");
}

#[test]
fn suggestions_are_unrated_cells_best_first() {
    let (library, university) = (library(), university());
    let codebook = codebook();
    let links = [alignment((&library, "c1"), (&university, "f1"))];
    let context = context(&codebook, &links, &[]);
    let sides = sides(&library, &university);
    let suggested = |ratings: &[ImpactRating], min_score: f64| -> Vec<(usize, usize, f64, MatchMethod)> {
        let layers = [PlanLayer::Priority];
        let map = impact_map(&sides, ratings, None, Some(&layers));
        let found = impact_suggestions(&sides, &context, &map, min_score);
        found.iter().map(|found| (found.focus, found.contribution, found.score, found.method)).collect()
    };
    // The link of a person, and the same words; the map's order decides between equals.
    let both = [(2, 2, 1.0, MatchMethod::Curated), (3, 1, 1.0, MatchMethod::Text)];
    assert_eq!(suggested(&[], 0.35), both);
    assert_eq!(suggested(&[], 0.0), both, "what has nothing in common is never suggested");
    let rated = cell(&library, &university, ("f2", "c0"), &[NoImpact]);
    assert_eq!(suggested(&rated, 0.35), both[..1], "what is rated is not suggested, whatever the rating");
}

type Rated = Vec<(usize, usize, usize, ImpactLevel)>;

fn rated() -> impl Strategy<Value = (Rated, Rated)> {
    let level = prop::sample::select(ImpactLevel::ALL);
    prop::collection::btree_map((0_usize..4, 0_usize..4, 0_usize..4), level, 0..40).prop_flat_map(|ratings| {
        let ratings: Rated = ratings.into_iter().map(|((f, c, rater), level)| (f, c, rater, level)).collect();
        (Just(ratings.clone()), Just(ratings).prop_shuffle())
    })
}

proptest! {
    #[test]
    fn consensus_is_among_the_ratings_and_shares_make_one_whole((rated, shuffled) in rated()) {
        let (library, university) = (library(), university());
        let made = |rated: &Rated| -> Vec<ImpactRating> {
            let (foci, contributions, raters) = (["f0", "s", "f1", "f2"], ["g", "c0", "c1", "h"], ["a", "b", "c", "d"]);
            let one = |&(f, c, r, level): &(usize, usize, usize, ImpactLevel)| {
                rating((&library, contributions[c]), (&university, foci[f]), level, raters[r])
            };
            rated.iter().map(one).collect()
        };
        let (ratings, other) = (made(&rated), made(&shuffled));
        let sides = sides(&library, &university);
        let map = impact_map(&sides, &ratings, None, None);
        let is_whole = |counts: &[ImpactCount], n_rated: usize| {
            let sum: f64 = counts.iter().map(|count| count.share).sum();
            let n_cells: usize = counts.iter().map(|count| count.n_cells).sum();
            (n_cells == n_rated) && (if n_rated == 0 { counts.is_empty() } else { (sum - 1.0).abs() < 1e-12 })
        };
        prop_assert!(is_whole(&map.counts, map.cells.len()));
        for line in map.by_focus.iter().chain(&map.by_contribution) {
            prop_assert!(is_whole(&line.counts, line.n_rated));
            prop_assert_eq!(line.best.is_none(), line.n_rated == 0);
        }
        for ImpactCell { ratings: own, consensus, .. } in &map.cells {
            let levels: Vec<ImpactLevel> = own.iter().map(|&index| ratings[index].level).collect();
            prop_assert!(levels.contains(consensus));
            // At least half say as much or less, at least half as much or more.
            let n_below = levels.iter().filter(|level| level.rank() <= consensus.rank()).count();
            let n_above = levels.iter().filter(|level| level.rank() >= consensus.rank()).count();
            prop_assert!(2 * n_below >= levels.len() && 2 * n_above > levels.len());
        }
        prop_assert_eq!(map.cells.len() + map.n_unrated(), map.foci.len() * map.contributions.len());
        prop_assert_eq!(map.unrated_cells().count(), map.n_unrated());
        prop_assert!(map.agreement.is_none_or(|alpha| alpha.is_finite() && alpha <= 1.0));
        prop_assert_eq!(map.n_ratings + map.unplaced.n_ratings, ratings.len());

        // Another order of the ratings says the same of the same raters.
        let after = impact_map(&sides, &other, None, None);
        type Told = (usize, usize, Vec<(String, ImpactLevel)>);
        let named = |map: &ImpactMap, ratings: &[ImpactRating]| -> Vec<Told> {
            let told = |cell: &ImpactCell| {
                let own = cell.ratings.iter().map(|&index| (ratings[index].rater.clone(), ratings[index].level));
                (cell.focus, cell.contribution, own.collect())
            };
            map.cells.iter().map(told).collect()
        };
        prop_assert_eq!(named(&map, &ratings), named(&after, &other));
        prop_assert_eq!(map.agreement.map(f64::to_bits), after.agreement.map(f64::to_bits));
        prop_assert_eq!((&map.counts, &map.by_focus, &map.by_contribution), (&after.counts, &after.by_focus, &after.by_contribution));
        prop_assert_eq!((&map.uncovered_foci, &map.unaligned_contributions), (&after.uncovered_foci, &after.unaligned_contributions));
    }
}
