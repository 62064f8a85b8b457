//! The rows that the coding of a plan comes to: made here once, for every way in which they are written.

use entity::{OPEN, coding_judgement, coding_pass, plan_coding_summary, plan_theme};
use uuid::Uuid;

use super::{publication::Stamp, rows};
use crate::{
    coding::{self, Codebook, CodingSummary, LabelHit, PlanCodes},
    domain::{
        element::{ElementTree, PlanLayer},
        id::{CodingPassId, ElementId, ThemeId},
        plan::Plan,
        theme::{LEXICON_CODER, PassMethod},
    },
};

/// A judgement to be kept.
pub(super) struct NewJudgement {
    pub(super) element: ElementId,
    pub(super) theme: ThemeId,
    pub(super) present: bool,
    pub(super) matched: Vec<String>,
    pub(super) judged_at: i64,
}

/// A pass to be kept.
pub(super) struct NewPass<'a> {
    pub(super) plan: &'a Plan,
    pub(super) codebook_version: Uuid,
    pub(super) coder: &'a str,
    pub(super) method: PassMethod,
    pub(super) layers: &'a [PlanLayer],
    pub(super) coded_at: i64,
    pub(super) judgements: Vec<NewJudgement>,
}

/// What the registry's own pass over a plan finds; `None` for a plan with no text in a language of the codebook.
pub(super) fn lexicon_pass<'a>(
    plan: &'a Plan,
    tree: &ElementTree,
    codebook_version: Uuid,
    codebook: &Codebook,
    stamp: &Stamp,
) -> Option<NewPass<'a>> {
    let hits = coding::lexicon_judgements(tree, codebook)?;
    let coded_at = rows::milliseconds(stamp.now);
    let judgements = hits.into_iter().filter_map(|(index, LabelHit { theme, matched })| {
        Some(NewJudgement { element: tree.get(index)?.id, theme, present: true, matched, judged_at: coded_at })
    });
    Some(NewPass {
        plan,
        codebook_version,
        coder: LEXICON_CODER,
        method: PassMethod::Lexicon,
        layers: PlanLayer::ALL,
        coded_at,
        judgements: judgements.collect(),
    })
}

/// The id of a coder's pass over a plan.
pub(super) fn pass_id(plan: &Plan, coder: &str, method: PassMethod, stamp: &Stamp) -> CodingPassId {
    stamp.ids.id("coding-pass", &format!("{}/{method}/{coder}/{}", plan.id.0, stamp.revision))
}

/// The rows of a pass.
pub(super) fn pass_rows(pass: NewPass<'_>, stamp: &Stamp) -> (coding_pass::Model, Vec<coding_judgement::Model>) {
    let NewPass { plan, codebook_version, coder, method, layers, coded_at, judgements } = pass;
    let id = pass_id(plan, coder, method, stamp);
    let row = coding_pass::Model {
        id: id.0,
        plan_id: plan.id.0,
        institution_id: plan.institution.0,
        codebook_version_id: codebook_version,
        valid_from: stamp.revision.0,
        valid_to: OPEN,
        coder: coder.to_owned(),
        method: method.code().to_owned(),
        layers: rows::to_json(&layers),
        coded_at,
    };
    let judgements = judgements.into_iter().map(|judgement| coding_judgement::Model {
        pass_id: id.0,
        element_id: judgement.element.0,
        theme_id: judgement.theme.0,
        institution_id: plan.institution.0,
        present: judgement.present,
        matched: rows::to_json(&judgement.matched),
        judged_at: judgement.judged_at,
    });
    (row, judgements.collect())
}

/// The row that sums up the codes of a plan.
pub(super) fn summary_row(plan: &Plan, summary: &CodingSummary, stamp: &Stamp) -> plan_coding_summary::Model {
    plan_coding_summary::Model {
        plan_id: plan.id.0,
        valid_from: stamp.revision.0,
        valid_to: OPEN,
        institution_id: plan.institution.0,
        summary: rows::to_json(summary),
    }
}

/// The rows of a plan's theme profile.
pub(super) fn profile_rows(
    plan: &Plan,
    tree: &ElementTree,
    codes: &PlanCodes,
    codebook: &Codebook,
    stamp: &Stamp,
) -> Vec<plan_theme::Model> {
    let weights = coding::theme_profile(tree, codes, codebook).into_iter().map(|weight| plan_theme::Model {
        plan_id: plan.id.0,
        theme_id: weight.theme.0,
        valid_from: stamp.revision.0,
        valid_to: OPEN,
        institution_id: plan.institution.0,
        n_elements: weight.n_elements as i32,
        share: weight.share,
    });
    weights.collect()
}
