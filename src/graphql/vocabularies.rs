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
    /// The comparison rests on texts that a machine translated.
    MachineTranslated,
    /// Figures count different things.
    UnitsDiffer,
    /// Figures are of different spans or changes.
    BasesDiffer,
    /// An indicator is not linked to the catalogue.
    IndicatorUnlinked,
    /// Too few elements for shares to mean much.
    SmallSample,
    /// Too few cases for the approximation behind a test.
    SmallExpectedCounts,
    /// The same institutions stand in several groups.
    RepeatedInstitutions,
    /// A bound or a range was read as one value.
    BoundTakenAsValue,
    /// The source is known to be incomplete.
    IncompleteSource,
    /// Made-up data.
    Synthetic,
    /// The plans share no language: texts meet by their themes alone.
    NoSharedLanguage,
    /// Rows or columns of a map have no rating at all: that they are uncovered is not known.
    NotRated,
    /// Ratings are left out because what they rate is gone from the plan.
    UnplacedRatings,
}

/// Oakleaf's Library Impact Map codes, best first: what a library contributes to one focus of its parent organization.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::annotation::ImpactLevel")]
pub(super) enum ImpactLevel {
    /// Y++: an impact with evidence, and the evidence is communicated.
    EvidencedAndCommunicated,
    /// Y+: an impact with evidence.
    Evidenced,
    /// Y: an impact that is believed in.
    Believed,
    /// CB: there could be an impact, if something were done or collected differently.
    CouldBe,
    /// N: no impact.
    None,
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
