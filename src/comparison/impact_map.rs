//! Library Impact Maps: the foci of a parent organization's plan against what its library's plan contributes, rated by
//! several people.
//!
//! The consensus of a cell is the lower median of its ratings: of an even number, the lower of the two middle ones, so that
//! the map never claims more than half of the raters do. Agreement is Krippendorff's alpha on the ordinal scale
//! N < CB < Y < Y+ < Y++, over the cells that at least two people rated.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    ComparedPlan,
    caveat::{Caveat, CaveatCode, Named},
    caveats,
    pairs::{layers_or_default, share_no_language},
};
use crate::{
    domain::{
        annotation::{ImpactLevel, ImpactRating},
        element::{ElementTree, PlanLayer},
        id::ElementId,
    },
    statistics::{MeasurementLevel, krippendorff_alpha},
};

/// The two plans of a map.
#[derive(Clone, Copy, Debug)]
pub struct ImpactSides<'a> {
    /// The library's plan: its elements are the columns.
    pub plan: ComparedPlan<'a>,
    /// The parent organization's plan: its elements are the rows.
    pub parent: ComparedPlan<'a>,
}

/// A Library Impact Map. Elements are named by their places in their plan's tree, ratings by their places in the input.
#[derive(Clone, Debug, PartialEq)]
pub struct ImpactMap {
    /// The rows: elements of the parent's plan, in document order.
    pub foci: Vec<usize>,
    /// The columns: elements of the library's plan, in document order.
    pub contributions: Vec<usize>,
    /// The cells with at least one rating, by row and then by column.
    pub cells: Vec<ImpactCell>,
    /// How often each level is the consensus of a rated cell, best first; empty where nothing is rated.
    pub counts: Vec<ImpactCount>,
    /// Ratings in the cells.
    pub n_ratings: usize,
    /// People who rated any of the cells.
    pub n_raters: usize,
    /// Cells that at least two people rated: agreement rests on these.
    pub n_compared_cells: usize,
    /// Krippendorff's alpha; 1 is full agreement, 0 what chance gives, and it may fall below 0. `None` where it is not
    /// defined: fewer than two ratings in every cell, or one level alone.
    pub agreement: Option<f64>,
    /// One line a row.
    pub by_focus: Vec<ImpactLine>,
    /// One line a column.
    pub by_contribution: Vec<ImpactLine>,
    /// Rows without a consensus of [`ImpactLevel::Believed`] or above, rated or not.
    pub uncovered_foci: Vec<usize>,
    /// Columns without a consensus of [`ImpactLevel::Believed`] or above, rated or not.
    pub unaligned_contributions: Vec<usize>,
    /// Ratings that are left out.
    pub unplaced: UnplacedRatings,
}

/// What people say of one contribution to one focus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImpactCell {
    /// The row.
    pub focus: usize,
    /// The column.
    pub contribution: usize,
    /// The ratings, by rater; never empty.
    pub ratings: Vec<usize>,
    /// The lower median of the ratings.
    pub consensus: ImpactLevel,
}

/// How often a level is the consensus.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ImpactCount {
    /// The level.
    pub level: ImpactLevel,
    /// Rated cells with this consensus.
    pub n_cells: usize,
    /// `n_cells` ÷ rated cells, 0..1.
    pub share: f64,
}

/// One row or column, summed up.
#[derive(Clone, Debug, PartialEq)]
pub struct ImpactLine {
    /// The element.
    pub element: usize,
    /// Cells with at least one rating.
    pub n_rated: usize,
    /// Cells without one.
    pub n_unrated: usize,
    /// How often each level is the consensus of a rated cell, best first; empty where nothing is rated.
    pub counts: Vec<ImpactCount>,
    /// The best consensus; `None` where nothing is rated.
    pub best: Option<ImpactLevel>,
}

/// Ratings of elements that the plans, as they stand, do not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnplacedRatings {
    /// All of them.
    pub n_ratings: usize,
    /// Those whose focus is gone from the parent's plan.
    pub n_without_focus: usize,
    /// Those whose contribution is gone from the library's plan.
    pub n_without_contribution: usize,
}

impl ImpactMap {
    /// Cells without a rating, by row and then by column.
    pub fn unrated_cells(&self) -> impl Iterator<Item = (usize, usize)> {
        let rated: BTreeSet<(usize, usize)> = self.cells.iter().map(|cell| (cell.focus, cell.contribution)).collect();
        self.foci
            .iter()
            .flat_map(|&focus| self.contributions.iter().map(move |&contribution| (focus, contribution)))
            .filter(move |place| !rated.contains(place))
    }

    /// How many cells have no rating.
    pub fn n_unrated(&self) -> usize {
        (self.foci.len() * self.contributions.len()).saturating_sub(self.cells.len())
    }
}

/// Draws the map of two plans. `ratings` are those of this pair: whatever is not about both plans is left out unseen.
///
/// Rows and columns are the topmost elements of the layers asked for; unless asked, of the layers that the ratings use;
/// where nothing is rated, of GOAL, else of PRIORITY. What is rated is a row or column whatever its layer. The order of the
/// ratings does not matter.
pub fn impact_map(
    sides: &ImpactSides<'_>,
    ratings: &[ImpactRating],
    focus_layers: Option<&[PlanLayer]>,
    contribution_layers: Option<&[PlanLayer]>,
) -> ImpactMap {
    let (rows, columns) = (places(&sides.parent), places(&sides.plan));
    let mut placed: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    let mut unplaced = UnplacedRatings::default();
    for (index, rating) in ratings.iter().enumerate() {
        if (rating.focus.plan, rating.contribution.plan) != (sides.parent.plan.id, sides.plan.plan.id) {
            continue;
        }
        let (focus, contribution) = (rows.get(&rating.focus.element), columns.get(&rating.contribution.element));
        match (focus, contribution) {
            (Some(&focus), Some(&contribution)) => placed.entry((focus, contribution)).or_default().push(index),
            _ => {
                unplaced.n_ratings += 1;
                unplaced.n_without_focus += usize::from(focus.is_none());
                unplaced.n_without_contribution += usize::from(contribution.is_none());
            }
        }
    }

    let cells: Vec<ImpactCell> = placed
        .into_iter()
        .filter_map(|((focus, contribution), mut own)| {
            own.sort_by_key(|&index| (&ratings[index].rater, ratings[index].rated_at, ratings[index].id));
            let levels = own.iter().map(|&index| ratings[index].level).collect();
            Some(ImpactCell { focus, contribution, consensus: lower_median(levels)?, ratings: own })
        })
        .collect();

    let foci = lines(&sides.parent, focus_layers, cells.iter().map(|cell| cell.focus).collect());
    let contributions = lines(&sides.plan, contribution_layers, cells.iter().map(|cell| cell.contribution).collect());
    let by_focus = summed_up(&foci, contributions.len(), cells.iter().map(|cell| (cell.focus, cell.consensus)));
    let by_contribution =
        summed_up(&contributions, foci.len(), cells.iter().map(|cell| (cell.contribution, cell.consensus)));

    let levels_of =
        |cell: &ImpactCell| -> Vec<ImpactLevel> { cell.ratings.iter().map(|&index| ratings[index].level).collect() };
    let compared: Vec<Vec<u32>> = cells
        .iter()
        .filter(|cell| cell.ratings.len() >= 2)
        .map(|cell| levels_of(cell).into_iter().map(ImpactLevel::rank).collect())
        .collect();
    let raters: BTreeSet<&str> =
        cells.iter().flat_map(|cell| &cell.ratings).map(|&index| ratings[index].rater.as_str()).collect();
    let (n_raters, n_ratings) = (raters.len(), cells.iter().map(|cell| cell.ratings.len()).sum());

    ImpactMap {
        counts: counts(&cells.iter().map(|cell| cell.consensus).collect::<Vec<_>>()),
        n_ratings,
        n_raters,
        n_compared_cells: compared.len(),
        agreement: krippendorff_alpha(&compared, MeasurementLevel::Ordinal),
        uncovered_foci: uncovered(&by_focus),
        unaligned_contributions: uncovered(&by_contribution),
        foci,
        contributions,
        cells,
        by_focus,
        by_contribution,
        unplaced,
    }
}

/// What makes a map less certain than it looks: the caveats of the two plans (0 is the library's, 1 its parent's), and
/// those of the map itself.
pub fn impact_caveats(sides: &ImpactSides<'_>, map: &ImpactMap) -> Vec<Caveat> {
    let plans = [sides.plan, sides.parent];
    let named = Named::of_plans(&plans);
    let those = |in_plan: bool, in_parent: bool| -> BTreeSet<usize> {
        [in_plan, in_parent].into_iter().enumerate().filter(|(_, concerned)| *concerned).map(|(plan, _)| plan).collect()
    };
    let unrated = |lines: &[ImpactLine]| lines.iter().any(|line| line.n_rated == 0);
    let apart = share_no_language(&sides.plan, &sides.parent);
    let mut found = caveats(&plans);
    found.extend(
        [
            named.caveat(CaveatCode::NoSharedLanguage, those(apart, apart)),
            named.caveat(CaveatCode::NotRated, those(unrated(&map.by_contribution), unrated(&map.by_focus))),
            named.caveat(
                CaveatCode::UnplacedRatings,
                those(map.unplaced.n_without_contribution > 0, map.unplaced.n_without_focus > 0),
            ),
        ]
        .into_iter()
        .flatten(),
    );
    found.sort_by_key(|caveat| caveat.code);
    found
}

fn places(plan: &ComparedPlan<'_>) -> HashMap<ElementId, usize> {
    plan.content.tree.elements().iter().enumerate().map(|(place, element)| (element.id, place)).collect()
}

/// The rows or columns that a plan gives: what is rated, and the topmost elements of the layers.
fn lines(plan: &ComparedPlan<'_>, asked: Option<&[PlanLayer]>, rated: BTreeSet<usize>) -> Vec<usize> {
    let tree: &ElementTree = &plan.content.tree;
    let used: BTreeSet<PlanLayer> = rated.iter().filter_map(|&place| tree.get(place)).map(|e| e.layer()).collect();
    let layers = match asked {
        None if !used.is_empty() => used.into_iter().collect(),
        asked => layers_or_default(plan, asked),
    };
    let all: BTreeSet<usize> = tree.topmost_of(&layers).into_iter().chain(rated).collect();
    all.into_iter().collect()
}

/// Of an even number, the lower of the two middle ones; `None` of nothing.
fn lower_median(mut levels: Vec<ImpactLevel>) -> Option<ImpactLevel> {
    levels.sort_by_key(|level| level.rank());
    levels.get(levels.len().checked_sub(1)? / 2).copied()
}

/// Every level, best first, or nothing where there is nothing to share out.
fn counts(consensuses: &[ImpactLevel]) -> Vec<ImpactCount> {
    if consensuses.is_empty() {
        return Vec::new();
    }
    let count = |&level: &ImpactLevel| {
        let n_cells = consensuses.iter().filter(|&&consensus| consensus == level).count();
        ImpactCount { level, n_cells, share: n_cells as f64 / consensuses.len() as f64 }
    };
    ImpactLevel::ALL.iter().map(count).collect()
}

fn summed_up(
    elements: &[usize],
    n_across: usize,
    consensuses: impl Iterator<Item = (usize, ImpactLevel)>,
) -> Vec<ImpactLine> {
    let mut by_element: HashMap<usize, Vec<ImpactLevel>> = HashMap::new();
    for (element, consensus) in consensuses {
        by_element.entry(element).or_default().push(consensus);
    }
    let line = |&element: &usize| {
        let own = by_element.remove(&element).unwrap_or_default();
        ImpactLine {
            element,
            n_rated: own.len(),
            n_unrated: n_across.saturating_sub(own.len()),
            counts: counts(&own),
            best: own.into_iter().max_by_key(|level| level.rank()),
        }
    };
    elements.iter().map(line).collect()
}

fn uncovered(lines: &[ImpactLine]) -> Vec<usize> {
    lines.iter().filter(|line| !line.best.is_some_and(ImpactLevel::is_covered)).map(|line| line.element).collect()
}
