//! Links the indicators of a plan to the registry's definitions, where the plan calls them by the very name.
//!
//! Only then do they meet other plans' in comparisons. A name counts as the same when it has the same words, whatever their
//! order, without those that only say that something is counted ("number of", 数量, 年均); the unit must count the same
//! thing. Anything less is for an editor to decide.

use std::collections::{BTreeSet, HashMap};

use super::given::KnownIndicator;
use crate::{
    domain::unit::Unit,
    draft::{DraftTexts, ElementDraft, FindingDraft, PlanIndicatorDraft, Severity},
    linguistics::{is_han, normalize, words},
};

/// Links what can be linked. A finding that says how many were.
pub(super) fn link(
    elements: &mut [ElementDraft],
    indicators: &mut [PlanIndicatorDraft],
    known: &[KnownIndicator],
) -> Option<FindingDraft> {
    let mut definitions: HashMap<BTreeSet<String>, Vec<&KnownIndicator>> = HashMap::new();
    for indicator in known {
        for name in &indicator.names {
            let definition = definitions.entry(telling_words(name)).or_default();
            if !definition.iter().any(|other| other.slug == indicator.slug) {
                definition.push(indicator);
            }
        }
    }
    definitions.remove(&BTreeSet::new());
    let mut n_linked = link_all(indicators, &definitions);
    // As deep as elements nest: 64 levels.
    let mut waiting: Vec<&mut ElementDraft> = elements.iter_mut().collect();
    while let Some(element) = waiting.pop() {
        n_linked += link_all(&mut element.plan_indicators, &definitions);
        waiting.extend(&mut element.children);
    }
    (n_linked > 0).then(|| FindingDraft {
        code: "INDICATORS_LINKED".to_owned(),
        severity: Some(Severity::Info),
        message: if n_linked == 1 {
            "an indicator bears the name of a definition in the registry and is linked to it: see `indicator` in the draft".to_owned()
        } else {
            format!("{n_linked} indicators bear the names of definitions in the registry and are linked to them: see `indicator` in the draft")
        },
        line: None,
    })
}

fn link_all(
    indicators: &mut [PlanIndicatorDraft],
    definitions: &HashMap<BTreeSet<String>, Vec<&KnownIndicator>>,
) -> usize {
    let mut n_linked = 0;
    for indicator in indicators {
        let DraftTexts::Plain(text) = &indicator.text else { continue };
        // Two definitions of one name leave it open.
        let Some([definition]) = definitions.get(&telling_words(text)).map(Vec::as_slice) else { continue };
        if counts_the_same(indicator, definition) {
            indicator.indicator = Some(definition.slug.clone());
            n_linked += 1;
        }
    }
    n_linked
}

/// Whether every figure can be told in the definition's unit.
fn counts_the_same(indicator: &PlanIndicatorDraft, definition: &KnownIndicator) -> bool {
    let Some(wanted) = definition.unit else { return true };
    indicator.observations.iter().filter_map(|observation| observation.unit.as_deref()).all(|unit| {
        // A change is told in per cent whatever it is a change of.
        unit == "%" || unit == "pp" || unit.parse::<Unit>().is_ok_and(|unit| unit.convert(1.0, wanted).is_some())
    })
}

/// The words of a name that tell it from other names.
fn telling_words(name: &str) -> BTreeSet<String> {
    const SAY_NOTHING: [&str; 26] = [
        "number",
        "total",
        "annual",
        "averag",
        "yearli",
        "year",
        "per",
        "librari",
        "count",
        "数",
        "数量",
        "量",
        "年均",
        "年",
        "总",
        "总数",
        "总量",
        "人次",
        "册次",
        "次数",
        "人数",
        "场次",
        "场",
        "达到",
        "图书馆",
        "全馆",
    ];
    let outside_brackets: String = {
        let mut depth = 0_usize;
        normalize(name)
            .chars()
            .filter(|character| match character {
                '(' | '[' | '〔' => {
                    depth += 1;
                    false
                }
                ')' | ']' | '〕' => {
                    depth = depth.saturating_sub(1);
                    false
                }
                _ => depth == 0,
            })
            .collect()
    };
    let language = if outside_brackets.chars().any(is_han) { "zh" } else { "en" };
    words(&outside_brackets, language).into_iter().filter(|word| !SAY_NOTHING.contains(&word.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<KnownIndicator> {
        let indicator = |slug: &str, names: [&str; 2], unit: &str| KnownIndicator {
            slug: slug.to_owned(),
            names: names.map(str::to_owned).to_vec(),
            unit: unit.parse().ok(),
        };
        vec![
            indicator("visits", ["到馆人次", "Visits"], "visit"),
            indicator("branch-libraries", ["分馆数量", "Branch libraries"], "branch"),
            indicator("user-satisfaction", ["读者满意率", "User satisfaction"], "%"),
        ]
    }

    #[test]
    fn an_indicator_is_linked_by_its_very_name_and_unit() {
        for (name, unit, expected) in [
            ("到馆人次（万人次）", "10^4 visit", Some("visits")),
            ("年均到馆人次", "visit", Some("visits")),
            ("Number of visits", "visit", Some("visits")),
            ("branch libraries", "branch", Some("branch-libraries")),
            ("讀者滿意率", "%", Some("user-satisfaction")),
            ("读者满意率", "score", None),
            ("线上到馆人次", "visit", None),
            ("visits to schools", "visit", None),
            ("数量", "item", None),
        ] {
            let text = format!(r#"{{"text":"{name}","observations":[{{"role":"TARGET","value":1,"unit":"{unit}"}}]}}"#);
            let parsed: Result<PlanIndicatorDraft, _> = serde_json::from_str(&text);
            assert!(parsed.is_ok(), "{text}");
            let mut indicators: Vec<PlanIndicatorDraft> = parsed.into_iter().collect();
            let finding = link(&mut [], &mut indicators, &known());
            assert_eq!(finding.is_some(), expected.is_some(), "{name}");
            assert_eq!(indicators.first().and_then(|indicator| indicator.indicator.as_deref()), expected, "{name}");
        }
    }
}
