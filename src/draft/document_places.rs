//! Where in a document the fields of its draft stand: what is said of a draft that was read from a document is about lines of
//! the document, because the draft itself may never be a file.

use super::{
    places::{Inside, Place, Places},
    plan_file::{ElementDraft, EvidenceDraft, PlanDraft, PlanIndicatorDraft},
    read::MAX_ELEMENT_DEPTH,
};

impl Places {
    /// The places of a draft that was read from a document. Elements and indicators stand where their evidence does, or
    /// else what holds them; other fields have no line.
    pub fn of_document(file_name: &str, draft: &PlanDraft) -> Self {
        let fields = vec![
            ("elements".to_owned(), elements(&draft.elements, None, 1)),
            ("planIndicators".to_owned(), indicators(&draft.plan_indicators, None)),
        ];
        Self::of_root(file_name, Place { line: None, inside: Inside::Fields(fields) })
    }
}

fn elements(drafts: &[ElementDraft], line: Option<u64>, depth: usize) -> Place {
    // What nests deeper is refused.
    let drafts = if depth > MAX_ELEMENT_DEPTH { &[] } else { drafts };
    let items = drafts.iter().map(|draft| {
        let line = first_line(draft.evidence.as_ref()).or(line);
        let fields = vec![
            ("children".to_owned(), elements(&draft.children, line, depth + 1)),
            ("planIndicators".to_owned(), indicators(&draft.plan_indicators, line)),
        ];
        Place { line, inside: Inside::Fields(fields) }
    });
    Place { line, inside: Inside::Items(items.collect()) }
}

fn indicators(drafts: &[PlanIndicatorDraft], line: Option<u64>) -> Place {
    let items = drafts
        .iter()
        .map(|draft| Place { line: first_line(draft.evidence.as_ref()).or(line), inside: Inside::Nothing });
    Place { line, inside: Inside::Items(items.collect()) }
}

fn first_line(evidence: Option<&EvidenceDraft>) -> Option<u64> {
    u64::try_from(evidence?.start_line?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{
        FieldPath,
        tests::{PLAN, draft_of},
    };

    #[test]
    fn fields_stand_where_their_evidence_does() -> Result<(), String> {
        let places = Places::of_document("plan.txt", &draft_of(PLAN)?);
        let element = FieldPath::default().field("elements").index(0);
        for (path, line) in [
            (FieldPath::default().field("slug"), None),
            (element.clone().field("title"), Some(12)),
            (element.clone().field("children").index(0).field("kind"), Some(12)),
            (element.field("planIndicators").index(0).field("observations").index(1), Some(12)),
        ] {
            assert_eq!(places.line(&path), line, "{path}");
        }
        Ok(())
    }
}
