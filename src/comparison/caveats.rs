//! Which caveats a comparison of plans has.

use std::collections::BTreeSet;

use super::{
    ComparedPlan,
    caveat::{Caveat, CaveatCode, Named, SMALL_SAMPLE},
    passages::text_in,
};
use crate::{
    coding::PROFILE_LAYERS,
    domain::{
        element::{Element, PlanLayer},
        plan::PlanStatus,
        source::{Evidence, RepairKind},
        text::TextOrigin,
    },
};

/// What makes the plans less comparable than they look: at most one caveat a code, in the order of the codes. What is about
/// one indicator alone stands on its row.
pub fn caveats(plans: &[ComparedPlan<'_>]) -> Vec<Caveat> {
    let all_if = |differ: bool| if differ { (0..plans.len()).collect() } else { BTreeSet::new() };
    let mut found = plan_caveats(plans);
    let periods: BTreeSet<_> = plans.iter().map(|compared| compared.period.id).collect();
    found.extend(Named::of_plans(plans).caveat(CaveatCode::DifferentPeriods, all_if(periods.len() > 1)));
    found.sort_by_key(|caveat| caveat.code);
    found
}

/// The caveats that comparisons of plans and of periods have in common.
pub(super) fn plan_caveats(plans: &[ComparedPlan<'_>]) -> Vec<Caveat> {
    let named = Named::of_plans(plans);
    let all_if = |differ: bool| if differ { (0..plans.len()).collect() } else { BTreeSet::new() };
    let those = |concerned: &dyn Fn(&ComparedPlan<'_>) -> bool| -> BTreeSet<usize> {
        plans.iter().enumerate().filter(|(_, compared)| concerned(compared)).map(|(plan, _)| plan).collect()
    };
    let levels: BTreeSet<_> = plans.iter().map(|compared| compared.plan.level).collect();
    let lengths: BTreeSet<_> = plans.iter().map(|compared| compared.period.years.n_years()).collect();
    let languages = compared_languages(plans);
    [
        named.caveat(CaveatCode::DifferentLevels, all_if(levels.len() > 1)),
        named.caveat(CaveatCode::DifferentPeriodLengths, all_if(lengths.len() > 1)),
        named.caveat(
            CaveatCode::NotAdopted,
            those(&|compared| matches!(compared.plan.status, PlanStatus::Proposal | PlanStatus::Consultation)),
        ),
        named.caveat(CaveatCode::NotCoded, those(&has_uncoded_layer)),
        named.caveat(CaveatCode::MachineTranslated, those(&|compared| is_machine_translated(compared, &languages))),
        named.caveat(
            CaveatCode::SmallSample,
            those(&|compared| compared.content.tree.topmost_of(PROFILE_LAYERS).len() < SMALL_SAMPLE),
        ),
        named.caveat(CaveatCode::IncompleteSource, those(&has_masked_words)),
        named.caveat(CaveatCode::Synthetic, those(&|compared| compared.plan.is_synthetic)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn compared_elements<'a>(plan: &ComparedPlan<'a>) -> impl Iterator<Item = &'a Element> {
    plan.content.tree.elements().iter().filter(|element| PROFILE_LAYERS.contains(&element.layer()))
}

/// The plan has elements in a layer that no coding pass went through.
fn has_uncoded_layer(plan: &ComparedPlan<'_>) -> bool {
    let layers: BTreeSet<PlanLayer> = compared_elements(plan).map(Element::layer).collect();
    !layers.is_subset(&plan.codes.coded_layers)
}

pub(super) fn languages_of(element: &Element) -> impl Iterator<Item = &str> {
    element.title.iter().chain(element.body.iter()).map(|text| text.lang.primary())
}

/// The languages that what a plan aims at is said in.
pub(super) fn languages_of_plan<'a>(plan: &ComparedPlan<'a>) -> BTreeSet<&'a str> {
    compared_elements(plan).flat_map(languages_of).collect()
}

/// The languages that elements of at least two of the plans are in: words are compared in these.
fn compared_languages<'a>(plans: &[ComparedPlan<'a>]) -> BTreeSet<&'a str> {
    let of_plan: Vec<BTreeSet<&str>> = plans.iter().map(languages_of_plan).collect();
    let known: BTreeSet<&str> = of_plan.iter().flatten().copied().collect();
    known.into_iter().filter(|language| of_plan.iter().filter(|own| own.contains(language)).count() >= 2).collect()
}

/// Whether a text that words are compared in was translated by a machine.
fn is_machine_translated(plan: &ComparedPlan<'_>, languages: &BTreeSet<&str>) -> bool {
    compared_elements(plan).any(|element| {
        [&element.title, &element.body].into_iter().any(|texts| {
            languages.iter().any(|language| {
                text_in(texts, language).is_some_and(|text| text.origin == TextOrigin::MachineTranslation)
            })
        })
    })
}

/// A masked word is the one repair that cannot bring back what the source said. Gaps in the numbering are no sign: plans
/// skip numbers, and what a registry leaves out on purpose it says elsewhere.
fn has_masked_words(plan: &ComparedPlan<'_>) -> bool {
    let masks = |evidence: &Evidence| evidence.repairs.iter().any(|repair| repair.kind == RepairKind::MaskedWord);
    let of_elements = plan.content.tree.elements().iter().filter_map(|element| element.evidence.as_ref());
    let of_indicators = plan.content.indicators.iter().flat_map(|indicator| {
        let of_figures = indicator.observations.iter().filter_map(|observation| observation.figure.evidence.as_ref());
        indicator.evidence.iter().chain(of_figures)
    });
    of_elements.chain(of_indicators).any(masks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        comparison::testing::{SampleElement, SamplePlan, goal, lang, sample_plan, texts},
        domain::{
            plan::PlanLevel,
            source::{QuoteAbsence, TextRepair},
            text::{LocalizedText, Texts},
        },
    };

    fn plan(slug: &str) -> SamplePlan {
        sample_plan(slug, &[goal("1", "river", &[]), goal("2", "stone", &[]), goal("3", "lamp", &[])])
    }

    fn codes(plans: &[&SamplePlan]) -> Vec<(CaveatCode, Vec<usize>)> {
        let compared: Vec<_> = plans.iter().map(|plan| plan.compared()).collect();
        caveats(&compared).into_iter().map(|caveat| (caveat.code, caveat.plans.iter().collect())).collect()
    }

    #[test]
    fn plans_alike_in_every_respect_have_none() {
        assert_eq!(codes(&[&plan("a"), &plan("b")]), []);
    }

    #[test]
    fn each_caveat_names_the_plans_it_is_about() {
        use CaveatCode::{
            DifferentLevels, DifferentPeriodLengths, DifferentPeriods, IncompleteSource, NotAdopted, NotCoded,
            SmallSample, Synthetic,
        };
        let a = plan("a");
        let changed = |change: &dyn Fn(&mut SamplePlan)| {
            let mut other = plan("b");
            change(&mut other);
            codes(&[&a, &other])
        };
        assert_eq!(changed(&|b| b.plan.level = PlanLevel::National), [(DifferentLevels, vec![0, 1])]);
        assert_eq!(changed(&|b| *b = b.clone().for_period("cn-fyp-15", 2026, 2030)), [(DifferentPeriods, vec![0, 1])]);
        assert_eq!(
            changed(&|b| *b = b.clone().for_period("own", 2021, 2023)),
            [(DifferentPeriods, vec![0, 1]), (DifferentPeriodLengths, vec![0, 1])]
        );
        for status in PlanStatus::ALL {
            let draft = matches!(status, PlanStatus::Proposal | PlanStatus::Consultation);
            let expected = if draft { vec![(NotAdopted, vec![1])] } else { vec![] };
            assert_eq!(changed(&|b| b.plan.status = *status), expected);
        }
        assert_eq!(changed(&|b| b.codes.coded_layers = [PlanLayer::Outcome].into()), [(NotCoded, vec![1])]);
        assert_eq!(changed(&|b| b.codes.coded_layers = [PlanLayer::Goal].into()), []);
        assert_eq!(changed(&|b| b.plan.is_synthetic = true), [(Synthetic, vec![1])]);
        assert_eq!(
            changed(&|b| *b = sample_plan("b", &[goal("1", "river", &[]), goal("2", "stone", &[])])),
            [(SmallSample, vec![1])]
        );
        let masked = Evidence {
            document: crate::domain::id::id_from_name("document", "masked"),
            locator: None,
            start_line: None,
            end_line: None,
            page: None,
            start_offset: None,
            end_offset: None,
            quote: None,
            quote_absence: Some(QuoteAbsence::Rights),
            repairs: vec![TextRepair { kind: RepairKind::MaskedWord, before: "****".into(), after: "****".into() }],
        };
        assert_eq!(
            changed(&|b| {
                *b = b.clone().with_indicator("Visits", true, vec![]);
                b.content.indicators[0].evidence = Some(masked.clone());
            }),
            [(IncompleteSource, vec![1])]
        );
    }

    #[test]
    fn machine_translations_count_where_words_are_compared_in_them() {
        let translated = |slug: &str| {
            let text = |tag: &str, text: &str, origin| LocalizedText { lang: lang(tag), text: text.into(), origin };
            let title = Texts::new([
                text("zh-Hans", "河流", TextOrigin::Source),
                text("en", "river", TextOrigin::MachineTranslation),
            ]);
            sample_plan(slug, &["1", "2", "3"].map(|key| SampleElement { title: title.clone(), ..goal(key, "", &[]) }))
        };
        let chinese = SampleElement { title: texts(&[("zh-Hant", "河流")]), ..goal("1", "", &[]) };
        let chinese =
            sample_plan("chinese", &["1", "2", "3"].map(|key| SampleElement { key: key.into(), ..chinese.clone() }));
        assert_eq!(codes(&[&plan("a"), &translated("b")]), [(CaveatCode::MachineTranslated, vec![1])]);
        assert_eq!(codes(&[&chinese, &translated("b")]), []);
        assert_eq!(codes(&[&translated("a"), &translated("b")]), [(CaveatCode::MachineTranslated, vec![0, 1])]);
    }

    #[test]
    fn messages_name_the_plans_in_both_languages_whatever_their_order() {
        let (a, mut b) = (plan("a"), plan("b"));
        b.plan.level = PlanLevel::National;
        let forth = caveats(&[a.compared(), b.compared()]);
        assert_eq!(forth[0].message, caveats(&[b.compared(), a.compared()])[0].message);
        let message = |tag: &str| forth[0].message.get(&lang(tag)).map(|text| text.text.clone()).unwrap_or_default();
        assert!(message("en").starts_with("`a` and `b` speak for different levels"), "{}", message("en"));
        assert!(message("zh-Hans").starts_with("`a`、`b`的层级不同"), "{}", message("zh-Hans"));
    }
}
