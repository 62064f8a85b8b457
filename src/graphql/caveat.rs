//! Caveats: what makes an answer less comparable than it looks.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};

use super::{
    error::ApiResult,
    plan::Plan,
    scalars::LanguageTag,
    text::{self, LocalizedText},
    vocabularies::CaveatCode,
};
use crate::comparison;

/// Something to keep in mind when reading an answer.
#[derive(Description)]
pub(super) struct Caveat {
    caveat: comparison::Caveat,
    // The plans compared, by their index in the comparison; a period without a plan has none.
    plans: Arc<[Option<Plan>]>,
}

impl Caveat {
    /// Caveats of a comparison of these plans.
    pub(super) fn list(caveats: Vec<comparison::Caveat>, plans: &Arc<[Option<Plan>]>) -> Vec<Self> {
        caveats.into_iter().map(|caveat| Self { caveat, plans: plans.clone() }).collect()
    }
}

#[Object(use_type_description)]
impl Caveat {
    /// What it is.
    async fn code(&self) -> CaveatCode {
        self.caveat.code.into()
    }

    /// Says it in a sentence.
    async fn message(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText> {
        text::required(ctx, &self.caveat.message, &lang, None)
    }

    /// The plans that it is about.
    async fn plans(&self) -> Vec<Plan> {
        self.caveat.plans.iter().filter_map(|index| self.plans.get(*index).cloned().flatten()).collect()
    }
}
