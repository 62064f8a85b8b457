//! Agreement by hand and against reference programs; properties.

use proptest::prelude::*;
use time::{Duration, OffsetDateTime};

use super::*;
use crate::{
    comparison::testing::{codebook, theme},
    domain::{id::id_from_name, theme::Judgement},
};

fn at(hours: i64) -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH + Duration::hours(hours)
}

fn element(number: usize) -> ElementId {
    id_from_name("element", &number.to_string())
}

/// A pass over plan `plan`: what it says in so many words, by number of the element and theme.
fn pass(method: PassMethod, coder: &str, hour: i64, layers: &[PlanLayer], said: &[(usize, &str, bool)]) -> CodingPass {
    CodingPass {
        id: id_from_name("pass", &format!("{method} {coder} {hour}")),
        plan: id_from_name("plan", "plan"),
        coder: coder.to_owned(),
        method,
        codebook_version: "test".to_owned(),
        layers: layers.to_vec(),
        coded_at: at(hour),
        judgements: said
            .iter()
            .map(|(number, slug, present)| Judgement {
                element: element(*number),
                theme: theme(slug),
                present: *present,
                matched: Vec::new(),
                judged_at: at(hour),
            })
            .collect(),
    }
}

fn manual(coder: &str, layers: &[PlanLayer], said: &[(usize, &str, bool)]) -> CodingPass {
    pass(PassMethod::Manual, coder, 1, layers, said)
}

/// A plan of so many goals.
fn goals(n_goals: usize, passes: Vec<CodingPass>) -> CodedPlan {
    CodedPlan {
        plan: id_from_name("plan", "plan"),
        elements: (0..n_goals).map(|number| (element(number), PlanLayer::Goal)).collect(),
        passes,
    }
}

/// The codes of one plan, by every coder of them.
fn side_by_side(plan: CodedPlan) -> CoderAgreement {
    let coders: BTreeSet<String> = plan
        .passes
        .iter()
        .filter(|pass| pass.method != PassMethod::Adjudicated)
        .map(|pass| pass.coder.clone())
        .collect();
    CoderAgreement::of(vec![plan], coders.into_iter().collect(), &codebook(), None, None)
}

/// One theme on one goal a column and one coder a row: `1` present, `0` absent, `.` missing. Absence is said in so many words
/// or by silence where a coder went through all goals, and in so many words where not.
fn table(rows: &[&str]) -> CoderAgreement {
    let passes = rows.iter().enumerate().map(|(coder, row)| {
        let is_complete = !row.contains('.');
        let said: Vec<(usize, &str, bool)> = row
            .chars()
            .enumerate()
            .filter(|(number, code)| *code == '1' || (*code == '0' && (!is_complete || number % 2 == 0)))
            .map(|(number, code)| (number, "reading", code == '1'))
            .collect();
        let layers = if is_complete { [PlanLayer::Goal] } else { [PlanLayer::Outcome] };
        manual(&format!("coder {coder}"), &layers, &said)
    });
    side_by_side(goals(rows.iter().map(|row| row.len()).max().unwrap_or_default(), passes.collect()))
}

/// Figures in the order units, values, observed agreement, kappa, alpha.
type Reference = (usize, usize, Option<f64>, Result<f64, AgreementUnavailable>, Result<f64, AgreementUnavailable>);

fn same(found: &AgreementFigures, expected: &Reference) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
    let alike = |a: Result<f64, AgreementUnavailable>, b: Result<f64, AgreementUnavailable>| match (a, b) {
        (Ok(a), Ok(b)) => close(a, b),
        (a, b) => a == b,
    };
    let observed = match (found.observed_agreement, expected.2) {
        (Some(a), Some(b)) => close(a, b),
        (a, b) => a == b,
    };
    (found.n_units, found.n_values) == (expected.0, expected.1)
        && observed
        && alike(found.cohen_kappa, expected.3)
        && alike(found.krippendorff_alpha, expected.4)
}

/// Alpha by `krippendorff.alpha(…, level_of_measurement="nominal")` (krippendorff 0.8), kappa by
/// `sklearn.metrics.cohen_kappa_score` (scikit-learn 1.7), both over the columns with at least two codes. Where the programs
/// give no number, one value stands alone.
#[test]
fn figures_are_those_of_reference_programs() {
    use AgreementUnavailable::{NoOverlap, NoVariation, NotTwoCoders};
    let data_sets: &[(&[&str], Reference)] = &[
        // Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", B: binary data, two observers: alpha 0.095.
        (&["0100000010", "1110010000"], (10, 20, Some(0.6), Ok(0.09090909090909094), Ok(0.09523809523809534))),
        // The same paper, C: four observers of twelve units, values 1 to 5 with missing ones, read as "3 or more".
        (
            &["001100100...", "0011001001.1", ".1110110010.", "00110110010."],
            (11, 40, Some(48.0 / 55.0), Err(NotTwoCoders), Ok(0.7702020202020201)),
        ),
        (&["1101000110", "1100010110"], (10, 20, Some(0.8), Ok(0.6), Ok(0.62))),
        (&["1000000000", "1000000001"], (10, 20, Some(0.9), Ok(0.6153846153846154), Ok(0.6274509803921569))),
        // Complete disagreement.
        (&["1010", "0101"], (4, 8, Some(0.0), Ok(-1.0), Ok(-0.75))),
        (&["1111", "0000"], (4, 8, Some(0.0), Ok(0.0), Ok(-0.75))),
        (&["1100101", "0011010"], (7, 14, Some(0.0), Ok(-0.96), Ok(-0.8571428571428572))),
        // Complete agreement, with and without variation.
        (&["1100", "1100"], (4, 8, Some(1.0), Ok(1.0), Ok(1.0))),
        (&["111", "111"], (3, 6, Some(1.0), Err(NoVariation), Err(NoVariation))),
        (&["000", "000"], (0, 0, None, Err(NoVariation), Err(NoVariation))),
        // Three and four coders.
        (&["110100", "110000", "100101"], (6, 18, Some(2.0 / 3.0), Err(NotTwoCoders), Ok(0.3625))),
        (
            &["11.10.01", "110.0101", "1.0100.1"],
            (8, 19, Some(0.9285714285714286), Err(NotTwoCoders), Ok(0.7954545454545454)),
        ),
        (
            &["1.0.1...0.", "11..0.1.0.", "..0.1.1..1", "1...1.0.01"],
            (6, 17, Some(0.7058823529411765), Err(NotTwoCoders), Ok(0.5428571428571429)),
        ),
        // Units with one code count nowhere.
        (&["10..1", "1.0.0", "..01."], (3, 6, Some(2.0 / 3.0), Err(NotTwoCoders), Ok(0.4444444444444444))),
        (&["1.0110.01", "110.10001"], (6, 12, Some(1.0), Ok(1.0), Ok(1.0))),
        (&["1100110010", "1010101010"], (10, 20, Some(0.6), Ok(0.2), Ok(0.24))),
        // One coder, and two who never met.
        (&["1011"], (0, 0, None, Err(NoOverlap), Err(NoOverlap))),
        (&["11..", "..01"], (0, 0, None, Err(NoOverlap), Err(NoOverlap))),
    ];
    for (rows, expected) in data_sets {
        let agreement = table(rows);
        let found = agreement.overall();
        assert!(same(&found, expected), "{rows:?}: {found:?}, not {expected:?}");
        assert_eq!(agreement.of_plan(0), found);
        if rows.len() == 2 {
            assert_eq!(agreement.by_pair(), [(0, 1, found.clone())]);
        }
        let by_theme = agreement.by_theme();
        if found.n_units > 0 {
            assert_eq!(by_theme, [(theme("reading"), found)]);
        } else {
            assert_eq!(by_theme, []);
            assert!(agreement.unassigned_themes().contains(&theme("reading")));
        }
    }
}

#[test]
fn pairs_of_coders_who_never_met_say_so() {
    use AgreementUnavailable::NoOverlap;
    let agreement = table(&["110..", "100..", "...01"]);
    let pairs: Vec<_> =
        agreement.by_pair().into_iter().map(|(a, b, found)| (a, b, found.n_units, found.cohen_kappa)).collect();
    // 2 of 3 alike, by chance 2/3 · 1/3 + 1/3 · 2/3 = 4/9: (6/9 − 4/9) ÷ (5/9).
    assert_eq!(pairs[0], (0, 1, 3, Ok(0.4)));
    assert_eq!(pairs[1..], [(0, 2, 0, Err(NoOverlap)), (1, 2, 0, Err(NoOverlap))]);
}

#[test]
fn silence_means_absent_inside_the_layers_and_nothing_outside() {
    let both = [PlanLayer::Goal, PlanLayer::Action];
    let mut plan = goals(
        3,
        vec![
            manual("A", &both, &[(0, "reading", true), (2, "reading", true)]),
            manual("B", &[PlanLayer::Goal], &[(0, "reading", true)]),
        ],
    );
    // An action that B did not go through.
    plan.elements[2].1 = PlanLayer::Action;
    let found = side_by_side(plan.clone()).overall();
    assert_eq!((found.n_units, found.n_values, found.observed_agreement), (2, 4, Some(1.0)));
    // What B says there in so many words counts.
    plan.passes[1].judgements.extend(manual("B", &[], &[(2, "reading", false)]).judgements);
    let agreement = side_by_side(plan.clone());
    let found = agreement.overall();
    assert_eq!((found.n_units, found.n_values, found.observed_agreement), (3, 6, Some(2.0 / 3.0)));
    let places = agreement.disagreements(None);
    let told = places.first().and_then(|place| agreement.disagreement(*place));
    let words = told.map(|told| {
        told.judgements.into_iter().map(|word| (word.coder, word.present, word.is_silence)).collect::<Vec<_>>()
    });
    assert_eq!(words, Some(vec![("A".to_owned(), true, false), ("B".to_owned(), false, false)]));
    // Asked about goals alone, it is no unit.
    let goals_only = CoderAgreement::of(
        vec![plan],
        vec!["A".to_owned(), "B".to_owned()],
        &codebook(),
        Some(&[PlanLayer::Goal]),
        None,
    );
    assert_eq!(goals_only.overall().n_units, 2);
}

#[test]
fn themes_that_nobody_assigned_are_left_out() {
    let layers = [PlanLayer::Goal];
    // `staff` is assigned by one coder to an element that nobody else judged, so that no unit has it.
    let mut plan = goals(
        3,
        vec![
            manual("A", &layers, &[(0, "reading", true), (1, "smart", true), (2, "staff", true), (9, "staff", true)]),
            manual("B", &layers, &[(0, "reading", true), (1, "cooperation", false), (0, "cloud", true)]),
        ],
    );
    plan.elements[2].1 = PlanLayer::Action;
    let agreement = side_by_side(plan.clone());
    let themes: Vec<ThemeId> = agreement.by_theme().into_iter().map(|(theme, _)| theme).collect();
    assert_eq!(themes, [theme("smart"), theme("reading")]);
    assert_eq!(agreement.unassigned_themes(), [theme("cooperation"), theme("staff")]);
    assert_eq!(agreement.overall().n_units, 4);
    // Named themes narrow the question down; a term of the same codebook is none.
    let named = [theme("reading"), theme("staff"), theme("cloud")];
    let narrow = CoderAgreement::of(vec![plan], vec!["A".to_owned(), "B".to_owned()], &codebook(), None, Some(&named));
    assert_eq!(narrow.overall().n_units, 2);
    assert_eq!(narrow.unassigned_themes(), [theme("staff")]);
    assert_eq!((narrow.n_judgements(0), narrow.n_judgements(1)), (3, 1));
}

#[test]
fn a_coders_later_word_replaces_the_earlier() {
    let layers = [PlanLayer::Goal];
    let first = pass(PassMethod::Manual, "A", 1, &layers, &[(0, "reading", true), (1, "reading", true)]);
    let second = pass(PassMethod::Manual, "A", 2, &layers, &[(0, "reading", true)]);
    let other = pass(PassMethod::Manual, "B", 1, &layers, &[(0, "reading", true)]);
    for passes in [vec![first.clone(), second.clone(), other.clone()], vec![other, second, first]] {
        let found = side_by_side(goals(2, passes)).overall();
        assert_eq!((found.n_units, found.n_values, found.krippendorff_alpha), (2, 4, Ok(1.0)));
    }
    // Inside a pass, too.
    let mut pass = manual("A", &layers, &[(0, "reading", true), (0, "reading", false), (1, "reading", true)]);
    pass.judgements[0].judged_at = at(5);
    let found = side_by_side(goals(2, vec![pass, manual("B", &layers, &[(0, "reading", true), (1, "reading", true)])]));
    assert_eq!(found.overall().observed_agreement, Some(1.0));
}

#[test]
fn adjudicators_decide_and_are_no_coders() {
    use PassMethod::Adjudicated;
    let layers = [PlanLayer::Goal];
    let coders = [
        manual("A", &layers, &[(0, "reading", true), (1, "reading", true), (2, "reading", true)]),
        manual("B", &layers, &[(2, "reading", true)]),
    ];
    let before = side_by_side(goals(3, coders.to_vec()));
    assert_eq!(before.disagreements(None).len(), 2);
    assert_eq!((before.disagreements(Some(true)), before.disagreements(Some(false)).len()), (Vec::new(), 2));
    // A decides, too: by a word, by silence, and later again.
    let adjudicated = [
        pass(Adjudicated, "C", 3, &[PlanLayer::Outcome], &[(0, "reading", false)]),
        pass(Adjudicated, "A", 4, &[PlanLayer::Outcome], &[(0, "reading", true)]),
    ];
    let after = side_by_side(goals(3, [coders.as_slice(), adjudicated.as_slice()].concat()));
    assert_eq!(after.overall(), before.overall());
    assert_eq!(after.disagreements(None), before.disagreements(None));
    let open = after.disagreements(Some(false));
    assert_eq!(open.iter().map(|place| place.element).collect::<Vec<_>>(), [1]);
    let decision = |agreement: &CoderAgreement, place: usize| {
        let place = agreement.disagreements(None).get(place).copied()?;
        let decision = agreement.disagreement(place)?.decision?;
        Some((decision.coder, decision.method, decision.present, decision.is_silence))
    };
    assert_eq!(decision(&after, 0), Some(("A".to_owned(), Adjudicated, true, false)));
    assert_eq!(decision(&after, 1), None);
    let silent = pass(Adjudicated, "C", 9, &layers, &[(0, "reading", true)]);
    let settled = side_by_side(goals(3, [coders.as_slice(), &[silent]].concat()));
    assert_eq!(decision(&settled, 1), Some(("C".to_owned(), Adjudicated, false, true)));
    assert_eq!(settled.disagreements(Some(false)), []);
}

fn head(plan: &str, coder: &str, method: PassMethod, published: i64) -> PassHead {
    PassHead {
        id: id_from_name("pass", &format!("{plan} {coder} {method}")),
        plan: id_from_name("plan", plan),
        coder: coder.to_owned(),
        method,
        published: RegistryRevision(published),
    }
}

#[test]
fn the_scope_is_plans_with_two_coders() {
    use PassMethod::{Adjudicated, Lexicon, Manual};
    let heads = [
        head("p", "B", Manual, 4),
        head("p", "A", Manual, 3),
        head("p", "A", Adjudicated, 5),
        head("p", "lexicon", Lexicon, 1),
        head("q", "A", Manual, 2),
        head("q", "C", Adjudicated, 6),
        head("q", "lexicon", Lexicon, 1),
        head("r", "lexicon", Manual, 1),
        head("r", "B", Manual, 1),
    ];
    let told = |scope: &AgreementScope| -> Vec<(String, usize, usize)> {
        scope.coders.iter().map(|coder| (coder.name.clone(), coder.n_plans, coder.n_compared_plans)).collect()
    };
    let ids = |heads: &[&PassHead]| {
        let mut ids: Vec<_> = heads.iter().map(|head| head.id).collect();
        ids.sort();
        ids
    };
    let [p, q] = ["p", "q"].map(|plan| id_from_name::<PlanId>("plan", plan));
    let scope = AgreementScope::of(&heads, None);
    assert_eq!(told(&scope), [("A".to_owned(), 2, 1), ("B".to_owned(), 2, 1)]);
    assert_eq!(scope.plans, BTreeMap::from([(p, RegistryRevision(3))]));
    assert_eq!(scope.passes, ids(&[&heads[0], &heads[1], &heads[2]]));
    // The lexicon counts where it is named, and a person of that name never does.
    let named = ["A".to_owned(), "lexicon".to_owned()];
    let scope = AgreementScope::of(&heads, Some(&named));
    assert_eq!(told(&scope), [("A".to_owned(), 2, 2), ("lexicon".to_owned(), 2, 2)]);
    assert_eq!(scope.plans, BTreeMap::from([(p, RegistryRevision(1)), (q, RegistryRevision(1))]));
    assert_eq!(scope.passes, ids(&[&heads[1], &heads[2], &heads[3], &heads[4], &heads[5], &heads[6]]));
    assert_eq!(AgreementScope::of(&[], None), AgreementScope::default());
}

/// Codes of up to four coders: for each the row of up to 12 goals and whether it goes through them all.
fn rows() -> impl Strategy<Value = Vec<String>> {
    (1_usize..=12).prop_flat_map(|n| {
        let code = prop::sample::select(vec!['0', '1', '1', '0', '.']);
        let row = prop::collection::vec(code, n).prop_map(|codes| codes.into_iter().collect::<String>());
        prop::collection::vec(row, 1..=4)
    })
}

proptest! {
    #[test]
    fn coefficients_are_at_most_1_and_absent_for_a_reason(rows in rows()) {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let agreement = table(&rows);
        let mut all = vec![agreement.overall()];
        all.extend(agreement.by_pair().into_iter().map(|(_, _, figures)| figures));
        for figures in all {
            for coefficient in [figures.cohen_kappa, figures.krippendorff_alpha] {
                prop_assert!(coefficient.is_err() || coefficient.is_ok_and(|value| (-1.0..=1.0).contains(&value)), "{figures:?}");
            }
            prop_assert_eq!(figures.observed_agreement.is_none(), figures.n_units == 0);
            prop_assert!(figures.observed_agreement.is_none_or(|share| (0.0..=1.0).contains(&share)));
            prop_assert!(figures.n_values >= 2 * figures.n_units);
            // All words are alike if and only if nothing speaks against complete agreement.
            if figures.observed_agreement == Some(1.0) {
                let outcomes = [Ok(1.0), Err(AgreementUnavailable::NoVariation)];
                prop_assert!(outcomes.contains(&figures.krippendorff_alpha), "{figures:?}");
            }
        }
        let disagreements = agreement.disagreements(None).len();
        prop_assert_eq!(disagreements == 0, agreement.overall().observed_agreement.is_none_or(|share| share == 1.0));
    }

    #[test]
    fn the_order_of_coders_elements_and_plans_changes_no_number(
        (rows, order) in rows().prop_flat_map(|rows| {
            let n = rows.first().map_or(0, String::len);
            (Just(rows), Just((0..n).collect::<Vec<_>>()).prop_shuffle())
        })
    ) {
        let forth: Vec<&str> = rows.iter().map(String::as_str).collect();
        // The same goals in another order, and the coders under each other's names.
        let shuffled: Vec<String> =
            rows.iter().rev().map(|row| order.iter().filter_map(|place| row.chars().nth(*place)).collect()).collect();
        let back: Vec<&str> = shuffled.iter().map(String::as_str).collect();
        let told = |agreement: &CoderAgreement| {
            let AgreementFigures { n_units, n_values, observed_agreement, cohen_kappa, krippendorff_alpha } = agreement.overall();
            let bits = |value: Result<f64, AgreementUnavailable>| value.map(f64::to_bits);
            (n_units, n_values, observed_agreement.map(f64::to_bits), bits(cohen_kappa), bits(krippendorff_alpha))
        };
        prop_assert_eq!(told(&table(&forth)), told(&table(&back)));
        // Two plans with the same codes each, in either order.
        let mut plans = [table(&forth).plans[0].clone(), table(&back).plans[0].clone()];
        plans[1].plan = id_from_name("plan", "other");
        let coders: Vec<String> = (0..rows.len()).map(|coder| format!("coder {coder}")).collect();
        let together = |plans: Vec<CodedPlan>| CoderAgreement::of(plans, coders.clone(), &codebook(), None, None);
        let first = together(plans.to_vec());
        plans.reverse();
        prop_assert_eq!(told(&first), told(&together(plans.to_vec())));
        let disagreements: usize = first.disagreements(None).len();
        prop_assert_eq!(disagreements, 2 * table(&forth).disagreements(None).len());
    }

    #[test]
    fn coders_who_say_the_same_agree_completely(row in "[01]{1,12}", n_coders in 2_usize..=4) {
        let rows = vec![row.as_str(); n_coders];
        let figures = table(&rows).overall();
        let varies = row.contains('0') && row.contains('1');
        let expected = if varies { Ok(1.0) } else { Err(AgreementUnavailable::NoVariation) };
        prop_assert_eq!(figures.krippendorff_alpha, expected);
        let kappa = if n_coders == 2 || !row.contains('1') { expected } else { Err(AgreementUnavailable::NotTwoCoders) };
        prop_assert_eq!(figures.cohen_kappa, kappa);
        prop_assert_eq!(figures.observed_agreement, row.contains('1').then_some(1.0));
        prop_assert!(table(&rows).disagreements(None).is_empty());
    }
}
