//! The store knows fields by the names of its records; the person who wrote the file wants the line.

use super::prepared::{Content, Prepared};
use crate::{
    draft::{FieldPath, FileError, Finding, Severity},
    store::Refusal,
};

/// Refusals of the store as the problems of a file.
pub(super) fn file_error(prepared: &Prepared, refusals: &[Refusal]) -> FileError {
    let problems: Vec<Finding> = refusals
        .iter()
        .map(|refusal| {
            let path = place(&prepared.content, &refusal.field);
            prepared.places.finding(Severity::Error, "NOT_IN_REGISTRY", &path, &refusal.message)
        })
        .collect();
    FileError::new(problems)
}

/// Where a file has what the store calls `field`.
fn place(content: &Content, field: &str) -> FieldPath {
    let Content::Plan(plan) = content else { return parse(FieldPath::default(), field) };
    if let Some((key, rest)) = field.strip_prefix("planIndicators[key=").and_then(|rest| rest.split_once(']')) {
        let index = plan.plan.indicators.iter().position(|indicator| indicator.key == key);
        let path = index.and_then(|index| plan.indicator_places.get(index)).cloned();
        return parse(path.unwrap_or_default(), rest);
    }
    // A plan file may write out one institution and one period.
    for (of_catalogue, of_plan) in [("institutions[0]", "institution"), ("periods[0]", "period")] {
        if let Some(rest) = field.strip_prefix(of_catalogue) {
            return parse(FieldPath::default().field(of_plan), rest);
        }
    }
    parse(FieldPath::default(), field)
}

/// Goes on from a path by what its display would add: `.judgements[2].theme`.
fn parse(start: FieldPath, field: &str) -> FieldPath {
    field.split(['.', '[']).filter(|step| !step.is_empty()).fold(start, |path, step| {
        match step.strip_suffix(']').map(str::parse) {
            Some(Ok(index)) => path.index(index),
            _ => path.field(step),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "\
format: plan/1
slug: example-library-15fyp
institution: { slug: example-library, kind: PUBLIC_LIBRARY, name: Example Library }
period: cn-fyp-15
level: PUBLIC
status: ADOPTED
language: en
title: Example
elements:
  - key: goal-1
    kind: GOAL
    title: A goal
    planIndicators:
      - key: goal-1.branches
        text: Branches
        indicator: branches
";

    const ANNOTATIONS: &str = "\
format: annotations/1
codings:
  - plan: x
    coder: y
    method: MANUAL
    layers: [GOAL]
    judgements:
      - { element: goal-1, theme: a, present: true }
      - element: goal-1
        theme: b
        present: true
";

    fn shown(file: &str, field: &str) -> Result<String, FileError> {
        let prepared = Prepared::read("file.yaml", file.as_bytes())?;
        let refusal = Refusal { field: field.to_owned(), message: "no".to_owned() };
        Ok(file_error(&prepared, &[refusal]).to_string())
    }

    #[test]
    fn what_the_store_refuses_has_a_line_in_the_file() -> Result<(), FileError> {
        for (file, field, expected) in [
            (PLAN, "period", "file.yaml:4: period: no"),
            (PLAN, "institutions[0].parent", "file.yaml:3: institution.parent: no"),
            (
                PLAN,
                "planIndicators[key=goal-1.branches].indicator",
                "file.yaml:16: elements[0].planIndicators[0].indicator: no",
            ),
            (ANNOTATIONS, "codings[0].judgements[1].theme", "file.yaml:10: codings[0].judgements[1].theme: no"),
            (ANNOTATIONS, "", "file.yaml:1: no"),
        ] {
            assert_eq!(shown(file, field)?, expected);
        }
        Ok(())
    }
}
