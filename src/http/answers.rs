//! Answers that were given before, as bytes, within a bound; and questions that are being answered, once for all who ask.

use std::{future::Future, sync::Arc};

use async_graphql::Name;
use bytes::Bytes;
use moka::{policy::EvictionPolicy, sync::Cache};
use poem::http::StatusCode;

use super::{compression::Coding, flights::Flights, question::QuestionName};

/// An answer as it is sent. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
    /// How the body is compressed.
    pub(super) coding: Option<Coding>,
    /// The name of the operation, for the log.
    pub(super) operation: Option<Name>,
    pub(super) n_errors: usize,
}

impl Answer {
    /// About how much memory the answer takes while it is kept. Unit: bytes.
    fn footprint(&self) -> u32 {
        // The answer beside its body, its name, and what the cache needs to find it.
        const BESIDE_BYTES: usize = 300;
        let operation_bytes = self.operation.as_ref().map_or(0, |name| name.len());
        u32::try_from(self.body.len() + operation_bytes + BESIDE_BYTES).unwrap_or(u32::MAX)
    }

    async fn compressed(self, coding: Coding) -> Self {
        match coding.compress(self.body.clone()).await {
            Some(body) => Self { body, coding: Some(coding), ..self },
            None => self,
        }
    }
}

/// An answer in one of its forms: as it is, or compressed.
type Form = (QuestionName, Option<Coding>);

/// The answers that a server keeps. Only answers without errors are kept; those to an older state of the registry are not
/// asked for any more and are the first to go.
#[derive(Clone)]
pub(super) struct Answers {
    kept: Cache<Form, Answer>,
    flights: Arc<Flights<Form, Answer>>,
}

impl Answers {
    /// `bytes` is about how much memory the answers may take together.
    pub(super) fn new(bytes: u64) -> Self {
        let kept = Cache::builder()
            .max_capacity(bytes)
            .weigher(|_, answer: &Answer| answer.footprint())
            .eviction_policy(EvictionPolicy::lru())
            .build();
        Self { kept, flights: Arc::default() }
    }

    /// A kept answer, compressed if that is asked for and worth it.
    pub(super) async fn get(&self, question: QuestionName, coding: Option<Coding>) -> Option<Answer> {
        if let Some(coding) = coding
            && let Some(answer) = self.kept.get(&(question, Some(coding)))
        {
            return Some(answer);
        }
        let answer = self.kept.get(&(question, None))?;
        Some(self.in_form(question, coding, answer).await)
    }

    /// The answer to a question; those who ask the same meanwhile wait for this one.
    ///
    /// If whoever asked first goes away, the others carry on from where it was. An answer with errors goes to all who
    /// waited for it and is not kept.
    pub(super) async fn answer<F>(&self, question: QuestionName, coding: Option<Coding>, answering: F) -> Answer
    where
        F: Future<Output = Answer> + Send + 'static,
    {
        let form = (question, None);
        let kept = self.kept.clone();
        let once = async move {
            // Somebody may have answered between the look into the cache and now.
            if let Some(answer) = kept.get(&form) {
                return answer;
            }
            let answer = answering.await;
            if answer.n_errors == 0 && answer.status == StatusCode::OK {
                kept.insert(form, answer.clone());
            }
            answer
        };
        let answer = self.flights.join(form, once).await;
        self.in_form(question, coding, answer).await
    }

    /// The same bytes are compressed once.
    async fn in_form(&self, question: QuestionName, coding: Option<Coding>, answer: Answer) -> Answer {
        let Some(coding) = coding.filter(|_| Coding::is_worthwhile(answer.body.len())) else { return answer };
        if answer.n_errors > 0 {
            return answer.compressed(coding).await;
        }
        let form = (question, Some(coding));
        let kept = self.kept.clone();
        let once = async move {
            let compressed = answer.compressed(coding).await;
            kept.insert(form, compressed.clone());
            compressed
        };
        self.flights.join(form, once).await
    }
}

#[cfg(test)]
impl Answers {
    /// How much memory the kept answers take by [`Answer::footprint`]. Unit: bytes.
    pub(super) fn weight(&self) -> u64 {
        self.kept.run_pending_tasks();
        self.kept.weighted_size()
    }
}
