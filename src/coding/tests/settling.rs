//! Which code holds when passes differ.

use proptest::prelude::*;
use time::{Duration, OffsetDateTime};

use super::*;
use crate::domain::{
    element::PlanLayer,
    id::{CodingPassId, PlanId},
    theme::{CodingMethod, CodingPass, Judgement, PassMethod},
};

const THEME: &str = "reading";

fn at(hours: i64) -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH + Duration::hours(hours)
}

/// One goal, one action.
fn plan() -> ElementTree {
    tree(&[
        ("goal", ElementKind::Goal, texts("zh-Hans", "全民阅读")),
        ("action", ElementKind::Action, texts("zh-Hans", "行动")),
    ])
}

/// A pass of a coder, made at an hour, that says the given of elements and concepts.
fn pass(method: PassMethod, coder: &str, hour: i64, layers: &[PlanLayer], said: &[(&str, &str, bool)]) -> CodingPass {
    CodingPass {
        id: id_from_name::<CodingPassId>("pass", &format!("{method} {coder} {hour}")),
        plan: id_from_name::<PlanId>("plan", "plan"),
        coder: coder.to_owned(),
        method,
        codebook_version: "test".to_owned(),
        layers: layers.to_vec(),
        coded_at: at(hour),
        judgements: said
            .iter()
            .map(|(element, theme, present)| Judgement {
                element: element_id(element),
                theme: theme_id(theme),
                present: *present,
                matched: if method == PassMethod::Lexicon { vec!["阅读".to_owned()] } else { Vec::new() },
                judged_at: at(hour),
            })
            .collect(),
    }
}

/// A pass over the goals that says this of the theme on the goal.
fn over_goals(method: PassMethod, coder: &str, hour: i64, word: Option<bool>) -> CodingPass {
    let said: Vec<(&str, &str, bool)> = word.map(|present| ("goal", THEME, present)).into_iter().collect();
    pass(method, coder, hour, &[PlanLayer::Goal], &said)
}

fn method_on(element: usize, passes: &[CodingPass]) -> Option<CodingMethod> {
    let codes = effective_codes(&plan(), passes, &codebook());
    let codes = codes.elements.get(element)?;
    let method = codes.assignments.iter().find(|found| found.theme == theme_id(THEME)).map(|found| found.method);
    let addressed = method.is_some_and(|method| method != CodingMethod::Unresolved);
    assert_eq!(codes.addresses(theme_id(THEME)), addressed);
    assert_eq!(codes.concepts.contains(&theme_id(THEME)), addressed);
    method
}

#[test]
fn people_outrank_the_registry_and_adjudicators_outrank_people() {
    use CodingMethod as Is;
    use PassMethod::{Adjudicated, Lexicon, Manual};
    let (yes, no, silent) = (Some(true), Some(false), None);
    type Votes<'a> = &'a [(PassMethod, Option<bool>)];
    let rows: &[(Votes<'_>, Option<CodingMethod>)] = &[
        (&[], None),
        (&[(Lexicon, yes)], Some(Is::Lexicon)),
        (&[(Lexicon, silent)], None),
        (&[(Manual, yes)], Some(Is::Manual)),
        (&[(Manual, silent)], None),
        // A person's silence and a person's no both override a find.
        (&[(Lexicon, yes), (Manual, silent)], None),
        (&[(Lexicon, yes), (Manual, no)], None),
        (&[(Lexicon, yes), (Manual, yes)], Some(Is::Manual)),
        // Several coders.
        (&[(Manual, yes), (Manual, yes)], Some(Is::Manual)),
        (&[(Manual, no), (Manual, silent)], None),
        (&[(Manual, yes), (Manual, no)], Some(Is::Unresolved)),
        (&[(Manual, yes), (Manual, silent)], Some(Is::Unresolved)),
        (&[(Lexicon, yes), (Manual, yes), (Manual, silent)], Some(Is::Unresolved)),
        // Adjudication, by word or by silence; the latest decides.
        (&[(Manual, yes), (Manual, no), (Adjudicated, yes)], Some(Is::Adjudicated)),
        (&[(Manual, yes), (Manual, yes), (Adjudicated, silent)], None),
        (&[(Manual, yes), (Manual, no), (Adjudicated, no)], None),
        (&[(Adjudicated, yes), (Manual, no), (Adjudicated, no)], None),
        (&[(Adjudicated, no), (Manual, no), (Adjudicated, yes)], Some(Is::Adjudicated)),
    ];
    for (votes, expected) in rows {
        let passes: Vec<CodingPass> = votes
            .iter()
            .zip(0..)
            .map(|(&(method, word), hour)| over_goals(method, &format!("Coder {hour}"), hour, word))
            .collect();
        assert_eq!(method_on(0, &passes), *expected, "{votes:?}");
    }
}

#[test]
fn silence_outside_the_layers_means_nothing_and_a_word_counts_anywhere() {
    let found = pass(PassMethod::Lexicon, "registry", 0, PlanLayer::ALL, &[("action", THEME, true)]);
    let goals_only = over_goals(PassMethod::Manual, "A", 1, Some(true));
    assert_eq!(method_on(1, &[found.clone(), goals_only.clone()]), Some(CodingMethod::Lexicon));

    let word_on_action =
        pass(PassMethod::Manual, "B", 2, &[PlanLayer::Priority], &[("action", THEME, true), ("gone", THEME, true)]);
    assert_eq!(method_on(1, &[found, goals_only.clone(), word_on_action]), Some(CodingMethod::Manual));

    let codes = effective_codes(&plan(), &[goals_only], &codebook());
    assert_eq!(codes.coded_layers.into_iter().collect::<Vec<_>>(), [PlanLayer::Goal]);
}

#[test]
fn an_assignment_says_who_said_what() {
    let passes = [
        over_goals(PassMethod::Manual, "B", 5, Some(false)),
        over_goals(PassMethod::Manual, "A", 3, Some(true)),
        over_goals(PassMethod::Manual, "silent", 4, None),
        over_goals(PassMethod::Lexicon, "registry", 1, Some(true)),
    ];
    let said = |coder: &str, present, hour| CoderJudgement {
        coder: coder.to_owned(),
        method: if coder == "registry" { PassMethod::Lexicon } else { PassMethod::Manual },
        present,
        is_silence: coder == "silent",
        judged_at: at(hour),
    };
    let expected = Assignment {
        theme: theme_id(THEME),
        method: CodingMethod::Unresolved,
        // Who went through the layer and said nothing said "absent".
        judgements: vec![said("registry", true, 1), said("A", true, 3), said("silent", false, 4), said("B", false, 5)],
        matched: vec!["阅读".to_owned()],
    };
    let codes = effective_codes(&plan(), &passes, &codebook());
    assert_eq!(codes.elements.first().map(|codes| codes.assignments.as_slice()), Some(&[expected][..]));
}

#[test]
fn a_later_word_of_a_pass_replaces_an_earlier_one() {
    for (hours, expected) in [([1, 2], None), ([2, 1], Some(CodingMethod::Manual))] {
        let said = [("goal", THEME, true), ("goal", THEME, false)];
        let mut pass = pass(PassMethod::Manual, "A", 1, &[PlanLayer::Goal], &said);
        for (judgement, hour) in pass.judgements.iter_mut().zip(hours) {
            judgement.judged_at = at(hour);
        }
        assert_eq!(method_on(0, &[pass.clone()]), expected);
        pass.judgements.reverse();
        assert_eq!(method_on(0, &[pass]), expected);
    }
}

#[test]
fn words_that_two_passes_found_are_listed_once() {
    let passes = [1, 2].map(|hour| over_goals(PassMethod::Lexicon, "registry", hour, Some(true)));
    let codes = effective_codes(&plan(), &passes, &codebook());
    let assignment = codes.elements.first().and_then(|codes| codes.assignments.first());
    assert_eq!(assignment.map(|found| (found.matched.len(), found.judgements.len())), Some((1, 2)));
}

#[test]
fn terms_are_concepts_but_no_themes_and_coders_need_not_name_them() {
    let found = pass(
        PassMethod::Lexicon,
        "registry",
        0,
        PlanLayer::ALL,
        &[("goal", "library", true), ("goal", THEME, true), ("goal", "case", true), ("goal", "unknown", true)],
    );
    let coded = pass(PassMethod::Manual, "A", 1, &[PlanLayer::Goal], &[("goal", "ai", true)]);
    let codes = effective_codes(&plan(), &[found, coded], &codebook());
    let goal = codes.elements.first().cloned().unwrap_or_default();
    assert_eq!(goal.assignments.iter().map(|found| found.theme).collect::<Vec<_>>(), [theme_id("ai")]);
    assert_eq!(goal.concepts, [theme_id("ai"), theme_id("library")].into());
}

#[test]
fn finds_of_the_registry_settle_as_they_were_found() {
    let (plan, codebook) = (plan(), codebook());
    let found = lexicon_judgements(&plan, &codebook).unwrap_or_default();
    let said = found.iter().filter_map(|(index, hit)| {
        let element = plan.get(*index)?.key.as_str();
        Some((element, codebook.theme(hit.theme)?.slug.as_str(), true))
    });
    let pass = pass(PassMethod::Lexicon, "registry", 0, PlanLayer::ALL, &said.collect::<Vec<_>>());
    assert_eq!(method_on(0, &[pass]), Some(CodingMethod::Lexicon));
}

fn any_pass() -> impl Strategy<Value = CodingPass> {
    let method = prop::sample::select(PassMethod::ALL);
    let layers = prop::sample::subsequence(PlanLayer::ALL.to_vec(), 0..=3);
    let word = (
        prop::sample::select(vec!["goal", "action", "gone"]),
        prop::sample::select(vec!["reading", "ai", "digital", "library", "case", "unknown"]),
        any::<bool>(),
    );
    (method, "[AB]", 0..3_i64, layers, prop::collection::vec(word, 0..6))
        .prop_map(|(method, coder, hour, layers, said)| pass(method, &coder, hour, &layers, &said))
}

proptest! {
    #[test]
    fn the_order_of_passes_does_not_matter(
        (passes, shuffled) in prop::collection::vec(any_pass(), 0..6)
            .prop_map(|mut passes| {
                // Ids are unique, as in a registry.
                passes.sort_by_key(|pass| pass.id);
                passes.dedup_by_key(|pass| pass.id);
                passes
            })
            .prop_flat_map(|passes| (Just(passes.clone()), Just(passes).prop_shuffle())),
    ) {
        let (plan, codebook) = (plan(), codebook());
        prop_assert_eq!(effective_codes(&plan, &passes, &codebook), effective_codes(&plan, &shuffled, &codebook));
    }
}
