//! What people add to plans: alignments between elements, and ratings of impact.

use time::OffsetDateTime;

use super::{
    id::{AlignmentId, ElementId, ImpactRatingId, PlanId},
    vocabulary::vocabulary,
};

vocabulary! {
    /// How one element relates to another, read from source to target.
    AlignmentRelation {
        /// Carries on what the target began.
        Continues = "CONTINUES",
        /// Serves the target.
        Supports = "SUPPORTS",
        /// Takes the target over as its own.
        Adopts = "ADOPTS",
        /// Says the same as the target.
        Corresponds = "CORRESPONDS",
    }
}

/// An element of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ElementOfPlan {
    /// The plan.
    pub plan: PlanId,
    /// The element.
    pub element: ElementId,
}

/// A link between elements that a person vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alignment {
    /// Names the link.
    pub id: AlignmentId,
    /// Where it starts.
    pub source: ElementOfPlan,
    /// Where it leads.
    pub target: ElementOfPlan,
    /// How the two relate.
    pub relation: AlignmentRelation,
    /// Why.
    pub note: Option<String>,
    /// Who vouches for it.
    pub coder: String,
}

vocabulary! {
    /// Oakleaf's Library Impact Map codes, best first.
    ImpactLevel {
        /// Y++: impact with evidence, communicated.
        EvidencedAndCommunicated = "EVIDENCED_AND_COMMUNICATED",
        /// Y+: impact with evidence.
        Evidenced = "EVIDENCED",
        /// Y: believed.
        Believed = "BELIEVED",
        /// CB: could be, if something were done or collected differently.
        CouldBe = "COULD_BE",
        /// N: none.
        None = "NONE",
    }
}

impl ImpactLevel {
    /// Place on the scale from the least: N is 0, Y++ is 4.
    pub const fn rank(self) -> u32 {
        match self {
            Self::None => 0,
            Self::CouldBe => 1,
            Self::Believed => 2,
            Self::Evidenced => 3,
            Self::EvidencedAndCommunicated => 4,
        }
    }

    /// Whether an impact is believed in at least: Y, Y+ or Y++.
    pub const fn is_covered(self) -> bool {
        self.rank() >= Self::Believed.rank()
    }
}

/// One expert's code in one cell of a Library Impact Map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImpactRating {
    /// Names the rating.
    pub id: ImpactRatingId,
    /// The focus of the parent organization's plan.
    pub focus: ElementOfPlan,
    /// The element of the library's plan.
    pub contribution: ElementOfPlan,
    /// The code.
    pub level: ImpactLevel,
    /// Who rated.
    pub rater: String,
    /// Why.
    pub note: Option<String>,
    /// When.
    pub rated_at: OffsetDateTime,
}
