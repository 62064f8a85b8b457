//! The closed vocabularies as clients see them. Each mirrors one of the domain's, so a new value of the domain does not
//! compile until it has a public name and description here.

mod comparison;

use async_graphql::Enum;

pub(super) use comparison::*;

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
