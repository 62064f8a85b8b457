//! Which institutions an institution is best set beside.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};

use super::{
    error::ApiResult,
    institution::{Institution, Region},
    paging::{self, Paged, Paging},
    reference::InstitutionRef,
    scalars::LanguageTag,
    session::{Session, session},
    text::{self, LocalizedText},
    vocabularies::{InstitutionKind, PeerRule},
};
use crate::{
    comparison,
    domain::{cohort::PeerCriteria, id::InstitutionId, institution::Institution as Known, revision::RegistryRevision},
    store::Page,
};

async fn group_of(session: &Session, institution: &Known, at: RegistryRevision) -> ApiResult<comparison::PeerGroup> {
    let of_kind = session.institutions_of_kind(institution.kind, at).await?;
    Ok(comparison::peer_group(institution, &of_kind))
}

/// What an institution that a reference names has in common with its peers.
pub(super) async fn criteria_of(
    session: &Session,
    reference: &InstitutionRef,
    at: RegistryRevision,
) -> ApiResult<PeerCriteria> {
    let id: InstitutionId = session.resolve(reference).await?;
    match session.institution(id, at).await? {
        Some(institution) => Ok(group_of(session, &institution, at).await?.criteria),
        None => Err(session.missing(reference).await?),
    }
}

/// The institutions that an institution is best set beside when nobody says which: of its kind, in its macro-region if at
/// least 5 others are there, else in its country if as many are there, else anywhere. A region or country that is not known is
/// passed over. Institutions count whether or not the registry has a plan of theirs.
#[derive(Description)]
pub(super) struct PeerGroup {
    group: Arc<comparison::PeerGroup>,
    at: RegistryRevision,
}

impl PeerGroup {
    pub(super) async fn of(session: &Session, institution: &Known, at: RegistryRevision) -> ApiResult<Self> {
        Ok(Self { group: Arc::new(group_of(session, institution, at).await?), at })
    }
}

#[Object(use_type_description)]
impl PeerGroup {
    /// What the institutions have in common.
    async fn rule(&self) -> PeerRule {
        self.group.rule.into()
    }

    /// The rule in a sentence: who the peers are, how many there are, and why no nearer place was taken.
    async fn message(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        text::required(ctx, &self.group.message, &lang, None)
    }

    /// The kind that they all are of.
    async fn kind(&self) -> InstitutionKind {
        self.group.criteria.kind.into()
    }

    /// The macro-region that they are all in. Null: the rule is another.
    async fn region(&self) -> Option<Region> {
        self.group.criteria.region.map(Region)
    }

    /// The country that they are all in (ISO 3166-1 alpha-2). Null: the rule is another.
    async fn country(&self) -> Option<&str> {
        self.group.criteria.country.as_deref()
    }

    /// The peers, by name, without the institution itself, 20 a page unless `first` or `last` (at most 100) says otherwise.
    async fn institutions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<Institution>> {
        const ORDER: &str = "peers:n:";
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let page = Page::of_slice(&self.group.members, &request);
        let at = self.at;
        let found = session(ctx)?.institutions(page.items.iter().map(|(_, id)| *id), at).await?;
        let page = page.filter_map(|id| Some(Institution { institution: found.get(&id)?.clone(), at }));
        Ok(paging::connection(page, ORDER))
    }
}
