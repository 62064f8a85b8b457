//! Takes in what is published.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio::sync::watch;

use super::{Questions, settings::LiveSettings, snapshot::Snapshot};
use crate::store::{FileStamp, Store, StoreError};

/// What has become known of the registry.
#[derive(Clone)]
pub(super) struct Followed {
    pub(super) snapshot: Arc<Snapshot>,
    /// How many of those who asked have an answer from the database, in the order in which they asked.
    pub(super) n_answered: u64,
    /// How the files of an SQLite database were before it was asked.
    pub(super) stamp: Option<FileStamp>,
    /// Whether the database no longer holds what the snapshot is of.
    pub(super) is_abandoned: bool,
}

/// What a look at the database brings.
enum Found {
    Nothing,
    Newer(Arc<Snapshot>),
    /// The registry is at an earlier revision, or came to this one in another way: it was restored, or a replica was
    /// promoted that had not followed to the end.
    Other,
}

/// The task that takes in what is published.
pub(super) struct Follower {
    store: Store,
    settings: LiveSettings,
    followed: watch::Sender<Followed>,
    questions: Arc<Questions>,
    /// How often in a row the database did not answer.
    n_failed: u32,
}

impl Follower {
    pub(super) fn new(
        store: Store,
        settings: LiveSettings,
        followed: watch::Sender<Followed>,
        questions: Arc<Questions>,
    ) -> Self {
        Self { store, settings, followed, questions, n_failed: 0 }
    }

    pub(super) async fn run(mut self) {
        loop {
            let n_asked = self.questions.n_asked.load(Ordering::Acquire);
            let stamp = self.store.file_stamp();
            match self.take_in().await {
                Ok(found) => {
                    self.is_well();
                    self.publish(found, n_asked, stamp);
                }
                Err(error) => {
                    let pause = self.failed(&error);
                    // Those who ask meanwhile do not hurry a database that is away.
                    tokio::time::sleep(pause).await;
                    continue;
                }
            }
            tokio::select! {
                () = tokio::time::sleep(self.settings.poll_every) => {}
                () = self.questions.asked.notified() => {}
            }
        }
    }

    fn publish(&self, found: Found, n_asked: u64, stamp: Option<FileStamp>) {
        self.followed.send_if_modified(|followed| {
            let mut is_news = followed.n_answered != n_asked;
            followed.n_answered = n_asked;
            followed.stamp = stamp;
            match found {
                Found::Nothing => {}
                Found::Newer(snapshot) => {
                    followed.snapshot = snapshot;
                    is_news = true;
                }
                Found::Other if followed.is_abandoned => {}
                Found::Other => {
                    let revision = followed.snapshot.revision;
                    tracing::error!(
                        registry.revision = revision.0,
                        "the database no longer holds the registry revision {revision} that is answered from: restart the server"
                    );
                    followed.is_abandoned = true;
                }
            }
            is_news
        });
    }

    /// The newest state, if it is newer than the one that is known.
    async fn take_in(&self) -> Result<Found, StoreError> {
        let newest = self.store.newest_revision().await?;
        let known = self.followed.borrow().snapshot.clone();
        if newest == known.revision {
            return Ok(Found::Nothing);
        }
        if newest < known.revision || self.store.published_at(known.revision).await? != known.published_at {
            return Ok(Found::Other);
        }
        // Requests that are answered from the state before are not kept from replicas meanwhile.
        self.store.read_from(newest, self.settings.replica_patience).await;
        let snapshot = known.advance(&self.store, newest).await?;
        tracing::debug!(registry.revision = newest.0, "took in a publication");
        Ok(Found::Newer(Arc::new(snapshot)))
    }

    fn is_well(&mut self) {
        if self.n_failed > 0 {
            tracing::info!(registry.n_attempts = self.n_failed, "the registry can be followed again");
        }
        self.n_failed = 0;
    }

    /// Notes a failure; how long to wait before the next attempt.
    fn failed(&mut self, error: &StoreError) -> Duration {
        // Once, not each time: a database may be away for hours.
        if self.n_failed == 0 {
            tracing::warn!(
                error = error as &dyn std::error::Error,
                "what is published cannot be taken in; answering from what is known, and trying again"
            );
        }
        let LiveSettings { first_pause, longest_pause, .. } = self.settings;
        let pause = first_pause.saturating_mul(2_u32.saturating_pow(self.n_failed)).min(longest_pause);
        self.n_failed = self.n_failed.saturating_add(1);
        pause
    }
}
