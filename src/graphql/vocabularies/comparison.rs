//! The vocabularies of comparisons.

use async_graphql::Enum;

/// Why a coefficient of agreement is not known.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::AgreementUnavailable")]
pub(in crate::graphql) enum AgreementUnavailable {
    /// No two of the coders judged the same element for the same theme.
    NoOverlap,
    /// Every word is the same, or nobody assigned any theme, so that chance alone would bring complete agreement.
    NoVariation,
    /// Cohen's kappa is for two coders, and these are more.
    NotTwoCoders,
}

/// What there is to keep in mind.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::CaveatCode")]
pub(in crate::graphql) enum CaveatCode {
    /// The registry has no plan of this institution and period.
    NoPlan,
    /// No plan matches the cohort asked for.
    EmptyCohort,
    /// The plans speak for different levels: the world, a nation, one library.
    DifferentLevels,
    /// The plans are for different periods.
    DifferentPeriods,
    /// The plans' periods have different lengths, so that targets and sums over the period do.
    DifferentPeriodLengths,
    /// A proposal or a draft for comments: nobody has adopted it.
    NotAdopted,
    /// Elements of a layer that counts have not been coded: a theme missing there means nothing.
    NotCoded,
    /// The plan was revised after people coded it: what is new in it counts as if they had gone through it.
    RevisedSinceCoded,
    /// Coders of the same plan used different versions of the codebook: themes that one of them did not have count as
    /// absent in that one's codes.
    CodebooksDiffer,
    /// The comparison rests on texts that a machine translated.
    MachineTranslated,
    /// Figures count different things.
    UnitsDiffer,
    /// Figures are of different spans or changes.
    BasesDiffer,
    /// Figures are of different years, or of years that are not known.
    YearsDiffer,
    /// There is no figure of the institution, such as its population, to divide by.
    NoDenominator,
    /// An indicator is not linked to the catalogue.
    IndicatorUnlinked,
    /// The plans state very different numbers of elements (one more than four times as many as another): long plans address
    /// more themes, so look at `meanShare` beside `share`.
    DifferentSizes,
    /// Too few elements for shares to mean much.
    SmallSample,
    /// Fewer than 10 plans, or values: one more or less moves shares and quantiles a lot.
    SmallCohort,
    /// Too few cases for the approximation behind a test.
    SmallExpectedCounts,
    /// The same institutions stand in several groups, or have several plans of which only the latest counts.
    RepeatedInstitutions,
    /// Institutions have a plan for one of the periods alone, and stand in no pair.
    OnePeriodOnly,
    /// A bound or a range was read as one value.
    BoundTakenAsValue,
    /// The source is known to be incomplete.
    IncompleteSource,
    /// Made-up data.
    Synthetic,
    /// Made-up plans were named and left out, because `includeSynthetic` was not given.
    SyntheticLeftOut,
    /// The plans share no language: texts meet by their themes alone.
    NoSharedLanguage,
    /// Rows or columns of a map have no rating at all: that they are uncovered is not known.
    NotRated,
    /// Ratings are left out because what they rate is gone from the plan.
    UnplacedRatings,
}

/// What of each plan a benchmark compares.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::BenchmarkValue")]
pub(in crate::graphql) enum BenchmarkValue {
    /// The figure itself, in the indicator's unit.
    Figure,
    /// (target − baseline) ÷ |baseline|, as a share: 0.25 is a quarter more. Only with the role TARGET.
    RelativeChange,
    /// The figure ÷ the population that the institution serves, in the figure's year. Only for indicators that count.
    PerCapita,
    /// The figure ÷ the students of the institution, in the figure's year. Only for indicators that count.
    PerStudent,
}

/// Why an institution has no value in a benchmark: the first of these that leaves its plan without a figure.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::BenchmarkMissing")]
pub(in crate::graphql) enum BenchmarkMissing {
    /// The plan does not use the indicator.
    NoPlanIndicator,
    /// The plan uses the indicator, but has no figure of the role for the whole: none at all, or only for parts of it.
    NoFigure,
    /// The plan says it in words, without a number.
    Qualitative,
    /// No figure is of the year asked for.
    YearDiffers,
    /// No figure is in a unit that converts into the benchmark's, or the unit is not known.
    UnitDiffers,
    /// No figure is of the benchmark's basis.
    BasisDiffers,
    /// There is a target, but no baseline of an earlier year in the same unit, of the same basis and span.
    NoBaseline,
    /// The baseline is 0: no share of it can be told.
    ZeroBaseline,
    /// There is a figure, but nothing to divide it by for its year.
    NoDenominator,
}

/// What plans of a cohort are grouped by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::CohortDimension")]
pub(in crate::graphql) enum CohortDimension {
    /// The kind of institution.
    InstitutionKind,
    /// The level that the plan speaks for.
    Level,
    /// The planning period.
    Period,
    /// The macro-region of the institution.
    Region,
    /// The country of the institution.
    Country,
    /// The subdivision of the country.
    Subdivision,
    /// How far the plan has come.
    Status,
}

/// Whether a plan addresses a theme, and if not, why nothing can be said.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::Presence")]
pub(in crate::graphql) enum Presence {
    /// At least one element carries the theme.
    Addressed,
    /// The plan is coded, and no element carries the theme.
    NotMentioned,
    /// None of the layers asked for is coded, so that absence means nothing.
    NotCoded,
    /// The plan has no element in the layers asked for.
    NotApplicable,
}

/// What a match rests on.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::MatchMethod")]
pub(in crate::graphql) enum MatchMethod {
    /// A person vouches for at least one of the links.
    Curated,
    /// Concepts and words.
    Text,
    /// The element stands alone.
    None,
}

/// What became of an element.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::ChangeKind")]
pub(in crate::graphql) enum ChangeKind {
    /// One to one, and much the same; or a person vouches for it.
    Continued,
    /// One to one, in other words; or several to as many.
    Revised,
    /// The later plan makes more of it.
    Split,
    /// The later plan makes fewer of them.
    Merged,
    /// The earlier plan has nothing like it.
    New,
    /// The later plan has nothing like it.
    Dropped,
}

/// How an association was tested.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::AssociationTest")]
pub(in crate::graphql) enum AssociationTest {
    /// Pearson's chi-square, without continuity correction.
    ChiSquare,
    /// Fisher's exact test, two-sided: for two groups with an expected count below 5.
    FisherExact,
    /// McNemar's test: the same institutions in two periods.
    McNemar,
    /// Cochran's Q: the same institutions in more than two periods.
    CochranQ,
    /// Not tested.
    None,
}

/// What themes stand together in.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::CoOccurrenceUnit")]
pub(in crate::graphql) enum CoOccurrenceUnit {
    /// A plan.
    Plan,
    /// A topmost element of a plan.
    Element,
}

/// How far an indicator has come towards a target.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::ProgressStatus")]
pub(in crate::graphql) enum ProgressStatus {
    /// The target is reached: the actual is what its comparator asks for. Bounds from above (AT_MOST, LESS_THAN; of a sum
    /// also BETWEEN and APPROXIMATELY) count only in the year that the target is due.
    Achieved,
    /// At least as far as even progress would have come; or a bound that is kept so far.
    OnTrack,
    /// Not as far as even progress would have come; or a state to keep that is not kept.
    Behind,
    /// Further from the target than the baseline was: `ratio` is below 0.
    Regressed,
    /// Not known, for the `reason` given.
    NotAvailable,
}

/// What a status of progress rests on.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::ProgressMethod")]
pub(in crate::graphql) enum ProgressMethod {
    /// The way from the baseline to the target, held against the time gone by. A change begins at 0.
    LinearFromBaseline,
    /// The way from 0 to a target that is summed over its span, held against the time gone by. Of a cap (AT_MOST,
    /// LESS_THAN) it is the share used up, which is to be no greater than that of the time.
    CumulativeFromZero,
    /// Whether the target's comparator holds, and nothing else: the baseline meets the target already, or there is none and
    /// the target is reached.
    ComparatorOnly,
    /// Nothing: progress is not known.
    None,
}

/// Why progress towards a target is not known. The first that applies, in the order of docs/progress.md.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::ProgressUnavailable")]
pub(in crate::graphql) enum ProgressUnavailable {
    /// The target names no figure.
    NoTargetValue,
    /// There is no actual of the target's dimensions and of a year in its span, or none known at the date asked for.
    NoActual,
    /// There is no baseline to measure from, and the target is not reached.
    NoBaseline,
    /// The target is in words only.
    QualitativeTarget,
    /// There are actuals, or baselines, but in units that do not convert into the target's. A figure without a unit
    /// converts into none.
    UnitsDiffer,
    /// There are actuals, or baselines, but of another basis, summed from another year, or against another year than the
    /// target.
    BasesDiffer,
    /// The date asked for lies before the way begins; or a bound from above is kept so far, only the end can tell, and there
    /// is no baseline.
    NotYetDue,
}

/// Why there are no shares of targets.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::SharesUnavailable")]
#[expect(clippy::enum_variant_names, reason = "each value says alone what there is none of")]
pub(in crate::graphql) enum SharesUnavailable {
    /// There is no indicator.
    NoIndicator,
    /// No indicator sets a target.
    NoTarget,
    /// Progress is known towards none of the targets.
    NoKnownProgress,
}

/// What cases of service innovation are grouped by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::CaseDimension")]
pub(in crate::graphql) enum CaseDimension {
    /// The macro-region of the institution; values are codes such as `cn-east`. Unknown outside mainland China, and where
    /// the subdivision is not known.
    Region,
    /// The country of the institution (ISO 3166-1 alpha-2).
    Country,
    /// The subdivision of the institution (ISO 3166-2).
    Subdivision,
    /// The kind of the institution, as in `InstitutionKind`.
    InstitutionKind,
    /// What the case is about, as the slug of a concept. A case can have several.
    Focus,
    /// The way the case goes, as the slug of a concept. A case can have several.
    Strategy,
    /// The year the case was recorded.
    Year,
}

/// Why it was not tested whether a theme was taken up more often than given up.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::ShiftTestUnavailable")]
pub(in crate::graphql) enum ShiftTestUnavailable {
    /// No institution has coded plans for both periods.
    NoCodedPairs,
    /// No institution took the theme up or gave it up.
    NothingChanged,
}

/// What an institution's peers have in common with it.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::PeerRule")]
#[expect(clippy::enum_variant_names, reason = "the names are the rules in words")]
pub(in crate::graphql) enum PeerRule {
    /// The kind of institution and the macro-region.
    SameKindAndRegion,
    /// The kind of institution and the country.
    SameKindAndCountry,
    /// The kind of institution, wherever it is.
    SameKind,
}
