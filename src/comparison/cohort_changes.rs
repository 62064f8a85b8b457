//! What became of the elements of many institutions' plans, added up.

use std::collections::BTreeMap;

use super::{
    ComparedPlan, ComparisonContext,
    periods::{ChangeKind, ElementChange},
};
use crate::domain::{element::PlanLayer, id::ThemeId, theme::THEME_SCHEME};

/// Changes of one kind, and elements in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct KindCount {
    n_changes: usize,
    n_from: usize,
    n_to: usize,
}

/// Elements that carry one theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct ThemeCount {
    n_from: usize,
    n_to: usize,
    /// Elements of the earlier plan; of the later plan for [`ChangeKind::New`].
    by_kind: BTreeMap<ChangeKind, usize>,
}

/// What became of the elements of one institution's plans: no more than totals need, so that those of a thousand
/// institutions fit into memory when their plans do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairChanges {
    kinds: BTreeMap<ChangeKind, KindCount>,
    /// By theme; `None` unless both plans are coded in the layer.
    themes: Option<BTreeMap<ThemeId, ThemeCount>>,
}

/// Counts the changes between two plans, as [`super::element_changes`] gives them for the layer.
pub fn pair_changes(
    from: &ComparedPlan<'_>,
    to: &ComparedPlan<'_>,
    context: &ComparisonContext<'_>,
    layer: PlanLayer,
    changes: &[ElementChange],
) -> PairChanges {
    let mut kinds: BTreeMap<ChangeKind, KindCount> = BTreeMap::new();
    for change in changes {
        let count = kinds.entry(change.kind).or_default();
        count.n_changes += 1;
        count.n_from += change.from.len();
        count.n_to += change.to.len();
    }
    let is_coded = [from, to].iter().all(|plan| plan.codes.coded_layers.contains(&layer));
    let themes = is_coded.then(|| {
        let mut themes: BTreeMap<ThemeId, ThemeCount> = BTreeMap::new();
        for theme in context.codebook.in_scheme(THEME_SCHEME) {
            let carriers = |plan: &ComparedPlan<'_>, elements: &[super::ElementRef]| {
                elements.iter().filter(|place| plan.addresses(place.element, theme.id)).count()
            };
            let mut count = ThemeCount::default();
            for change in changes {
                let (n_from, n_to) = (carriers(from, &change.from), carriers(to, &change.to));
                count.n_from += n_from;
                count.n_to += n_to;
                let n_changed = if change.kind == ChangeKind::New { n_to } else { n_from };
                if n_changed > 0 {
                    *count.by_kind.entry(change.kind).or_default() += n_changed;
                }
            }
            if count != ThemeCount::default() {
                themes.insert(theme.id, count);
            }
        }
        themes
    });
    PairChanges { kinds, themes }
}

impl PairChanges {
    /// Whether an element met a change of the kind; given a theme, an element that carries it: of the earlier plan, or of
    /// the later one for [`ChangeKind::New`].
    pub fn has(&self, kind: ChangeKind, theme: Option<ThemeId>) -> bool {
        match theme {
            None => self.kinds.contains_key(&kind),
            Some(theme) => self
                .themes
                .as_ref()
                .and_then(|themes| themes.get(&theme))
                .is_some_and(|count| count.by_kind.contains_key(&kind)),
        }
    }
}

/// Changes of one kind over all institutions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KindTotal {
    /// What became of the elements.
    pub kind: ChangeKind,
    /// Changes: groups of elements that belong together.
    pub n_changes: usize,
    /// Elements of earlier plans in them.
    pub n_from: usize,
    /// Elements of later plans in them.
    pub n_to: usize,
    /// Institutions that have at least one.
    pub n_institutions: usize,
    /// `n_from` ÷ elements of all earlier plans, 0..1; `None` where there are none, and for [`ChangeKind::New`].
    pub share_of_earlier: Option<f64>,
    /// `n_to` ÷ elements of all later plans, 0..1; `None` where there are none, and for [`ChangeKind::Dropped`].
    pub share_of_later: Option<f64>,
    /// Mean of each institution's own share of its earlier elements, 0..1: large plans do not count for more. `None` as
    /// `share_of_earlier`.
    pub mean_share_of_earlier: Option<f64>,
}

/// What became of the elements that carry one theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeTotal {
    /// The theme.
    pub theme: ThemeId,
    /// Elements of earlier plans that carry it.
    pub n_from: usize,
    /// Elements of later plans that carry it.
    pub n_to: usize,
    by_kind: BTreeMap<ChangeKind, usize>,
}

impl ThemeTotal {
    /// Elements of earlier plans that carry the theme and met a change of the kind; of later plans for
    /// [`ChangeKind::New`].
    pub fn n_elements(&self, kind: ChangeKind) -> usize {
        self.by_kind.get(&kind).copied().unwrap_or_default()
    }
}

/// What became of the topmost elements of a layer over many institutions.
#[derive(Clone, Debug, PartialEq)]
pub struct CohortChanges {
    /// Institutions with plans for both periods.
    pub n_pairs: usize,
    /// Those whose plans are both coded in the layer: those that the themes are counted over.
    pub n_coded_pairs: usize,
    /// Elements of all earlier plans. Each is in exactly one change.
    pub n_from: usize,
    /// Elements of all later plans. Each is in exactly one change.
    pub n_to: usize,
    /// One for each kind, in the order of the vocabulary.
    pub kinds: Vec<KindTotal>,
    /// The themes that at least one element carries, in the order given.
    pub themes: Vec<ThemeTotal>,
}

/// Adds up the changes of many institutions; `themes` says in which order themes come.
pub fn cohort_changes(pairs: &[PairChanges], themes: impl Iterator<Item = ThemeId>) -> CohortChanges {
    let of_kind = |pair: &PairChanges, kind: ChangeKind| pair.kinds.get(&kind).copied().unwrap_or_default();
    let n_earlier = |pair: &PairChanges| pair.kinds.values().map(|count| count.n_from).sum::<usize>();
    let n_from: usize = pairs.iter().map(n_earlier).sum();
    let n_to: usize = pairs.iter().flat_map(|pair| pair.kinds.values()).map(|count| count.n_to).sum();
    let n_with_earlier = pairs.iter().filter(|pair| n_earlier(pair) > 0).count();
    let share = |n: usize, of: usize| (of > 0).then(|| n as f64 / of as f64);
    let kinds = ChangeKind::ALL
        .iter()
        .map(|&kind| {
            let mut total = KindTotal {
                kind,
                n_changes: 0,
                n_from: 0,
                n_to: 0,
                n_institutions: 0,
                share_of_earlier: None,
                share_of_later: None,
                mean_share_of_earlier: None,
            };
            let mut sum_of_shares = 0.0;
            for pair in pairs {
                let count = of_kind(pair, kind);
                total.n_changes += count.n_changes;
                total.n_from += count.n_from;
                total.n_to += count.n_to;
                total.n_institutions += usize::from(count.n_changes > 0);
                sum_of_shares += share(count.n_from, n_earlier(pair)).unwrap_or_default();
            }
            if kind != ChangeKind::New {
                total.share_of_earlier = share(total.n_from, n_from);
                total.mean_share_of_earlier = (n_with_earlier > 0).then(|| sum_of_shares / n_with_earlier as f64);
            }
            if kind != ChangeKind::Dropped {
                total.share_of_later = share(total.n_to, n_to);
            }
            total
        })
        .collect();
    let coded: Vec<&BTreeMap<ThemeId, ThemeCount>> = pairs.iter().filter_map(|pair| pair.themes.as_ref()).collect();
    let theme_total = |theme: ThemeId| {
        let mut total = ThemeTotal { theme, n_from: 0, n_to: 0, by_kind: BTreeMap::new() };
        for count in coded.iter().filter_map(|themes| themes.get(&theme)) {
            total.n_from += count.n_from;
            total.n_to += count.n_to;
            for (&kind, &n) in &count.by_kind {
                *total.by_kind.entry(kind).or_default() += n;
            }
        }
        total
    };
    CohortChanges {
        n_pairs: pairs.len(),
        n_coded_pairs: coded.len(),
        n_from,
        n_to,
        kinds,
        themes: themes.map(theme_total).filter(|total| total.n_from + total.n_to > 0).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::{
        element_changes,
        testing::{SamplePlan, codebook, context, goal, sample_plan, theme},
    };

    fn counted(from: &SamplePlan, to: &SamplePlan) -> PairChanges {
        let codebook = codebook();
        let context = context(&codebook, &[], &[]);
        let (from, to) = (from.compared(), to.compared());
        let changes = element_changes(&from, &to, &context, PlanLayer::Goal, 0.35, 0.5, 0.75);
        pair_changes(&from, &to, &context, PlanLayer::Goal, &changes)
    }

    fn total(pairs: &[PairChanges]) -> CohortChanges {
        let codebook = codebook();
        cohort_changes(pairs, codebook.in_scheme(THEME_SCHEME).map(|theme| theme.id))
    }

    fn kind(changes: &CohortChanges, kind: ChangeKind) -> KindTotal {
        changes.kinds.iter().find(|total| total.kind == kind).copied().unwrap_or_else(|| unreachable!("every kind"))
    }

    /// One goal stays, one goes, one comes.
    fn first() -> PairChanges {
        let from = sample_plan("a-then", &[goal("k", "robot", &["smart"]), goal("d", "river", &["reading"])]);
        let to = sample_plan("a-now", &[goal("k", "robot", &["smart"]), goal("n", "lamp", &["staff"])]);
        counted(&from, &to)
    }

    /// Three of four goals go, one is split in two: ½ + ½ · 2 ÷ √8 = 0.854 with each part.
    fn second() -> PairChanges {
        let from = sample_plan(
            "b-then",
            &[
                goal("w", "alpha beta gamma delta", &["smart"]),
                goal("d", "river", &["reading"]),
                goal("e", "stone", &["reading", "staff"]),
                goal("f", "bridge", &[]),
            ],
        );
        let to = sample_plan("b-now", &[goal("p", "alpha beta", &["smart"]), goal("q", "gamma delta", &["smart"])]);
        counted(&from, &to)
    }

    #[test]
    fn totals_worked_out_by_hand() {
        use ChangeKind::{Continued, Dropped, New, Split};
        let changes = total(&[first(), second()]);
        assert_eq!((changes.n_pairs, changes.n_coded_pairs, changes.n_from, changes.n_to), (2, 2, 6, 4));
        let continued = kind(&changes, Continued);
        assert_eq!((continued.n_changes, continued.n_from, continued.n_to, continued.n_institutions), (1, 1, 1, 1));
        assert_eq!(continued.share_of_earlier, Some(1.0 / 6.0));
        // ½ of the first institution's goals, none of the second's.
        assert_eq!(continued.mean_share_of_earlier, Some(0.25));
        assert_eq!(continued.share_of_later, Some(0.25));
        let dropped = kind(&changes, Dropped);
        assert_eq!((dropped.n_changes, dropped.n_from, dropped.n_to, dropped.n_institutions), (4, 4, 0, 2));
        assert_eq!((dropped.share_of_earlier, dropped.share_of_later), (Some(4.0 / 6.0), None));
        assert_eq!(dropped.mean_share_of_earlier, Some((0.5 + 0.75) / 2.0));
        let new = kind(&changes, New);
        assert_eq!((new.n_from, new.n_to, new.share_of_earlier, new.share_of_later), (0, 1, None, Some(0.25)));
        let split = kind(&changes, Split);
        assert_eq!((split.n_changes, split.n_from, split.n_to, split.share_of_later), (1, 1, 2, Some(0.5)));

        let of = |slug: &str| {
            let found = changes.themes.iter().find(|total| total.theme == theme(slug));
            found.unwrap_or_else(|| unreachable!("{slug}"))
        };
        let told = |slug: &str| {
            (
                of(slug).n_from,
                of(slug).n_to,
                ChangeKind::ALL.iter().map(|&kind| of(slug).n_elements(kind)).collect::<Vec<_>>(),
            )
        };
        // CONTINUED, REVISED, SPLIT, MERGED, NEW, DROPPED
        assert_eq!(told("smart"), (2, 3, vec![1, 0, 1, 0, 0, 0]));
        assert_eq!(told("reading"), (3, 0, vec![0, 0, 0, 0, 0, 3]));
        assert_eq!(told("staff"), (1, 1, vec![0, 0, 0, 0, 1, 1]));
        assert_eq!(changes.themes.len(), 3, "nobody carries cooperation");
        assert!(first().has(Dropped, Some(theme("reading"))) && !first().has(Dropped, Some(theme("smart"))));
        assert!(second().has(Split, None) && !first().has(Split, None));
    }

    #[test]
    fn nothing_is_a_share_of_nothing() {
        let empty = sample_plan("empty", &[]);
        let changes = total(&[counted(&empty, &empty)]);
        assert_eq!((changes.n_pairs, changes.n_from, changes.n_to), (1, 0, 0));
        for total in &changes.kinds {
            assert_eq!((total.share_of_earlier, total.share_of_later, total.mean_share_of_earlier), (None, None, None));
        }
        assert!(total(&[]).kinds.iter().all(|total| total.n_changes == 0 && total.mean_share_of_earlier.is_none()));
    }

    #[test]
    fn a_layer_that_nobody_coded_counts_for_no_theme() {
        let from = sample_plan("then", &[goal("k", "robot", &["smart"])]);
        let mut to = sample_plan("now", &[goal("k", "robot", &["smart"])]);
        to.codes.coded_layers.clear();
        let changes = total(&[counted(&from, &to), first()]);
        assert_eq!((changes.n_pairs, changes.n_coded_pairs), (2, 1));
        assert_eq!(kind(&changes, ChangeKind::Continued).n_from, 2);
        assert_eq!(
            changes.themes.iter().find(|total| total.theme == theme("smart")).map(|total| total.n_from),
            Some(1)
        );
    }
}
