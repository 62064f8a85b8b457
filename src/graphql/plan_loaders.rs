//! Loaders of what plans say: what they fetch stays in the cache of plans, if there is one.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;

use super::{
    loaders::{AlignmentsOf, Batches, CodesOf, ContentOf, LeadingOf, by_revision},
    plan_cache::Key,
};
use crate::{
    coding::{self, PlanCodes},
    domain::{
        annotation::Alignment,
        element::PlanLayer,
        id::{DocumentId, PlanId},
        plan::{Plan, PlanContent},
        revision::RegistryRevision,
        source::SourceDocument,
    },
    store::StoreError,
};

impl Loader<DocumentId> for Batches {
    type Value = Arc<SourceDocument>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[DocumentId]) -> Result<HashMap<DocumentId, Self::Value>, Self::Error> {
        let documents = self.store.documents(keys).await?.into_iter().map(|(id, document)| (id, Arc::new(document)));
        let documents: HashMap<_, _> = documents.collect();
        for (id, document) in &documents {
            self.memory.keep(Key::Document(*id), document);
        }
        Ok(documents)
    }
}

impl Loader<AlignmentsOf> for Batches {
    type Value = Arc<Vec<Arc<Alignment>>>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[AlignmentsOf]) -> Result<HashMap<AlignmentsOf, Self::Value>, Self::Error> {
        let mut found = HashMap::with_capacity(keys.len());
        for (at, ids) in by_revision(keys, |key| (key.0, key.1)) {
            let mut by_plan: HashMap<PlanId, Vec<Arc<Alignment>>> = HashMap::new();
            for alignment in self.store.alignments_of(&ids, at).await? {
                let alignment = Arc::new(alignment);
                by_plan.entry(alignment.source.plan).or_default().push(alignment.clone());
                if alignment.target.plan != alignment.source.plan {
                    by_plan.entry(alignment.target.plan).or_default().push(alignment);
                }
            }
            for id in ids {
                let alignments = Arc::new(by_plan.remove(&id).unwrap_or_default());
                self.memory.keep(Key::Alignments(self.memory.state(id, at)), &alignments);
                found.insert(AlignmentsOf(at, id), alignments);
            }
        }
        Ok(found)
    }
}

impl Loader<ContentOf> for Batches {
    type Value = Arc<PlanContent>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[ContentOf]) -> Result<HashMap<ContentOf, Self::Value>, Self::Error> {
        let mut found = HashMap::with_capacity(keys.len());
        for (at, plans) in by_revision(keys, |key| (key.0, key.1.clone())) {
            let heads: Vec<&Plan> = plans.iter().map(AsRef::as_ref).collect();
            let mut contents = self.store.plan_contents(&heads, at).await?;
            for plan in plans {
                let Some(content) = contents.remove(&plan.id).map(Arc::new) else { continue };
                self.memory.keep(Key::Content(self.memory.state(plan.id, at)), &content);
                found.insert(ContentOf(at, plan), content);
            }
        }
        Ok(found)
    }
}

impl Loader<LeadingOf> for Batches {
    /// A content that has at least those elements.
    type Value = Arc<PlanContent>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[LeadingOf]) -> Result<HashMap<LeadingOf, Self::Value>, Self::Error> {
        let mut asked: HashMap<(RegistryRevision, PlanLayer), Vec<Arc<Plan>>> = HashMap::new();
        for LeadingOf(at, plan, layer) in keys {
            asked.entry((*at, *layer)).or_default().push(plan.clone());
        }
        let mut found = HashMap::with_capacity(keys.len());
        for ((at, layer), plans) in asked {
            let heads: Vec<&Plan> = plans.iter().map(AsRef::as_ref).collect();
            let mut leading = self.store.leading_elements(&heads, layer).await?;
            let untold: Vec<&Plan> = heads.into_iter().filter(|plan| !leading.contains_key(&plan.id)).collect();
            let mut whole = self.store.plan_contents(&untold, at).await?;
            for plan in plans {
                let state = self.memory.state(plan.id, at);
                let content = if let Some(content) = leading.remove(&plan.id) {
                    let content = Arc::new(content);
                    self.memory.keep(Key::Leading(state, layer), &content);
                    content
                } else {
                    let content = Arc::new(whole.remove(&plan.id).unwrap_or_default());
                    self.memory.keep(Key::Content(state), &content);
                    content
                };
                found.insert(LeadingOf(at, plan, layer), content);
            }
        }
        Ok(found)
    }
}

impl Loader<CodesOf> for Batches {
    type Value = Arc<PlanCodes>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[CodesOf]) -> Result<HashMap<CodesOf, Self::Value>, Self::Error> {
        let mut found = HashMap::with_capacity(keys.len());
        for (at, plans) in by_revision(keys, |key| (key.0, (key.1.clone(), key.2.clone()))) {
            let codebook = self.store.codebook(at).await?;
            let ids: Vec<PlanId> = plans.iter().map(|(plan, _)| plan.id).collect();
            let passes = self.store.coding_passes(&ids, at).await?;
            for (plan, content) in plans {
                let of_plan = passes.get(&plan.id).map(Vec::as_slice).unwrap_or_default();
                let codes = Arc::new(coding::effective_codes(&content.tree, of_plan, &codebook));
                self.memory.keep(Key::Codes(self.memory.state(plan.id, at)), &codes);
                found.insert(CodesOf(at, plan, content), codes);
            }
        }
        Ok(found)
    }
}
