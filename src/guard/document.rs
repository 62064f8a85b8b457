//! Documents that were asked before: parsed, and added up as far as their text alone decides.

use std::{
    collections::HashMap,
    str::FromStr,
    sync::{Arc, OnceLock},
};

use async_graphql::{
    Name,
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};
use data_encoding::HEXLOWER_PERMISSIVE;
use moka::{policy::EvictionPolicy, sync::Cache};
use sha2::{Digest, Sha256};

use super::{Cost, answer_order::AnswerOrder};

/// Names a document: the SHA-256 of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DocumentHash([u8; 32]);

/// A word that is no [`DocumentHash`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not a SHA-256: write 64 hexadecimal digits")]
pub struct InvalidHash;

impl DocumentHash {
    /// The hash of a document's text, as it was sent.
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text).into())
    }

    /// The hash as bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl FromStr for DocumentHash {
    type Err = InvalidHash;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).map_err(|_| InvalidHash)?;
        bytes.try_into().map(Self).map_err(|_| InvalidHash)
    }
}

/// A document that was parsed and found within the limits at least once.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) parsed: ExecutableDocument,
    /// What is known of each operation, found out when it is first chosen.
    facts: HashMap<Option<Name>, OnceLock<OperationFacts>>,
}

/// What the text of an operation decides.
#[derive(Debug)]
pub(super) struct OperationFacts {
    pub(super) order: Arc<AnswerOrder>,
    /// What the operation costs; none if that depends on variables.
    pub(super) cost: Option<Cost>,
}

impl Document {
    pub(super) fn new(parsed: ExecutableDocument) -> Self {
        let facts = parsed.operations.iter().map(|(name, _)| (name.cloned(), OnceLock::new())).collect();
        Self { parsed, facts }
    }

    /// Where what is known of an operation stands; none for a name that the document does not have.
    pub(super) fn facts(&self, operation: Option<&Name>) -> Option<&OnceLock<OperationFacts>> {
        self.facts.get(&operation.cloned())
    }

    /// About how much memory the document takes. Unit: bytes.
    fn footprint(&self, text_bytes: usize) -> usize {
        // A field of the parsed document with its name, and its place in the order of the answer.
        const SELECTION_BYTES: usize = 450;
        // Numbers and words of arguments take many times what they take as text.
        const BYTES_PER_TEXT_BYTE: usize = 16;
        let operations = self.parsed.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
        let fragments = self.parsed.fragments.values().map(|fragment| &fragment.node.selection_set.node);
        let n_selections: usize = operations.chain(fragments).map(count).sum();
        text_bytes * BYTES_PER_TEXT_BYTE + n_selections * SELECTION_BYTES
    }
}

fn count(selections: &SelectionSet) -> usize {
    let below = |selection: &Selection| match selection {
        Selection::Field(field) => count(&field.node.selection_set.node),
        Selection::InlineFragment(inline) => count(&inline.node.selection_set.node),
        Selection::FragmentSpread(_) => 0,
    };
    selections.items.iter().map(|selection| 1 + below(&selection.node)).sum()
}

/// The documents that were asked last, within a bound.
#[derive(Clone)]
pub(super) struct Documents(Cache<DocumentHash, (Arc<Document>, u32)>);

impl Documents {
    /// `bytes` is about how much memory the documents may take together; 0 keeps none.
    pub(super) fn new(bytes: u64) -> Self {
        let cache = Cache::builder()
            .max_capacity(bytes)
            .weigher(|_, (_, weight): &(Arc<Document>, u32)| *weight)
            // Whoever registers a document asks it next, so what is newest has to stay.
            .eviction_policy(EvictionPolicy::lru())
            .build();
        Self(cache)
    }

    pub(super) fn get(&self, hash: &DocumentHash) -> Option<Arc<Document>> {
        self.0.get(hash).map(|(document, _)| document)
    }

    pub(super) fn keep(&self, hash: DocumentHash, document: &Arc<Document>, text_bytes: usize) {
        let weight = u32::try_from(document.footprint(text_bytes)).unwrap_or(u32::MAX);
        self.0.insert(hash, (document.clone(), weight));
    }

    /// How much memory the kept documents take by [`Document::footprint`]. Unit: bytes.
    #[cfg(test)]
    pub(super) fn weight(&self) -> u64 {
        self.0.run_pending_tasks();
        self.0.weighted_size()
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    #[test]
    fn hashes_are_read_as_clients_write_them() {
        let hash = DocumentHash::of("{ __typename }");
        let text = data_encoding::HEXLOWER.encode(hash.as_bytes());
        assert_eq!(text.parse(), Ok(hash));
        assert_eq!(text.to_uppercase().parse(), Ok(hash));
        for bad in ["", "abc", &text[1..], &format!("{text}00")] {
            assert_eq!(bad.parse::<DocumentHash>(), Err(InvalidHash), "{bad}");
        }
    }

    #[test]
    fn what_is_kept_has_a_bound() -> Result<(), Box<dyn std::error::Error>> {
        let documents = Documents::new(20_000);
        for number in 0..100 {
            let text = format!("{{ a{number} {{ b }} }}");
            let document = Arc::new(Document::new(parse_query(&text)?));
            documents.keep(DocumentHash::of(&text), &document, text.len());
        }
        assert!((10_000..=20_000).contains(&documents.weight()), "{}", documents.weight());
        assert!(documents.get(&DocumentHash::of("{ a99 { b } }")).is_some());
        assert!(documents.get(&DocumentHash::of("{ a0 { b } }")).is_none());
        Ok(())
    }
}
