//! Themes and the coding of elements with them.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object, SimpleObject};

use super::{
    direct::{Direct, DirectList},
    element::PlanElement,
    error::{ApiError, ApiResult, Nullable, nullable},
    id::{self, NodeType},
    reference::ThemeRef,
    scalars::{DateTime, LanguageTag},
    session::session,
    text::{self, LocalizedText, Text},
    vocabularies::{CodingMethod, PassMethod},
};
use crate::{
    coding::{self, Assignment, Codebook, CoderJudgement, PlanCodes},
    domain::{id::ThemeId, quality::ThemeQuality, theme},
};

#[derive(Default)]
pub(super) struct ThemeQuery;

#[Object]
impl ThemeQuery {
    /// One theme of the codebook in force; null when there is none of this name.
    async fn theme(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The theme's id or slug.")] r#ref: ThemeRef,
    ) -> Nullable<Direct<Theme>> {
        nullable(async {
            let session = session(ctx)?;
            let at = session.now().await?;
            let Some(id) = session.look_up(&r#ref).await? else { return Ok(None) };
            let Some(codebook) = session.codebook_if_any(at).await? else { return Ok(None) };
            Ok(codebook.theme(id).is_some().then(|| Direct(Theme::new(codebook.clone(), id))))
        })
        .await
    }

    /// The concepts of the codebook in force, in its order.
    async fn themes(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The vocabulary: `library-themes` (default), `library-terms` (finer words that only matching uses), `innovation-focus`, `innovation-strategy`."
        )]
        scheme: Option<String>,
    ) -> ApiResult<DirectList<Theme>> {
        let session = session(ctx)?;
        let at = session.now().await?;
        let Some(codebook) = session.codebook_if_any(at).await? else { return Ok(DirectList::new()) };
        let scheme = scheme.as_deref().unwrap_or(theme::THEME_SCHEME);
        let themes: Vec<ThemeId> = codebook.in_scheme(scheme).map(|theme| theme.id).collect();
        if themes.is_empty() {
            let mut schemes: Vec<&str> = codebook.themes().iter().map(|theme| theme.scheme.as_str()).collect();
            schemes.dedup();
            let schemes = schemes.join("`, `");
            return Err(ApiError::bad_input(format!("no scheme is called `{scheme}`; there are `{schemes}`")));
        }
        Ok(themes.into_iter().map(|id| Theme::new(codebook.clone(), id)).collect())
    }
}

/// A concept of the bilingual codebook (SKOS).
#[derive(Description, Clone)]
pub(super) struct Theme {
    codebook: Arc<Codebook>,
    id: ThemeId,
}

#[derive(Debug, thiserror::Error)]
#[error("the theme {0} is missing from its codebook")]
struct MissingTheme(uuid::Uuid);

impl Theme {
    /// A theme that the codebook has.
    pub(super) fn new(codebook: Arc<Codebook>, id: ThemeId) -> Self {
        Self { codebook, id }
    }

    fn theme(&self) -> ApiResult<&theme::Theme> {
        self.codebook.theme(self.id).ok_or_else(|| ApiError::internal(&MissingTheme(self.id.0)))
    }
}

#[Object(use_type_description)]
impl Theme {
    /// Global id; stays the same through the versions of the codebook.
    pub(super) async fn id(&self) -> ID {
        id::encode(NodeType::Theme, self.id)
    }

    /// Readable name in addresses and files.
    async fn slug(&self) -> ApiResult<&str> {
        Ok(&self.theme()?.slug)
    }

    /// The vocabulary that it belongs to: `library-themes`, `library-terms`, `innovation-focus`, `innovation-strategy`.
    async fn scheme(&self) -> ApiResult<&str> {
        Ok(&self.theme()?.scheme)
    }

    /// Preferred label (`skos:prefLabel`).
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        text::required(ctx, &self.theme()?.labels, &lang, None)
    }

    /// What belongs to it and what does not (`skos:definition`). Null: nobody has written it down.
    async fn definition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<Option<LocalizedText<'_>>> {
        text::optional(ctx, &self.theme()?.definition, &lang, None)
    }

    /// Alternative labels (`skos:altLabel`): the words by which plans name it and by which lexicon coding finds it.
    async fn alt_labels(
        &self,
        #[graphql(desc = "Only labels in these languages; default: all.")] lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<DirectList<Text<'_>>> {
        // RFC 4647 look-up: `en-GB` finds `en`; the scripts of Chinese are told apart.
        let wanted = |tag: &crate::domain::language::LanguageTag| {
            lang.as_ref().is_none_or(|tags| {
                tags.iter()
                    .any(|LanguageTag(wanted)| wanted == tag || (!tag.is_chinese() && wanted.primary() == tag.as_str()))
            })
        };
        let labels = self.theme()?.alt_labels.iter().filter(|label| wanted(&label.lang));
        Ok(labels.map(Into::into).collect())
    }

    /// How well the registry's own coding finds the theme, measured on a labelled sample and frozen with the version of the
    /// codebook. Null: in schemes other than `library-themes`, which code nothing, and in versions that nobody has measured.
    async fn coding_quality(&self) -> ApiResult<Option<CodingQuality>> {
        let theme = self.theme()?;
        let measured = self.codebook.quality().filter(|_| theme.scheme == theme::THEME_SCHEME);
        Ok(measured.and_then(|quality| {
            let counts = *quality.themes.get(&theme.slug)?;
            Some(CodingQuality { n_elements: quality.n_elements, counts })
        }))
    }

    /// The wider concept (`skos:broader`). Null at the top.
    async fn broader(&self) -> ApiResult<Option<Direct<Theme>>> {
        Ok(self.theme()?.broader.map(|id| Direct(Theme::new(self.codebook.clone(), id))))
    }

    /// The narrower concepts (`skos:narrower`), in the codebook's order.
    async fn narrower(&self) -> DirectList<Theme> {
        let narrower = self.codebook.themes().iter().filter(|theme| theme.broader == Some(self.id));
        narrower.map(|theme| Theme::new(self.codebook.clone(), theme.id)).collect()
    }
}

/// How well lexicon coding finds one theme: it was held against a sample of elements, in Chinese and English, that were
/// labelled by hand and put aside before the labels of the codebook were chosen.
#[derive(Description)]
pub(super) struct CodingQuality {
    n_elements: u32,
    counts: ThemeQuality,
}

#[Object(use_type_description)]
impl CodingQuality {
    /// Elements of the sample, whatever their themes.
    async fn sample_size(&self) -> i32 {
        self.n_elements as i32
    }

    /// Elements that address the theme by the labels given by hand. Figures over few elements are coarse.
    async fn labelled_count(&self) -> i32 {
        self.counts.n_labelled as i32
    }

    /// Elements in which lexicon coding found the theme.
    async fn found_count(&self) -> i32 {
        self.counts.n_found as i32
    }

    /// Elements that were found and do address the theme.
    async fn right_count(&self) -> i32 {
        self.counts.n_right as i32
    }

    /// `rightCount` ÷ `foundCount`: how far a find can be believed. Unit: share, 0..1. Null: nothing was found.
    async fn precision(&self) -> Option<f64> {
        self.counts.precision()
    }

    /// `rightCount` ÷ `labelledCount`: how much of what is there is found. Unit: share, 0..1. Null: no element of the sample
    /// addresses the theme.
    async fn recall(&self) -> Option<f64> {
        self.counts.recall()
    }

    /// The harmonic mean of precision and recall, 2 `rightCount` ÷ (`labelledCount` + `foundCount`). Unit: share, 0..1.
    /// Null: the theme is neither in the sample nor found in it.
    async fn f1(&self) -> Option<f64> {
        self.counts.f1()
    }
}

/// How much of a plan one theme takes.
#[derive(SimpleObject)]
pub(super) struct ThemeWeight {
    /// The theme.
    theme: Theme,
    /// Topmost elements of all layers but SITUATION that address it.
    element_count: i32,
    /// `elementCount` ÷ all topmost elements of those layers. Unit: share, 0..1.
    share: f64,
}

impl ThemeWeight {
    pub(super) fn new(theme: Theme, weight: coding::ThemeWeight) -> Self {
        Self { theme, element_count: weight.n_elements as i32, share: weight.share }
    }

    pub(super) fn n_elements(&self) -> i32 {
        self.element_count
    }
}

/// The effective code of an element: adjudicated over manual over lexicon; coders who disagree leave it unresolved until
/// somebody decides.
#[derive(Description)]
pub(super) struct ThemeAssignment<'a> {
    element: &'a PlanElement,
    codebook: Arc<Codebook>,
    codes: Arc<PlanCodes>,
    // Invariant: an index into the element's assignments.
    place: usize,
}

impl<'a> ThemeAssignment<'a> {
    pub(super) fn new(element: &'a PlanElement, codebook: Arc<Codebook>, codes: Arc<PlanCodes>, place: usize) -> Self {
        Self { element, codebook, codes, place }
    }

    fn assignment(&self) -> &Assignment {
        &self.codes.elements[self.element.index].assignments[self.place]
    }
}

#[Object(use_type_description)]
impl ThemeAssignment<'_> {
    /// The theme.
    async fn theme(&self) -> Direct<Theme> {
        Direct(Theme::new(self.codebook.clone(), self.assignment().theme))
    }

    /// The element.
    async fn element(&self) -> Direct<PlanElement> {
        Direct(self.element.clone())
    }

    /// How the element came to carry the theme.
    async fn method(&self) -> CodingMethod {
        self.assignment().method.into()
    }

    /// Every coder's word on this theme in this element, a person's silence inside a pass counted as absent; the registry's
    /// own coder is `lexicon`.
    async fn judgements(&self) -> DirectList<CodingJudgement> {
        self.assignment().judgements.iter().cloned().map(Into::into).collect()
    }

    /// The words in the text by which the lexicon found the theme; empty when it did not.
    async fn matched(&self) -> &[String] {
        &self.assignment().matched
    }
}

/// One coder's word on one theme in one element. A coding pass says which layers a coder went through, so silence inside a
/// pass means absent, and outside it means nothing.
#[derive(SimpleObject)]
pub(super) struct CodingJudgement {
    /// Who judged.
    coder: String,
    /// How: as a coder, as the one who decides between coders, or by the registry's lexicon.
    method: PassMethod,
    /// Whether the element addresses the theme.
    present: bool,
    /// Whether the coder said nothing of it, which means absent inside the layers of a pass.
    is_silence: bool,
    /// When it was judged; of silence, when the pass was made.
    judged_at: DateTime,
}

impl From<CoderJudgement> for CodingJudgement {
    fn from(judgement: CoderJudgement) -> Self {
        let CoderJudgement { coder, method, present, is_silence, judged_at } = judgement;
        Self { coder, method: method.into(), present, is_silence, judged_at: DateTime(judged_at) }
    }
}
