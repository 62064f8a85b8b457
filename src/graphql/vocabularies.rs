//! The closed vocabularies as clients see them. Each mirrors one of the domain's, so a new value of the domain does not
//! compile until it has a public name and description here.

use async_graphql::Enum;

/// Where a text in one language came from.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::text::TextOrigin")]
pub(super) enum TextOrigin {
    /// The plan's own words.
    Source,
    /// Translated by people.
    Translation,
    /// Translated by a machine.
    MachineTranslation,
    /// Converted from the other Chinese script by a machine.
    ScriptConversion,
    /// Worded by the editors of the registry, from the source.
    Editorial,
}

/// What kind of body an institution is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::institution::InstitutionKind")]
pub(super) enum InstitutionKind {
    /// A library for everybody in a place.
    PublicLibrary,
    /// A library of a university or college.
    AcademicLibrary,
    /// A nation's library.
    NationalLibrary,
    /// A library of a school.
    SchoolLibrary,
    /// A library for one field or one body.
    SpecialLibrary,
    /// An association of libraries or librarians.
    LibraryAssociation,
    /// A university or college.
    University,
    /// A government or one of its offices.
    Government,
    /// Anything else, such as a journal or a learned body.
    Other,
}

/// Whose plan it is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::plan::PlanLevel")]
pub(super) enum PlanLevel {
    /// A plan for libraries of the world, such as IFLA's.
    International,
    /// A plan for a nation's libraries, or of its national library.
    National,
    /// A public library's plan.
    Public,
    /// An academic library's plan.
    Academic,
    /// The plan of the body a library belongs to: a university's, a city's.
    Parent,
}

/// How far a plan has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::plan::PlanStatus")]
pub(super) enum PlanStatus {
    /// Recommended by somebody; nobody has adopted it.
    Proposal,
    /// A draft for comments.
    Consultation,
    /// In force.
    Adopted,
    /// Replaced by another.
    Superseded,
}

/// What a statement of a plan is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::element::ElementKind")]
pub(super) enum ElementKind {
    /// The future that the plan is for.
    Vision,
    /// What the institution is there to do.
    Mission,
    /// What it holds to; a philosophy is a value.
    Value,
    /// A rule that the work follows.
    Principle,
    /// The situation that the plan answers.
    Context,
    /// What the last period brought.
    Review,
    /// An end to reach; service objectives and overall objectives are goals.
    Goal,
    /// A nearer end, often under a goal.
    Objective,
    /// A way to reach an end.
    Strategy,
    /// A field of work set apart as decisive.
    KeyTask,
    /// Something to do.
    Action,
    /// What makes the plan possible: leadership, money, staff, evaluation.
    SupportMeasure,
    /// A change that is to come about.
    Outcome,
    /// How success will look.
    SuccessStatement,
}

/// The common ground on which plans with different words meet.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::element::PlanLayer")]
pub(super) enum PlanLayer {
    /// Vision, mission, value, principle.
    Direction,
    /// Context, review.
    Situation,
    /// Goal, objective.
    Goal,
    /// Strategy, key task.
    Priority,
    /// Action, support measure.
    Action,
    /// Outcome, success statement.
    Outcome,
}

/// Why a record carries no quotation.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::source::QuoteAbsence")]
pub(super) enum QuoteAbsence {
    /// The registry holds no text of the document.
    NoStoredText,
    /// The document's rights do not allow it to be repeated here.
    Rights,
    /// The words are lost in the document: a heading that only its number or its successor tells of.
    Lost,
}

/// What was mended in a passage before it was read.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::source::RepairKind")]
pub(super) enum RepairKind {
    /// A pinyin gloss injected behind a character was taken out.
    PinyinGloss,
    /// Markup inside the text was resolved.
    Markup,
    /// A numeral that had fallen apart was joined.
    SplitNumeral,
    /// A question mark stands where a quotation mark was lost.
    LostQuotation,
    /// A word was masked with asterisks.
    MaskedWord,
    /// Full-width characters were read as the usual ones.
    Width,
}

/// How an element came to carry a theme.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::theme::CodingMethod")]
pub(super) enum CodingMethod {
    /// A label of the theme was found in the text.
    Lexicon,
    /// People coded it, and agreed.
    Manual,
    /// Somebody decided between coders.
    Adjudicated,
    /// Coders disagree, and nobody has decided.
    Unresolved,
}

/// Who made a coding pass.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::theme::PassMethod")]
pub(super) enum PassMethod {
    /// The registry, by finding labels in the text.
    Lexicon,
    /// A person.
    Manual,
    /// A person who decides between coders.
    Adjudicated,
}

/// Why a coefficient of agreement is not known.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::AgreementUnavailable")]
pub(super) enum AgreementUnavailable {
    /// No two of the coders judged the same element for the same theme.
    NoOverlap,
    /// Every word is the same, or nobody assigned any theme, so that chance alone would bring complete agreement.
    NoVariation,
    /// Cohen's kappa is for two coders, and these are more.
    NotTwoCoders,
}

/// What kind of number an indicator is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::indicator::IndicatorMeasure")]
pub(super) enum IndicatorMeasure {
    /// Things counted.
    Count,
    /// Parts of a hundred.
    Percent,
    /// One quantity divided by another.
    Ratio,
    /// A composed figure.
    Index,
    /// Points on a scale, such as a satisfaction score.
    Score,
    /// Ordered levels.
    Ordinal,
    /// Judged in words.
    Qualitative,
}

/// Which way is better.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::indicator::IndicatorDirection")]
pub(super) enum IndicatorDirection {
    /// More is better.
    HigherIsBetter,
    /// Less is better.
    LowerIsBetter,
    /// Neither.
    Neutral,
}

/// How binding a target is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::indicator::TargetNature")]
pub(super) enum TargetNature {
    /// 预期性: what is expected to come about.
    Expected,
    /// 约束性: what must be reached.
    Binding,
    /// The plan does not say.
    Unspecified,
}

/// What a figure is for.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::indicator::ObservationRole")]
pub(super) enum ObservationRole {
    /// Where things stood at the start.
    Baseline,
    /// What is to be reached.
    Target,
    /// What was reached.
    Actual,
}

/// How the figure bounds the quantity.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::indicator::Comparator")]
pub(super) enum Comparator {
    /// Exactly.
    Equal,
    /// 以上, 不少于, at least.
    AtLeast,
    /// 超过, more than.
    MoreThan,
    /// 以内, at most.
    AtMost,
    /// Less than.
    LessThan,
    /// 左右, 约, about: ± 10 %.
    Approximately,
    /// From `value` to `upper`.
    Between,
    /// In words only: no value.
    Qualitative,
}

/// What span or change the figure is of.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::indicator::ObservationBasis")]
pub(super) enum ObservationBasis {
    /// At one point in time.
    Point,
    /// In one year.
    Annual,
    /// On average in a year of the span.
    AnnualAverage,
    /// 累计: summed over the span.
    Cumulative,
    /// A difference from the reference year.
    ChangeAbsolute,
    /// A difference from the reference year as a share of it.
    ChangeRelative,
}

/// How one element relates to another, read from source to target.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::annotation::AlignmentRelation")]
pub(super) enum AlignmentRelation {
    /// Carries on what the target began.
    Continues,
    /// Serves the target.
    Supports,
    /// Takes the target over as its own.
    Adopts,
    /// Says the same as the target.
    Corresponds,
}

/// What a search can find.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::store::SearchType")]
pub(super) enum SearchType {
    /// Plans, by title.
    Plan,
    /// Plan elements, by title and body.
    PlanElement,
    /// Plan indicators, by their words.
    PlanIndicator,
    /// Indicator definitions, by name and definition.
    Indicator,
}

/// What there is to keep in mind.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::CaveatCode")]
pub(super) enum CaveatCode {
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
    /// A bound or a range was read as one value.
    BoundTakenAsValue,
    /// The source is known to be incomplete.
    IncompleteSource,
    /// Made-up data.
    Synthetic,
    /// Made-up plans were named and left out, because `includeSynthetic` was not given.
    SyntheticLeftOut,
}

/// What of each plan a benchmark compares.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::BenchmarkValue")]
pub(super) enum BenchmarkValue {
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
pub(super) enum BenchmarkMissing {
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
pub(super) enum CohortDimension {
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
pub(super) enum Presence {
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
pub(super) enum MatchMethod {
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
pub(super) enum ChangeKind {
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
pub(super) enum AssociationTest {
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
pub(super) enum CoOccurrenceUnit {
    /// A plan.
    Plan,
    /// A topmost element of a plan.
    Element,
}

/// How far an indicator has come towards a target.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::comparison::ProgressStatus")]
pub(super) enum ProgressStatus {
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
pub(super) enum ProgressMethod {
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
pub(super) enum ProgressUnavailable {
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
pub(super) enum SharesUnavailable {
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
pub(super) enum CaseDimension {
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
