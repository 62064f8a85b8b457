//! Progress of many targets in a few numbers.

use super::{ProgressStatus, ProgressUnavailable, TargetProgress};
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// Why shares of targets are not known.
    SharesUnavailable {
        /// There is no indicator.
        NoIndicator = "NO_INDICATOR",
        /// No indicator sets a target.
        NoTarget = "NO_TARGET",
        /// Progress is known towards none of the targets.
        NoKnownProgress = "NO_KNOWN_PROGRESS",
    }
}

/// How many targets have come how far. Every target counts once.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgressSummary {
    /// Indicators, those without a target among them.
    pub n_indicators: usize,
    /// Targets of all of them.
    pub n_targets: usize,
    /// How many targets have each status: all statuses, in the order of the vocabulary.
    pub by_status: Vec<(ProgressStatus, usize)>,
    /// How many targets have no known progress for each reason: all reasons, in the order of the vocabulary.
    pub by_reason: Vec<(ProgressUnavailable, usize)>,
    /// Targets achieved ÷ targets with known progress, 0..1; `None` where there are none such.
    pub achieved_share: Option<f64>,
    /// Targets achieved or on track ÷ targets with known progress, 0..1; `None` where there are none such.
    pub on_track_share: Option<f64>,
    /// Why there are no shares; `None` where there are.
    pub reason: Option<SharesUnavailable>,
}

/// Adds up the progress of indicators: for each of them that towards its targets.
pub fn progress_summary<'a>(indicators: impl IntoIterator<Item = &'a [TargetProgress]>) -> ProgressSummary {
    let (mut n_indicators, mut targets) = (0, Vec::new());
    for progress in indicators {
        n_indicators += 1;
        targets.extend(progress.iter().map(|target| (target.status, target.reason)));
    }
    let with_status = |status: ProgressStatus| targets.iter().filter(|(found, _)| *found == status).count();
    let with_reason = |reason| targets.iter().filter(|(_, found)| *found == Some(reason)).count();
    let n_known = targets.len() - with_status(ProgressStatus::NotAvailable);
    let n_achieved = with_status(ProgressStatus::Achieved);
    let share = |n: usize| (n_known > 0).then(|| n as f64 / n_known as f64);
    ProgressSummary {
        n_indicators,
        n_targets: targets.len(),
        by_status: ProgressStatus::ALL.iter().map(|&status| (status, with_status(status))).collect(),
        by_reason: ProgressUnavailable::ALL.iter().map(|&reason| (reason, with_reason(reason))).collect(),
        achieved_share: share(n_achieved),
        on_track_share: share(n_achieved + with_status(ProgressStatus::OnTrack)),
        reason: match (n_indicators, targets.len(), n_known) {
            (0, ..) => Some(SharesUnavailable::NoIndicator),
            (_, 0, _) => Some(SharesUnavailable::NoTarget),
            (.., 0) => Some(SharesUnavailable::NoKnownProgress),
            _ => None,
        },
    }
}
