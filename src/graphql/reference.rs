//! References: an id or a slug.

use async_graphql::{ID, OneofObject};
use uuid::Uuid;

use super::{
    error::{ApiError, ApiResult},
    id::{self, NodeType},
    session::Session,
};
use crate::store::Named;

macro_rules! reference {
    ($(#[$meta:meta])* $name:ident, $named:expr, $node:expr) => {
        $(#[$meta])*
        #[derive(OneofObject, Clone, Debug, PartialEq)]
        pub(super) enum $name {
            /// The global id of an earlier answer.
            Id(ID),
            /// The readable name in addresses and files.
            Slug(String),
        }

        impl Reference for $name {
            const NAMED: Named = $named;
            const NODE: NodeType = $node;

            fn id(&self) -> Option<&str> {
                match self { Self::Id(id) => Some(id), Self::Slug(_) => None }
            }

            fn slug(&self) -> Option<&str> {
                match self { Self::Id(_) => None, Self::Slug(slug) => Some(slug) }
            }
        }
    };
}

/// Something that can be named by id or slug.
pub(super) trait Reference {
    const NAMED: Named;
    const NODE: NodeType;

    fn id(&self) -> Option<&str>;
    fn slug(&self) -> Option<&str>;
}

reference!(
    /// Names an institution, by id or by slug.
    InstitutionRef, Named::Institution, NodeType::Institution
);
reference!(
    /// Names a plan, by id or by slug.
    PlanRef, Named::Plan, NodeType::Plan
);
reference!(
    /// Names a theme, by id or by slug.
    ThemeRef, Named::Theme, NodeType::Theme
);
reference!(
    /// Names an indicator definition, by id or by slug.
    IndicatorRef, Named::Indicator, NodeType::Indicator
);
reference!(
    /// Names a planning period, by id or by slug.
    PeriodRef, Named::Period, NodeType::PlanningPeriod
);
reference!(
    /// Names a study, by id or by slug.
    StudyRef, Named::Study, NodeType::Study
);

impl Session {
    /// What a reference names, if its slug is known. An id is taken as it is.
    pub(super) async fn look_up<R: Reference, T: From<Uuid>>(&self, reference: &R) -> ApiResult<Option<T>> {
        Ok(self.look_up_all(std::slice::from_ref(reference)).await?.into_iter().next().flatten())
    }

    /// What references name, in their order, in one statement.
    async fn look_up_all<R: Reference, T: From<Uuid>>(&self, references: &[R]) -> ApiResult<Vec<Option<T>>> {
        let slugs: Vec<String> =
            references.iter().filter_map(|reference| reference.slug().map(str::to_owned)).collect();
        let known = self.ids_by_slug(R::NAMED, slugs).await?;
        references
            .iter()
            .map(|reference| match (reference.id(), reference.slug()) {
                (Some(id), _) => Ok(Some(id::decode_as(id, R::NODE)?.into())),
                (None, Some(slug)) => Ok(known.get(slug).copied().map(T::from)),
                (None, None) => Ok(None),
            })
            .collect()
    }

    /// What references name.
    ///
    /// Errors: `NOT_FOUND` with a suggestion for a slug that nothing has.
    pub(super) async fn resolve_all<R: Reference, T: From<Uuid>>(&self, references: &[R]) -> ApiResult<Vec<T>> {
        let mut found = Vec::with_capacity(references.len());
        for (reference, id) in references.iter().zip(self.look_up_all(references).await?) {
            match id {
                Some(id) => found.push(id),
                None => return Err(self.missing(reference).await?),
            }
        }
        Ok(found)
    }

    /// What a reference names.
    ///
    /// Errors: as [`Session::resolve_all`].
    pub(super) async fn resolve<R: Reference, T: From<Uuid>>(&self, reference: &R) -> ApiResult<T> {
        match self.look_up(reference).await? {
            Some(id) => Ok(id),
            None => Err(self.missing(reference).await?),
        }
    }

    /// The error for a reference that leads nowhere.
    pub(super) async fn missing<R: Reference>(&self, reference: &R) -> ApiResult<ApiError> {
        Ok(match (reference.slug(), reference.id()) {
            (Some(slug), _) => {
                let similar = self.store.similar_slug(R::NAMED, slug).await?;
                ApiError::not_found(R::NAMED, slug, similar.as_deref())
            }
            (None, id) => ApiError::no_such_id(R::NAMED, id.unwrap_or_default()),
        })
    }
}
