//! Plans held against frameworks, worked out by hand, and what holds for any plan.

use proptest::prelude::*;

use super::{
    CaveatCode, FrameworkAlignment, FrameworkPart, FrameworkPassage, MatchMethod, Presence, framework_alignment,
    framework_caveats,
    testing::{SampleElement, SamplePlan, alignment, codebook, context, goal, sample_plan, texts, theme},
};
use crate::domain::{
    annotation::Alignment,
    element::{ElementKind, PlanLayer},
};

fn under(parent: usize, kind: ElementKind, element: SampleElement) -> SampleElement {
    SampleElement { parent: Some(parent), kind, ..element }
}

fn of_kind(kind: ElementKind, element: SampleElement) -> SampleElement {
    SampleElement { kind, ..element }
}

/// Areas `a` (with the outcome `a.o`) and `b`.
fn framework() -> SamplePlan {
    sample_plan(
        "framework",
        &[
            goal("a", "river", &[]),
            under(0, ElementKind::Outcome, goal("a.o", "robot lamp", &["smart"])),
            goal("b", "garden", &["staff"]),
        ],
    )
}

fn aligned(
    plan: &SamplePlan,
    framework: &SamplePlan,
    alignments: &[Alignment],
    layers: Option<&[PlanLayer]>,
    min_score: f64,
) -> FrameworkAlignment {
    let codebook = codebook();
    let context = context(&codebook, alignments, &[]);
    framework_alignment(&plan.compared(), &framework.compared(), &context, layers, min_score)
}

fn places(part: &FrameworkPart) -> Vec<(usize, usize)> {
    part.passages.iter().map(|passage| (passage.element, passage.framework_element)).collect()
}

#[test]
fn a_small_case_number_by_number() {
    let plan = sample_plan(
        "plan",
        &[
            goal("g", "bridge", &[]),
            under(0, ElementKind::KeyTask, goal("t", "robot", &["smart"])),
            goal("h", "stone", &[]),
            // What a plan describes, it does not aim at.
            of_kind(ElementKind::Context, goal("c", "garden", &["staff"])),
        ],
    );
    let found = aligned(&plan, &framework(), &[], None, 0.35);
    assert_eq!(found.parts.len(), 2);
    let (a, b) = (&found.parts[0], &found.parts[1]);
    // J = 1; cosine as in the fixture of the score: robot² ÷ (|robot lamp| · |robot|).
    let score = 0.5 + 0.5 * 3.079_441_541_679_836 / 12.349_707_583_661_577_f64.sqrt();
    assert_eq!((a.part, a.presence, places(a)), (0, Presence::Addressed, vec![(1, 1)]));
    let FrameworkPassage { score: best, method, .. } = a.passages[0];
    assert!((best - score).abs() < 1e-12, "{best} is not {score}");
    assert_eq!(method, MatchMethod::Text);
    assert_eq!(a.strength, Some(best));
    // Of the topmost elements of every layer, g (holds t), t and h: two of three.
    assert_eq!(a.plan_share, Some(2.0 / 3.0));
    assert_eq!((b.part, b.presence, b.strength, b.plan_share), (2, Presence::NotMentioned, Some(0.0), Some(0.0)));
    assert_eq!((found.n_addressed, found.unaligned.as_deref()), (Some(1), Some(&[2][..])));
    let themes = |part: &FrameworkPart| {
        part.themes.clone().map(|found| (found.addressed.clone(), found.missing.clone(), found.share()))
    };
    assert_eq!(themes(a), Some((vec![theme("smart")], vec![], Some(1.0))));
    assert_eq!(themes(b), Some((vec![], vec![theme("staff")], Some(0.0))));
}

#[test]
fn passages_come_best_first_each_once_with_its_best_counterpart() {
    let plan = sample_plan("plan", &[goal("g", "robot stone", &[]), goal("h", "robot lamp", &["smart"])]);
    let found = aligned(&plan, &framework(), &[], None, 0.1);
    assert_eq!(places(&found.parts[0]), [(1, 1), (0, 1)]);
    assert_eq!(found.parts[0].strength, Some(1.0));
    // Asked by layer, the outcome is a part of its own; where parts stand inside each other, both are addressed.
    let layers = [PlanLayer::Goal, PlanLayer::Outcome];
    let nested = aligned(&plan, &framework(), &[], Some(&layers), 0.1);
    assert_eq!(nested.parts.iter().map(|part| part.part).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(places(&nested.parts[0]), places(&nested.parts[1]));
    // Of equals the first in the framework's order.
    let twice =
        sample_plan("twice", &[goal("a", "river", &[]), under(0, ElementKind::Action, goal("b", "river", &[]))]);
    assert_eq!(
        places(&aligned(&sample_plan("plan", &[goal("g", "river", &[])]), &twice, &[], None, 0.5).parts[0]),
        [(0, 0)]
    );
}

#[test]
fn people_are_believed() {
    let plan = sample_plan("plan", &[goal("g", "bridge", &[])]);
    let framework = framework();
    let links = [alignment((&framework, "a.o"), (&plan, "g"))];
    let found = aligned(&plan, &framework, &links, None, 1.0);
    assert_eq!((places(&found.parts[0]), found.parts[0].passages[0].method), (vec![(0, 1)], MatchMethod::Curated));
    assert_eq!((found.parts[0].strength, found.unaligned.as_deref()), (Some(1.0), Some(&[][..])));
}

#[test]
fn absence_is_known_only_where_plans_can_meet() {
    let chinese = |key: &str| SampleElement { title: texts(&[("zh-Hans", "河流")]), ..goal(key, "", &[]) };
    let coded = sample_plan("plan", &[chinese("g")]);
    let mut uncoded = coded.clone();
    uncoded.codes.coded_layers.clear();
    let presences = |plan: &SamplePlan, framework: &SamplePlan| -> Vec<Presence> {
        aligned(plan, framework, &[], None, 0.35).parts.iter().map(|part| part.presence).collect()
    };
    // Themes meet whatever the language.
    assert_eq!(presences(&coded, &framework()), [Presence::NotMentioned; 2]);
    assert_eq!(presences(&uncoded, &framework()), [Presence::NotCoded; 2]);
    let mut uncoded_framework = framework();
    uncoded_framework.codes.coded_layers.clear();
    assert_eq!(presences(&coded, &uncoded_framework), [Presence::NotCoded; 2]);
    // Words meet whatever the coding.
    let mut english = sample_plan("plan", &[goal("g", "bridge", &[])]);
    english.codes.coded_layers.clear();
    assert_eq!(presences(&english, &uncoded_framework), [Presence::NotMentioned; 2]);
    assert_eq!(aligned(&english, &framework(), &[], None, 0.35).parts[0].themes, None);

    let unknown = aligned(&uncoded, &framework(), &[], None, 0.35);
    for part in &unknown.parts {
        assert_eq!((part.strength, part.plan_share, &part.themes), (None, None, &None));
    }
    assert_eq!((unknown.n_addressed, unknown.unaligned), (None, None));
    let codes = |plan: &SamplePlan| -> Vec<CaveatCode> {
        framework_caveats(&plan.compared(), &framework().compared()).iter().map(|caveat| caveat.code).collect()
    };
    assert!(codes(&coded).contains(&CaveatCode::NoSharedLanguage));
    assert!(!codes(&english).contains(&CaveatCode::NoSharedLanguage));
}

#[test]
fn nothing_to_hold_against_anything() {
    let context_alone = sample_plan("plan", &[of_kind(ElementKind::Context, goal("c", "river", &[]))]);
    for plan in [context_alone, sample_plan("plan", &[])] {
        let found = aligned(&plan, &framework(), &[], None, 0.0);
        for part in &found.parts {
            assert_eq!((part.presence, part.strength, part.plan_share), (Presence::NotApplicable, None, None));
        }
        assert_eq!((found.n_addressed, found.unaligned), (None, None));
    }
    let plan = sample_plan("plan", &[goal("g", "river", &[])]);
    let empty = aligned(&plan, &sample_plan("framework", &[]), &[], None, 0.35);
    assert_eq!((empty.parts.len(), empty.n_addressed, empty.unaligned), (0, None, None));
    // Priorities are parts where there are no goals.
    let tasks = sample_plan("framework", &[of_kind(ElementKind::KeyTask, goal("t", "river", &[]))]);
    assert_eq!(aligned(&plan, &tasks, &[], None, 0.35).n_addressed, Some(1));
}

/// Kind, parent among those before, words and concepts.
type Draft = (usize, Option<prop::sample::Index>, Vec<&'static str>, Vec<&'static str>);

fn any_plan(slug: &'static str) -> impl Strategy<Value = SamplePlan> {
    let words = prop::sample::subsequence(vec!["robot", "garden", "lamp", "stone", "bridge", "river"], 0..4);
    let concepts = prop::sample::subsequence(vec!["smart", "reading", "cooperation", "staff", "cloud"], 0..3);
    let draft = (0..ElementKind::ALL.len(), prop::option::of(any::<prop::sample::Index>()), words, concepts);
    prop::collection::vec(draft, 0..8).prop_map(move |drafts| {
        // The path from the root to the element before: only those can be parents of the next one.
        let mut path: Vec<usize> = Vec::new();
        let element = |(place, (kind, parent, words, concepts)): (usize, Draft)| {
            let level = parent.map_or(0, |index| index.index(path.len() + 1));
            path.truncate(level);
            let parent = path.last().copied();
            path.push(place);
            let kind = ElementKind::ALL[kind];
            SampleElement { parent, kind, ..goal(&format!("e{place}"), &words.join(" "), &concepts) }
        };
        sample_plan(slug, &drafts.into_iter().enumerate().map(element).collect::<Vec<_>>())
    })
}

proptest! {
    #[test]
    fn a_plan_as_its_own_framework_addresses_every_part_wholly(plan in any_plan("plan"), min_score in 0.0..=1.0) {
        let found = aligned(&plan, &plan, &[], None, min_score);
        for part in &found.parts {
            prop_assert_eq!((part.presence, part.strength), (Presence::Addressed, Some(1.0)));
            prop_assert!(places(part).contains(&(part.part, part.part)));
            prop_assert!(part.themes.as_ref().is_some_and(|themes| themes.missing.is_empty()));
        }
        prop_assert_eq!(found.n_addressed, Some(found.parts.len()).filter(|&n| n > 0));
    }

    #[test]
    fn numbers_are_in_their_ranges_and_a_higher_threshold_finds_less(
        (plan, framework) in (any_plan("plan"), any_plan("framework")), low in 0.0..=1.0, high in 0.0..=1.0
    ) {
        let (low, high) = if low <= high { (low, high) } else { (high, low) };
        let (more, less) = (aligned(&plan, &framework, &[], None, low), aligned(&plan, &framework, &[], None, high));
        for (more, less) in more.parts.iter().zip(&less.parts) {
            prop_assert_eq!(more.strength, less.strength);
            prop_assert!(less.passages.iter().all(|passage| more.passages.contains(passage)));
            prop_assert!(less.plan_share <= more.plan_share);
            for part in [more, less] {
                prop_assert_eq!(part.strength.is_none(), matches!(part.presence, Presence::NotCoded | Presence::NotApplicable));
                prop_assert!([part.strength, part.plan_share].into_iter().flatten().all(|value| (0.0..=1.0).contains(&value)));
                let mut elements: Vec<usize> = part.passages.iter().map(|passage| passage.element).collect();
                elements.sort_unstable();
                elements.dedup();
                prop_assert_eq!(elements.len(), part.passages.len());
                prop_assert!(part.passages.windows(2).all(|pair| pair[0].score >= pair[1].score - 1e-9));
                let tree = &framework.content.tree;
                prop_assert!(part.passages.iter().all(|passage| (part.part..tree.subtree_end(part.part)).contains(&passage.framework_element)));
            }
        }
        prop_assert!(less.n_addressed <= more.n_addressed);
    }
}
