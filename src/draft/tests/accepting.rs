//! From drafts to records.

use super::{
    super::{DraftTexts, PlanDraft, RegistryFile, Severity, accept_plan, read},
    PLAN, nowhere, plan_of,
};
use crate::domain::{
    indicator::{Comparator, ObservationBasis},
    source::QuoteAbsence,
    text::TextOrigin,
};

type TestResult = Result<(), Box<dyn std::error::Error>>;

fn draft() -> Result<PlanDraft, Box<dyn std::error::Error>> {
    match read("plan.yaml", PLAN.as_bytes())?.content {
        RegistryFile::Plan(draft) => Ok(*draft),
        other => Err(format!("{other:?}").into()),
    }
}

#[test]
fn a_plan_becomes_a_record() -> TestResult {
    let content = plan_of(PLAN)?;
    let plan = &content.plan;
    assert_eq!((plan.institution.as_str(), plan.variant.as_str(), plan.source), ("example-library", "main", Some(0)));
    assert_eq!(plan.elements.iter().map(|element| element.parent).collect::<Vec<_>>(), [None, Some(0)]);
    assert_eq!(plan.elements[0].number.as_deref(), Some("1"));

    let origins: Vec<_> = plan.elements[0].title.iter().map(|text| (text.lang.as_str(), text.origin)).collect();
    assert_eq!(origins, [("en", TextOrigin::Translation), ("zh-Hans", TextOrigin::Source)]);
    let evidence = plan.elements[0].evidence.as_ref().ok_or("evidence")?;
    assert_eq!((evidence.document, evidence.quote_absence), (plan.documents[0].document.id, None));

    let [baseline, target] = plan.indicators[0].observations.as_slice() else { return Err("two figures".into()) };
    assert_eq!((baseline.comparator, baseline.basis), (Comparator::Equal, ObservationBasis::Point));
    assert_eq!((target.comparator, target.unit, target.value), (Comparator::AtLeast, baseline.unit, Some(40.0)));
    assert_eq!(plan.indicators[0].element, Some(0));

    assert_eq!(content.element_places[1].to_string(), "elements[0].children[0]");
    assert_eq!(content.indicator_places[0].to_string(), "elements[0].planIndicators[0]");
    Ok(())
}

#[test]
fn what_is_left_out_has_the_defaults_of_the_format() -> TestResult {
    let mut draft = draft()?;
    draft.text_origin = Some(TextOrigin::Editorial);
    let observation = &mut draft.elements[0].plan_indicators[0].observations[0];
    (observation.value, observation.upper) = (Some(3.0), Some(5.0));
    let evidence = draft.elements[0].evidence.as_mut().ok_or("evidence")?;
    evidence.quote = None;
    let plan = accept_plan(draft, &nowhere())?.plan;
    assert!(plan.elements[0].title.iter().all(|text| text.origin == TextOrigin::Editorial));
    assert_eq!(plan.indicators[0].observations[0].comparator, Comparator::Between);
    let evidence = plan.elements[0].evidence.as_ref().ok_or("evidence")?;
    assert_eq!(evidence.quote_absence, Some(QuoteAbsence::NoStoredText));
    Ok(())
}

#[test]
fn white_space_around_texts_is_no_content() -> TestResult {
    let mut draft = draft()?;
    draft.title = DraftTexts::Plain("  示例\n".to_owned());
    draft.note = Some(" \n".to_owned());
    let plan = accept_plan(draft, &nowhere())?.plan;
    assert_eq!(plan.title.iter().map(|text| text.text.as_str()).collect::<Vec<_>>(), ["示例"]);
    assert_eq!(plan.note, None);
    Ok(())
}

#[test]
fn missing_keys_are_made_from_kind_and_place_and_differ_from_the_given_ones() -> TestResult {
    let mut draft = draft()?;
    let goal = draft.elements.remove(0);
    let mut child = goal.children[0].clone();
    child.key = None;
    let mut unnamed = goal.clone();
    unnamed.key = None;
    unnamed.plan_indicators[0].key = None;
    unnamed.children = vec![child.clone(), child];
    // `goal-1` is taken by the goal that says so, which stands second.
    draft.elements = vec![unnamed, goal];
    let content = accept_plan(draft, &nowhere())?;
    let keys: Vec<_> = content.plan.elements.iter().map(|element| element.key.as_str()).collect();
    assert_eq!(keys, ["goal-2", "goal-2.strategy-1", "goal-2.strategy-2", "goal-1", "goal-1.strategy-1"]);
    assert_eq!(content.plan.indicators[0].key, "goal-2.indicator-1");
    assert_eq!(content.findings.iter().filter(|finding| finding.code == "KEY_ASSIGNED").count(), 4);
    assert!(content.findings.iter().all(|finding| finding.severity == Severity::Info));
    Ok(())
}

#[test]
fn made_keys_stay_keys_however_deep() -> TestResult {
    let mut draft = draft()?;
    let mut element = draft.elements[0].children[0].clone();
    element.key = None;
    for _ in 1..64 {
        let mut outer = element.clone();
        outer.children = vec![element];
        element = outer;
    }
    draft.elements = vec![element];
    let content = accept_plan(draft, &nowhere())?;
    let keys: std::collections::HashSet<_> = content.plan.elements.iter().map(|element| &element.key).collect();
    assert_eq!(keys.len(), 64);
    assert!(keys.iter().all(|key| crate::domain::id::check_key(key).is_ok()));
    Ok(())
}

#[test]
fn a_new_institution_and_period_come_with_the_plan() -> TestResult {
    let text = PLAN
        .replacen(
            "institution: example-library\n",
            "institution: { slug: new-library, kind: PUBLIC_LIBRARY, name: 新馆, country: CN }\n",
            1,
        )
        .replacen(
            "period: cn-fyp-15\n",
            "period: { slug: own-2026, scheme: own, name: { en: 2026 to 2028 }, startYear: 2026, endYear: 2028 }\n",
            1,
        );
    let content = plan_of(&text)?;
    assert_eq!((content.plan.institution.as_str(), content.plan.period.as_str()), ("new-library", "own-2026"));
    let institution = content.institution.ok_or("institution")?;
    assert_eq!(institution.names.iter().map(|name| name.lang.as_str()).collect::<Vec<_>>(), ["zh-Hans"]);
    assert_eq!(content.period.ok_or("period")?.years.n_years(), 3);
    Ok(())
}

#[test]
fn a_draft_of_a_program_is_told_its_problems_without_lines() -> TestResult {
    let mut draft = draft()?;
    draft.elements[0].title = DraftTexts::default();
    let error = accept_plan(draft, &nowhere()).err().ok_or("accepted")?;
    assert_eq!(error.to_string(), "draft: elements[0].title: there is no text: write one in at least one language");
    Ok(())
}
