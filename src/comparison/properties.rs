//! What holds for any plans: symmetry, self-comparison, and that no order of the input matters.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{
    ChangeKind, Cohort, ComparedPlan, ComparisonContext, ElementMatch, ElementRef, MatchMethod, PairChanges,
    cohort_changes, cohort_theme_shifts, element_changes, element_matches, indicator_rows, lineage, lineage_changes,
    pair_changes, pair_periods,
    passages::Passages,
    similar_plans, similarities,
    testing::{SampleElement, SamplePlan, alignment, codebook, context, goal, period, sample_plan, texts},
    theme_rows, theme_shifts,
};
use crate::domain::{
    annotation::Alignment,
    cohort::CohortFilter,
    element::{ElementKind, PlanLayer},
    id::{ElementId, ThemeId},
    theme::THEME_SCHEME,
};

/// Words, concepts, which languages, and whether it is a goal.
type DraftElement = (Vec<&'static str>, Vec<&'static str>, usize, bool);

fn elements() -> impl Strategy<Value = Vec<SampleElement>> {
    let words = prop::sample::subsequence(vec!["robot", "garden", "lamp", "stone", "bridge", "river"], 0..4);
    let concepts = prop::sample::subsequence(vec!["smart", "reading", "cooperation", "staff", "cloud"], 0..3);
    let element = (words, concepts, 0_usize..4, any::<bool>());
    prop::collection::vec(element, 0..7).prop_map(|drafts| {
        let sample = |(place, draft): (usize, DraftElement)| {
            let (words, concepts, languages, is_goal) = draft;
            let english = words.join(" ");
            let chinese: String = words.iter().map(|word| word.chars().next().map_or("", |_| "图书馆")).collect();
            let title = match languages {
                0 => texts(&[("zh-Hans", &chinese)]),
                1 => texts(&[("zh-Hant", "圖書館"), ("en", &english)]),
                _ => texts(&[("en", &english)]),
            };
            let kind = if is_goal { ElementKind::Goal } else { ElementKind::KeyTask };
            SampleElement { title, kind, ..goal(&format!("e{place}"), "", &concepts) }
        };
        drafts.into_iter().enumerate().map(sample).collect()
    })
}

/// Up to four plans, some of their elements linked by people, and another order of the plans and of their elements.
fn plans() -> impl Strategy<Value = (Vec<SamplePlan>, Vec<Alignment>, Vec<usize>, Vec<Vec<usize>>)> {
    let plans = prop::collection::vec(elements(), 1..5);
    (plans, prop::collection::vec(any::<[prop::sample::Index; 4]>(), 0..4)).prop_flat_map(|(plans, picks)| {
        let orders: Vec<_> =
            plans.iter().map(|elements| Just((0..elements.len()).collect::<Vec<_>>()).prop_shuffle()).collect();
        let plans: Vec<SamplePlan> =
            plans.iter().enumerate().map(|(place, elements)| sample_plan(&format!("plan-{place}"), elements)).collect();
        let alignments = picks.iter().filter_map(|[a, b, in_a, in_b]| picked(&plans, (a, in_a), (b, in_b))).collect();
        let order = Just((0..plans.len()).collect::<Vec<_>>()).prop_shuffle();
        (Just(plans), Just::<Vec<Alignment>>(alignments), order, orders)
    })
}

type Pick<'a> = (&'a prop::sample::Index, &'a prop::sample::Index);

fn picked(plans: &[SamplePlan], a: Pick<'_>, b: Pick<'_>) -> Option<Alignment> {
    let pick = |(plan, element): Pick<'_>| {
        let plan = plan.get(plans);
        let elements = plan.content.tree.elements();
        (!elements.is_empty()).then(|| (plan, element.get(elements).key.as_str()))
    };
    Some(alignment(pick(a)?, pick(b)?))
}

fn permuted(plan: &SamplePlan, order: &[usize]) -> SamplePlan {
    let mut permuted = plan.clone();
    let elements = order.iter().filter_map(|&place| plan.content.tree.get(place).cloned()).collect();
    permuted.content.tree = crate::domain::element::ElementTree::new(elements).unwrap_or_default();
    permuted.codes.elements = order.iter().map(|&place| plan.codes.elements[place].clone()).collect();
    permuted
}

fn compared(plans: &[SamplePlan]) -> Vec<ComparedPlan<'_>> {
    plans.iter().map(SamplePlan::compared).collect()
}

fn id(plans: &[ComparedPlan<'_>], place: ElementRef) -> ElementId {
    plans[place.plan].content.tree.elements()[place.element].id
}

type Named = BTreeMap<BTreeSet<ElementId>, (u64, usize, MatchMethod, Vec<crate::domain::id::ThemeId>, Vec<String>)>;

/// The groups by what they hold, without places; scores to the last bit.
fn named(plans: &[ComparedPlan<'_>], matches: &[ElementMatch]) -> Named {
    matches
        .iter()
        .map(|found| {
            let ElementMatch { elements, plans_covered, score, method, shared_themes, shared_terms } = found.clone();
            let ids = elements.into_iter().map(|place| id(plans, place)).collect();
            (ids, (score.to_bits(), plans_covered, method, shared_themes, shared_terms))
        })
        .collect()
}

fn goals(plans: &[ComparedPlan<'_>], context: &ComparisonContext<'_>, min_score: f64) -> Vec<ElementMatch> {
    element_matches(plans, context, PlanLayer::Goal, min_score)
}

proptest! {
    #[test]
    fn scores_are_symmetric_and_between_0_and_1((plans, alignments, ..) in plans()) {
        let codebook = codebook();
        let context = context(&codebook, &alignments, &[]);
        let passages = Passages::of_layer(&compared(&plans), &context, PlanLayer::Goal);
        for a in 0..passages.all().len() {
            for b in 0..passages.all().len() {
                let score = passages.score(a, b);
                prop_assert_eq!(score.to_bits(), passages.score(b, a).to_bits());
                prop_assert!((0.0..=1.0).contains(&score));
            }
            prop_assert_eq!(passages.score(a, a), 1.0);
        }
    }

    #[test]
    fn a_plan_beside_itself_matches_every_element_with_itself((plans, ..) in plans(), min_score in 0.0..=1.0) {
        let codebook = codebook();
        let context = context(&codebook, &[], &[]);
        let plan = plans[0].compared();
        let matches = goals(&[plan, plan, plan], &context, min_score);
        prop_assert_eq!(matches.len(), plan.content.tree.topmost(PlanLayer::Goal).count());
        for found in &matches {
            let element = found.elements[0].element;
            let everywhere: Vec<_> = (0..3).map(|plan| ElementRef { plan, element }).collect();
            prop_assert_eq!(&found.elements, &everywhere);
            prop_assert_eq!((found.score, found.plans_covered, found.method), (1.0, 3, MatchMethod::Text));
        }
        for change in element_changes(&plan, &plan, &context, PlanLayer::Goal, min_score, 0.5, 1.0) {
            prop_assert_eq!((change.kind, change.score), (ChangeKind::Continued, Some(1.0)));
        }
    }

    #[test]
    fn a_copy_under_another_name_matches_whole(elements in elements()) {
        let codebook = codebook();
        let context = context(&codebook, &[], &[]);
        let (plan, copy) = (sample_plan("plan", &elements), sample_plan("copy", &elements));
        let plans = [plan.compared(), copy.compared()];
        // An element without any text in it has nothing to be known by.
        let said = |place: &ElementRef| plans[place.plan].content.tree.elements()[place.element].title.iter().any(|text| !text.text.is_empty());
        for found in goals(&plans, &context, 0.35).iter().filter(|found| found.elements.iter().all(said)) {
            prop_assert_eq!((found.score, found.plans_covered), (1.0, 2), "{:?}", found);
        }
    }

    #[test]
    fn every_goal_is_in_one_group_and_two_plans_match_from_the_threshold_on(
        (plans, ..) in plans(), min_score in 0.0..=1.0
    ) {
        let codebook = codebook();
        let context = context(&codebook, &[], &[]);
        let all = compared(&plans);
        let two = &all[..all.len().min(2)];
        for plans in [all.as_slice(), two] {
            let matches = goals(plans, &context, min_score);
            let mut places: Vec<ElementRef> = matches.iter().flat_map(|found| found.elements.clone()).collect();
            places.sort_unstable();
            let expected: Vec<ElementRef> = plans.iter().enumerate().flat_map(|(plan, compared)| {
                compared.content.tree.topmost(PlanLayer::Goal).map(move |element| ElementRef { plan, element })
            }).collect();
            prop_assert_eq!(places, expected);
            for pair in matches.windows(2) {
                prop_assert!(pair[0].score >= pair[1].score - 1e-9);
            }
            for found in matches.iter().filter(|found| found.elements.len() == 1) {
                prop_assert_eq!((found.score, found.method), (0.0, MatchMethod::None));
            }
        }
        for found in goals(two, &context, min_score).iter().filter(|found| found.elements.len() > 1) {
            prop_assert!(found.score >= min_score.max(1e-9) - 1e-9, "{} < {min_score}", found.score);
        }
    }

    #[test]
    fn the_order_of_plans_and_elements_only_moves_places((plans, alignments, order, orders) in plans()) {
        let codebook = codebook();
        let context = context(&codebook, &alignments, &[]);
        let inner: Vec<SamplePlan> = plans.iter().zip(&orders).map(|(plan, order)| permuted(plan, order)).collect();
        let (before, moved) = (compared(&plans), compared(&inner));
        let after: Vec<ComparedPlan<'_>> = order.iter().map(|&place| moved[place]).collect();

        for min_score in [0.0, 0.35, 0.8] {
            prop_assert_eq!(
                named(&before, &goals(&before, &context, min_score)),
                named(&after, &goals(&after, &context, min_score))
            );
        }

        let layers = [PlanLayer::Goal, PlanLayer::Priority];
        let rows_after = theme_rows(&after, &context, Some(&layers));
        for (row, row_after) in theme_rows(&before, &context, Some(&layers)).iter().zip(&rows_after) {
            prop_assert_eq!(row.theme, row_after.theme);
            for (place, cell_after) in row_after.cells.iter().enumerate() {
                let cell = &row.cells[order[place]];
                prop_assert_eq!((cell.presence, cell.element_count, cell.share), (cell_after.presence, cell_after.element_count, cell_after.share));
                let ids = |plans: &[ComparedPlan<'_>], places: &[ElementRef]| places.iter().map(|&place| id(plans, place)).collect::<BTreeSet<_>>();
                prop_assert_eq!(ids(&before, &cell.elements), ids(&after, &cell_after.elements));
            }
        }

        let bits = |value: Option<f64>| value.map(f64::to_bits);
        let similar = similarities(&before, &context);
        for found in similarities(&after, &context) {
            let (a, b) = (order[found.a].min(order[found.b]), order[found.a].max(order[found.b]));
            let expected = similar.iter().find(|pair| (pair.a, pair.b) == (a, b));
            prop_assert_eq!(
                expected.map(|pair| (bits(pair.theme_cosine), bits(pair.theme_jaccard), bits(pair.matched_goal_share))),
                Some((bits(found.theme_cosine), bits(found.theme_jaccard), bits(found.matched_goal_share)))
            );
            for value in [found.theme_cosine, found.theme_jaccard, found.matched_goal_share].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&value));
            }
        }
        prop_assert!(indicator_rows(&after, &context).is_empty());
    }

    #[test]
    fn changes_have_the_shape_they_are_named_for((plans, alignments, ..) in plans(), split_score in 0.0..=1.0) {
        let codebook = codebook();
        let context = context(&codebook, &alignments, &[]);
        let (from, to) = (plans[0].compared(), plans[plans.len() - 1].compared());
        for change in element_changes(&from, &to, &context, PlanLayer::Goal, 0.35, split_score, 0.75) {
            let (n_from, n_to) = (change.from.len(), change.to.len());
            let fits = match change.kind {
                ChangeKind::Continued => n_from == 1 && n_to == 1,
                ChangeKind::Revised => n_from == n_to && n_from > 0,
                ChangeKind::Split => n_from < n_to && n_from > 0,
                ChangeKind::Merged => n_from > n_to && n_to > 0,
                ChangeKind::New => n_from == 0 && n_to == 1,
                ChangeKind::Dropped => n_from == 1 && n_to == 0,
            };
            prop_assert!(fits, "{:?}", change);
            let alone = matches!(change.kind, ChangeKind::New | ChangeKind::Dropped);
            prop_assert_eq!((change.score.is_none(), change.method == MatchMethod::None), (alone, alone));
        }
        for shift in theme_shifts(&from, &to, &context) {
            prop_assert_eq!(shift.delta.is_some(), shift.from_share.is_some() && shift.to_share.is_some());
            prop_assert!(shift.delta.is_none_or(|delta| (-1.0..=1.0).contains(&delta)));
        }
    }

    #[test]
    fn every_element_is_in_exactly_one_total((plans, alignments, ..) in plans()) {
        let codebook = codebook();
        let context = context(&codebook, &alignments, &[]);
        let sides = compared(&plans);
        let pairs: Vec<PairChanges> = sides.windows(2).map(|pair| {
            let changes = element_changes(&pair[0], &pair[1], &context, PlanLayer::Goal, 0.35, 0.5, 0.75);
            pair_changes(&pair[0], &pair[1], &context, PlanLayer::Goal, &changes)
        }).collect();
        let total = cohort_changes(&pairs, codebook.in_scheme(THEME_SCHEME).map(|theme| theme.id));
        let goals = |side: &ComparedPlan<'_>| side.content.tree.topmost(PlanLayer::Goal).collect::<Vec<_>>();
        let n_goals = |sides: &[ComparedPlan<'_>]| sides.iter().map(|side| goals(side).len()).sum::<usize>();
        prop_assert_eq!((total.n_from, total.n_to), (n_goals(&sides[..sides.len() - 1]), n_goals(&sides[1..])));
        prop_assert_eq!(total.kinds.iter().map(|kind| kind.n_from).sum::<usize>(), total.n_from);
        prop_assert_eq!(total.kinds.iter().map(|kind| kind.n_to).sum::<usize>(), total.n_to);
        let shares = total.kinds.iter().filter_map(|kind| kind.share_of_earlier).sum::<f64>();
        let means = total.kinds.iter().filter_map(|kind| kind.mean_share_of_earlier).sum::<f64>();
        if total.n_from > 0 {
            prop_assert!((shares - 1.0).abs() < 1e-9 && (means - 1.0).abs() < 1e-9, "{shares} {means}");
        }
        for theme in &total.themes {
            let carriers = |sides: &[ComparedPlan<'_>]| sides.iter().map(|side| {
                goals(side).into_iter().filter(|&goal| side.addresses(goal, theme.theme)).count()
            }).sum::<usize>();
            prop_assert_eq!((theme.n_from, theme.n_to), (carriers(&sides[..sides.len() - 1]), carriers(&sides[1..])));
            let of_earlier = ChangeKind::ALL.iter().filter(|kind| **kind != ChangeKind::New);
            prop_assert_eq!(of_earlier.map(|&kind| theme.n_elements(kind)).sum::<usize>(), theme.n_from);
            prop_assert!(theme.n_elements(ChangeKind::New) <= theme.n_to);
        }
    }

    #[test]
    fn shifts_count_what_theme_rows_show((plans, ..) in plans()) {
        let codebook = codebook();
        let context = context(&codebook, &[], &[]);
        // The plans of an even place are earlier ones, each with the next of the same institution.
        let plans: Vec<SamplePlan> = plans.into_iter().enumerate().map(|(place, plan)| {
            let plan = plan.of_institution(&format!("institution-{}", place / 2));
            if place % 2 == 0 { plan.for_period("cn-fyp-14", 2021, 2025) } else { plan.for_period("cn-fyp-15", 2026, 2030) }
        }).collect();
        let cohort = Cohort::resolve(plans.iter().map(SamplePlan::in_cohort).collect(), &CohortFilter::default());
        let paired = pair_periods(&cohort, period("cn-fyp-14", 2021, 2025).id, period("cn-fyp-15", 2026, 2030).id);
        let paired = paired.unwrap_or_default();
        prop_assert_eq!(2 * paired.pairs.len() + paired.only_from.len() + paired.only_to.len(), plans.len());
        let summaries = plans.iter().map(|plan| (plan.plan.id, plan.summary())).collect();
        let found = cohort_theme_shifts(&cohort.plans, &paired.pairs, &summaries, &codebook);
        let n_coded = plans.chunks(2).filter(|pair| {
            pair.len() == 2 && pair.iter().all(|plan| !plan.content.tree.elements().is_empty())
        }).count();
        prop_assert_eq!(found.n_coded_pairs, n_coded);
        prop_assert_eq!(found.shifts.len(), 4);
        for shift in &found.shifts {
            // Kept, gained, lost and neither, counted from the rows that a comparison of the two plans shows.
            let mut counts = [0_usize; 4];
            for pair in plans.chunks(2).filter(|pair| pair.len() == 2) {
                let sides: Vec<_> = pair.iter().map(SamplePlan::compared).collect();
                let row = theme_rows(&sides, &context, None).into_iter().find(|row| row.theme == shift.theme);
                let counted = row.map(|row| row.cells.iter().map(|cell| cell.element_count).collect::<Vec<_>>());
                if let Some([Some(from), Some(to)]) = counted.as_deref() {
                    counts[match (*from > 0, *to > 0) { (true, true) => 0, (false, true) => 1, (true, false) => 2, _ => 3 }] += 1;
                }
            }
            prop_assert_eq!(&[shift.n_kept, shift.n_gained, shift.n_lost], &counts[..3]);
            prop_assert_eq!(counts.iter().sum::<usize>(), found.n_coded_pairs);
            prop_assert_eq!((shift.n_from, shift.n_to), (shift.n_kept + shift.n_lost, shift.n_kept + shift.n_gained));
            for value in [shift.from_share, shift.to_share, shift.mean_from_share, shift.mean_to_share].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&value));
            }
            prop_assert_eq!(shift.test.is_ok(), shift.n_gained + shift.n_lost > 0);
        }
    }

    #[test]
    fn a_lineage_holds_its_element_and_goes_on_without_holes((plans, alignments, ..) in plans()) {
        let codebook = codebook();
        let context = context(&codebook, &alignments, &[]);
        let sides = compared(&plans);
        let changes = lineage_changes(&sides, &context, PlanLayer::Goal);
        prop_assert_eq!(changes.len() + 1, sides.len());
        for (plan, side) in sides.iter().enumerate() {
            for element in side.content.tree.topmost(PlanLayer::Goal) {
                let subject = ElementRef { plan, element };
                let steps = lineage(subject, &changes);
                let own = steps.iter().find(|step| step.plan == plan);
                prop_assert_eq!(own.map(|step| step.elements.clone()), Some(vec![subject]));
                for pair in steps.windows(2) {
                    prop_assert_eq!(pair[0].plan + 1, pair[1].plan);
                    prop_assert!(!pair[0].elements.is_empty() && !pair[1].links.is_empty());
                }
                for step in &steps {
                    prop_assert!(step.elements.iter().all(|place| place.plan == step.plan));
                }
            }
        }
    }

    #[test]
    fn plans_are_as_similar_from_either_side((plans, alignments, ..) in plans()) {
        let codebook = codebook();
        let context = context(&codebook, &alignments, &[]);
        let (first, last) = (plans[0].compared(), plans[plans.len() - 1].compared());
        let told = |plans: &[ComparedPlan<'_>]| similar_plans(plans, &context).first().map(|found| {
            let themes: Vec<ThemeId> = found.shared_themes.clone();
            (found.score.to_bits(), found.similarity.matched_goal_share.map(f64::to_bits), themes)
        });
        prop_assert_eq!(told(&[first, last]), told(&[last, first]));
        // Other plans beside the two change nothing.
        let all: Vec<ComparedPlan<'_>> = compared(&plans);
        let beside = similar_plans(&all, &context);
        let found = beside.iter().find(|found| found.similarity.b == all.len() - 1);
        if all.len() > 1 {
            prop_assert_eq!(found.map(|found| found.score.to_bits()), told(&[first, last]).map(|(score, ..)| score));
        }
        for found in &beside {
            prop_assert!((0.0..=1.0).contains(&found.score));
        }
    }
}
