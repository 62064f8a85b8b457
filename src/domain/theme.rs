//! Themes: a bilingual codebook (SKOS), and the coding of elements with it.

use time::OffsetDateTime;

use super::{
    element::PlanLayer,
    id::{CodingPassId, ElementId, PlanId, ThemeId},
    revision::RegistryRevision,
    text::Texts,
    vocabulary::vocabulary,
};

/// The scheme whose concepts are the themes of comparisons.
pub const THEME_SCHEME: &str = "library-themes";

/// The scheme of finer words that only the matching of elements uses.
pub const TERM_SCHEME: &str = "library-terms";

/// The coder of the registry's own passes.
pub const LEXICON_CODER: &str = "lexicon";

/// What an alternative label writes between two parts that may stand apart in a text, as in `survey … readers`.
pub const LABEL_GAP: char = '…';

/// A concept of a codebook.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Stays the same through the versions of the codebook.
    pub id: ThemeId,
    /// Names it in addresses and files.
    pub slug: String,
    /// The vocabulary it belongs to.
    pub scheme: String,
    /// Order in its scheme, from 0.
    pub position: u32,
    /// Preferred labels.
    pub labels: Texts,
    /// What belongs to it and what does not.
    pub definition: Texts,
    /// Alternative labels: several in one language.
    pub alt_labels: Vec<super::text::LocalizedText>,
    /// The wider concept.
    pub broader: Option<ThemeId>,
}

vocabulary! {
    /// How an element came to carry a theme.
    CodingMethod {
        /// A label of the theme was found in the text.
        Lexicon = "LEXICON",
        /// People coded it, and agreed.
        Manual = "MANUAL",
        /// Somebody decided between coders.
        Adjudicated = "ADJUDICATED",
        /// Coders disagree, and nobody has decided.
        Unresolved = "UNRESOLVED",
    }
}

vocabulary! {
    /// Who made a coding pass.
    PassMethod {
        /// The registry, by finding labels.
        Lexicon = "LEXICON",
        /// A person.
        Manual = "MANUAL",
        /// A person who decides between coders.
        Adjudicated = "ADJUDICATED",
    }
}

/// One coder's way through one plan: inside its layers, silence means absent; outside them it means nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct CodingPass {
    /// Names the pass.
    pub id: CodingPassId,
    /// The plan that was coded.
    pub plan: PlanId,
    /// Who coded.
    pub coder: String,
    /// How.
    pub method: PassMethod,
    /// The version of the codebook used.
    pub codebook_version: String,
    /// The layers gone through.
    pub layers: Vec<PlanLayer>,
    /// When.
    pub coded_at: OffsetDateTime,
    /// What was found.
    pub judgements: Vec<Judgement>,
}

/// One coder's word on one theme in one element.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The element.
    pub element: ElementId,
    /// The theme.
    pub theme: ThemeId,
    /// Whether the element addresses the theme.
    pub present: bool,
    /// The labels found, as they stand in the text; empty for people's codes.
    pub matched: Vec<String>,
    /// When it was judged.
    pub judged_at: OffsetDateTime,
}

/// From which registry revision to which something is in force, as far as some revision knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The revision that brought it.
    pub from: RegistryRevision,
    /// The revision that replaced it; `None` while it is in force.
    pub to: Option<RegistryRevision>,
}

/// Who went through which plan, and when that came into the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassHead {
    /// Names the pass.
    pub id: CodingPassId,
    /// The plan that was coded.
    pub plan: PlanId,
    /// Who coded.
    pub coder: String,
    /// How.
    pub method: PassMethod,
    /// The revision that brought it.
    pub published: RegistryRevision,
}

/// A pass of the past or the present, without what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassRecord {
    /// Who coded.
    pub coder: String,
    /// How.
    pub method: PassMethod,
    /// The version of the codebook used.
    pub codebook_version: String,
    /// The layers gone through.
    pub layers: Vec<PlanLayer>,
    /// When.
    pub coded_at: OffsetDateTime,
    /// How many elements and themes were judged in so many words.
    pub n_judgements: u64,
    /// When it is in force.
    pub validity: Validity,
}

/// A judgement of the past or the present, with the pass that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgementEvent {
    /// The theme.
    pub theme: ThemeId,
    /// Who judged.
    pub coder: String,
    /// How.
    pub method: PassMethod,
    /// Whether the element addresses the theme.
    pub present: bool,
    /// When it was judged.
    pub judged_at: OffsetDateTime,
    /// When the pass is in force.
    pub validity: Validity,
}
