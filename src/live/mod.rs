//! The registry as a server holds it: its newest state in memory, followed as other programs publish.
//!
//! A request takes one [`Snapshot`] and is answered whole from it. A publication is taken in beside the requests, which
//! see it once it is ready. If the database goes away, the last snapshot stays.

mod behind;
mod follower;
mod loading;
mod settings;
mod snapshot;

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
};

pub use behind::Behind;
pub use settings::LiveSettings;
pub use snapshot::Snapshot;

use crate::{
    domain::revision::RegistryRevision,
    store::{Store, StoreError},
};
use follower::{Followed, Follower};

/// A registry that is being served. Cheap to clone; it stops following when the last clone is gone.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    store: Store,
    settings: LiveSettings,
    followed: watch::Receiver<Followed>,
    questions: Arc<Questions>,
    follower: Mutex<Option<JoinHandle<()>>>,
}

/// How requests ask the follower to look at the database now. Many that ask at once are one look.
#[derive(Default)]
struct Questions {
    n_asked: AtomicU64,
    asked: Notify,
}

impl Drop for Inner {
    fn drop(&mut self) {
        let follower = self.follower.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(follower) = follower.take() {
            follower.abort();
        }
    }
}

impl std::fmt::Debug for Live {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Live").field("revision", &self.snapshot().revision).finish_non_exhaustive()
    }
}

impl Live {
    /// Takes the newest state of a registry into memory and follows it from then on.
    ///
    /// # Errors
    /// [`StoreError`] when the first state cannot be read.
    pub async fn start(store: Store, settings: LiveSettings) -> Result<Self, StoreError> {
        let snapshot = Arc::new(Snapshot::load(&store).await?);
        let (sender, followed) = watch::channel(Followed::first(snapshot));
        let questions = Arc::<Questions>::default();
        let follower = Follower::new(store.clone(), settings.clone(), sender, questions.clone());
        let follower = Mutex::new(Some(tokio::spawn(follower.run())));
        Ok(Self(Arc::new(Inner { store, settings, followed, questions, follower })))
    }

    /// The registry's rows.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The newest state that has been taken in. Asks nobody.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.0.followed.borrow().snapshot.clone()
    }

    /// The newest state, and none older than what this program has published itself.
    ///
    /// # Errors
    /// [`Behind`] when that could not be taken in in time.
    pub async fn current(&self) -> Result<Arc<Snapshot>, Behind> {
        self.at_least(self.0.store.committed(), self.0.settings.patience).await
    }

    /// The newest state once it is at a revision or past it. If it is older, the database is asked at once.
    ///
    /// # Errors
    /// [`Behind::NotYet`] when the revision could not be taken in in time, [`Behind::NoSuchRevision`] when the database
    /// says that there is none.
    pub async fn at_least(&self, asked: RegistryRevision, wait: Duration) -> Result<Arc<Snapshot>, Behind> {
        let newest = self.snapshot();
        if newest.revision >= asked {
            return Ok(newest);
        }
        let Inner { followed, questions, .. } = &*self.0;
        // Whatever the follower hears of the database after this, it has asked after this.
        let ticket = questions.n_asked.fetch_add(1, Ordering::AcqRel) + 1;
        questions.asked.notify_one();
        let mut followed = followed.clone();
        let settled = followed.wait_for(|now| now.snapshot.revision >= asked || now.n_answered >= ticket);
        match tokio::time::timeout(wait, settled).await {
            Ok(Ok(now)) if now.snapshot.revision >= asked => Ok(now.snapshot.clone()),
            Ok(Ok(now)) => Err(Behind::NoSuchRevision { asked, newest: now.snapshot.revision }),
            // The follower has been stopped, or it is late.
            Ok(Err(_)) | Err(_) => Err(Behind::NotYet { asked, newest: self.snapshot().revision }),
        }
    }

    /// Stops following; the last snapshot stays.
    pub async fn stop(&self) {
        let follower = self.0.follower.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(follower) = follower {
            follower.abort();
            // Cancelled, which is what was asked for.
            let _cancelled = follower.await;
        }
    }
}
