//! Plans side by side, one library's plans from one period to the next, and how cases of service innovation spread.
//!
//! Pure functions: the same plans, codebook and method version give the same answer, bit for bit. The order of plans or
//! of elements never changes a number, only places in lists. What cannot be known is `None` beside a caveat, never 0.
//!
//! Reading order: [`theme_rows`] counts, [`element_matches()`] and [`element_changes`] match, [`indicator_rows`] and
//! [`indicator_changes`] set figures side by side, [`target_progress`] holds actuals against targets, [`impact_map()`] and
//! [`framework_alignment()`] set a plan against what stands above it, [`caveats()`] says what makes the plans less comparable
//! than they look.

use crate::{
    coding::{Codebook, ElementCodes, PlanCodes},
    domain::{
        annotation::Alignment,
        id::ThemeId,
        indicator::Indicator,
        institution::Institution,
        period::PlanningPeriod,
        plan::{Plan, PlanContent},
    },
};

/// How often plans and elements carry each theme.
mod themes;

/// The texts and concepts of elements, made ready once so that scoring a pair is arithmetic alone.
mod passages;

/// The score of two elements.
mod score;

/// The best one-to-one assignment.
mod assignment;

/// Which element of one plan corresponds to which of another.
mod matching;

/// Elements of any number of plans that correspond.
mod groups;

/// What corresponding elements have in common, in words.
mod shared;

/// Groups of corresponding elements across plans.
mod element_matches;

/// What two elements have in common, pair by pair.
mod pairs;

/// Library Impact Maps: a parent organization's foci against a library's contributions.
mod impact_map;

/// Which unrated cells of a Library Impact Map deserve a look.
mod impact_suggestions;

/// Which parts of a framework a plan addresses.
mod framework;

/// How alike plans are, in three numbers.
mod similarity;

/// Figures that can stand side by side.
mod figures;

/// Indicators across plans.
mod indicators;

/// What became of each element and theme from one period to the next.
mod periods;

/// What became of each indicator from one period to the next.
mod period_indicators;

/// Which plans a question about many is about.
mod cohort;

/// Sets of plans.
mod plan_set;

/// What plans say of the themes.
mod plan_themes;

/// The latest plan of each institution.
mod latest;

/// Groups of a cohort's plans.
mod grouping;

/// How many plans of a cohort address each theme.
mod coverage;

/// Whether themes go together with groups.
mod association;

/// The distribution of one indicator over a cohort.
mod benchmark;

/// Which themes stand together.
mod co_occurrence;

/// Many institutions from one period to the next.
mod cohort_periods;

/// What became of the elements of many institutions' plans.
mod cohort_changes;

/// One element through all periods.
mod lineage;

/// Which plans are most like one plan.
mod similar_plans;

/// Which institutions one is best set beside.
mod peers;

/// Words for the values that things are grouped by.
pub mod labels;

/// How far a plan's indicators have come towards their targets.
mod progress;

/// How far coders agree.
mod coder_agreement;

/// What makes an answer less comparable than it looks, in words.
mod caveat;

/// Which caveats a comparison of plans has.
mod caveats;

/// Which caveats a comparison of periods has.
mod period_caveats;

/// How cases of service innovation spread.
mod case_distribution;

#[cfg(test)]
mod cohort_tests;
#[cfg(test)]
mod framework_checked;
#[cfg(test)]
mod hand_checked;
#[cfg(test)]
mod impact_map_checked;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod testing;

pub use self::{
    association::{AssociationData, AssociationTest, ThemeAssociation, theme_associations},
    benchmark::{
        Benchmark, BenchmarkData, BenchmarkEntry, BenchmarkFigure, BenchmarkMissing, BenchmarkQuestion, BenchmarkValue,
        BenchmarkValues, FigureYears, IndicatorUses, MissingPlans, UsesByRevision, ValueFacts, benchmark, better,
        figures_by_basis, first_of_values, most_common,
    },
    case_distribution::{CaseDimension, CaseDistribution, CaseGroup, CaseMargin, CaseValue, case_distribution},
    caveat::{Caveat, CaveatCode},
    caveats::caveats,
    co_occurrence::{CoOccurrenceUnit, CoOccurrences, ThemePair, co_occurrences},
    coder_agreement::{
        AgreementFigures, AgreementScope, AgreementUnavailable, CodedPlan, CoderAgreement, Disagreement, ScopedCoder,
        UnitPlace, agreement_caveats,
    },
    cohort::{Cohort, CohortFacts, DIFFERENT_SIZES, SMALL_COHORT, ThemeFacts, is_adopted, takes_precedence},
    cohort_changes::{CohortChanges, KindTotal, PairChanges, ThemeTotal, cohort_changes, pair_changes},
    cohort_periods::{
        CohortThemeShift, CohortThemeShifts, PairedPeriods, PlanPair, SeveralPlans, ShiftTest, ShiftTestUnavailable,
        cohort_theme_shifts, pair_periods,
    },
    coverage::{CoverageCell, CoverageCounts, CoverageGroup, theme_coverage},
    element_matches::{ElementMatch, MatchMethod, element_matches},
    framework::{
        FrameworkAlignment, FrameworkPart, FrameworkPassage, FrameworkThemes, framework_alignment, framework_caveats,
    },
    grouping::{CohortDimension, CohortGroup, DimensionValues, GroupKey, cohort_groups, groups_of_plans},
    impact_map::{
        ImpactCell, ImpactCount, ImpactLine, ImpactMap, ImpactSides, UnplacedRatings, impact_caveats, impact_map,
    },
    impact_suggestions::{ImpactSuggestion, impact_suggestions},
    indicators::{IndicatorCell, IndicatorRow, indicator_rows},
    latest::{LatestOrder, LatestPlans},
    lineage::{
        LineageGap, LineageStep, lineage, lineage_caveats, lineage_changes, lineage_gaps, lineage_plans,
        lineage_subject,
    },
    pairs::{Shared, shared_by},
    peers::{FEWEST_PEERS, PeerGroup, PeerRule, peer_group},
    period_caveats::{ComparedPeriods, period_caveats},
    period_indicators::{IndicatorChange, indicator_changes},
    periods::{ChangeKind, ElementChange, ThemeShift, element_changes, plan_for_period, theme_shifts},
    plan_set::{PlanSet, PlansConcerned, all_places, place, places_of},
    plan_themes::{Carriers, ThemesOfPlans},
    progress::{
        ExpectedProgress, ProgressMethod, ProgressStatus, ProgressSummary, ProgressUnavailable, ProgressValues,
        SharesUnavailable, TargetProgress, progress_summary, target_progress,
    },
    similar_plans::{MOST_MATCHED_PLANS, SimilarPlan, nearest_by_themes, similar_plans},
    similarity::{PlanSimilarity, similarities},
    themes::{Presence, ThemeCell, ThemeRow, theme_rows},
};

/// Names the formulas of this module. Changing one of them makes a new version, said in the changelog.
pub const METHOD_VERSION: &str = "1";

/// The lowest score at which elements are matched unless another is asked for.
pub const DEFAULT_MIN_SCORE: f64 = 0.35;

/// The lowest score at which a leftover joins a matched pair unless another is asked for.
pub const DEFAULT_SPLIT_SCORE: f64 = 0.5;

/// The lowest score at which an element is continued rather than revised unless another is asked for.
pub const DEFAULT_CONTINUED_SCORE: f64 = 0.75;

/// One of the plans compared, with all that a comparison reads of it.
#[derive(Clone, Copy, Debug)]
pub struct ComparedPlan<'a> {
    /// The plan's head.
    pub plan: &'a Plan,
    /// Whose it is.
    pub institution: &'a Institution,
    /// For which period.
    pub period: &'a PlanningPeriod,
    /// What it says.
    pub content: &'a PlanContent,
    /// The themes of its elements, parallel to the elements of its tree.
    pub codes: &'a PlanCodes,
}

/// What a comparison knows besides the plans.
#[derive(Clone, Copy, Debug)]
pub struct ComparisonContext<'a> {
    /// The themes, and the frozen frequencies of concepts and words.
    pub codebook: &'a Codebook,
    /// Every alignment between the compared plans.
    pub alignments: &'a [Alignment],
    /// The definitions that the plans' indicators refer to.
    pub indicators: &'a [Indicator],
}

/// Names an element of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ElementRef {
    /// Index among the plans compared; in a comparison of periods 0 is the earlier plan and 1 the later one.
    pub plan: usize,
    /// Index in that plan's tree.
    pub element: usize,
}

impl<'a> ComparedPlan<'a> {
    fn codes_of(&self, element: usize) -> Option<&'a ElementCodes> {
        self.codes.elements.get(element)
    }

    fn addresses(&self, element: usize, theme: ThemeId) -> bool {
        self.codes_of(element).is_some_and(|codes| codes.addresses(theme))
    }
}
