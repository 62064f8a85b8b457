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
    store::{Announcements, Store, StoreError},
};
use follower::{Followed, Follower};

/// A registry that is being served. Cheap to clone; it stops following when the last clone is gone.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    store: Arc<Store>,
    settings: LiveSettings,
    followed: watch::Receiver<Followed>,
    questions: Arc<Questions>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

/// How requests ask the follower to look at the database now. Many that ask at once are one look.
#[derive(Default)]
struct Questions {
    n_asked: AtomicU64,
    asked: Notify,
}

/// Has the follower ask when something is said to be published.
async fn listen(mut announcements: Announcements, questions: Arc<Questions>) {
    loop {
        announcements.next().await;
        questions.asked.notify_one();
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        for task in self.tasks.get_mut().unwrap_or_else(PoisonError::into_inner) {
            task.abort();
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
        let stamp = store.file_stamp();
        let snapshot = Arc::new(Snapshot::load(&store).await?);
        let (sender, followed) = watch::channel(Followed { snapshot, n_answered: 0, stamp, is_abandoned: false });
        let questions = Arc::<Questions>::default();
        let follower = Follower::new(store.unobserved(), settings.clone(), sender, questions.clone());
        let tasks = vec![tokio::spawn(follower.run()), tokio::spawn(listen(store.announcements(), questions.clone()))];
        let store = Arc::new(store);
        Ok(Self(Arc::new(Inner { store, settings, followed, questions, tasks: Mutex::new(tasks) })))
    }

    /// The registry's rows.
    pub fn store(&self) -> &Arc<Store> {
        &self.0.store
    }

    /// The newest state that has been taken in. Asks nobody.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.0.followed.borrow().snapshot.clone()
    }

    /// Whether the database no longer holds what is answered from, because it was restored from a backup or lost
    /// publications as a replica took its primary's place. Only a fresh start helps.
    pub fn is_abandoned(&self) -> bool {
        self.0.followed.borrow().is_abandoned
    }

    /// The newest state, as [`Live::at_least`] gives it to somebody who knows of no revision.
    ///
    /// # Errors
    /// As [`Live::at_least`].
    pub async fn current(&self) -> Result<Arc<Snapshot>, Behind> {
        self.at_least(RegistryRevision::EMPTY, self.0.settings.patience).await
    }

    /// The newest state once it is at a revision or past it, and at what this program has published itself. If it is older,
    /// the database is asked at once. On SQLite also, as a rule, none older than what other programs have published: the
    /// database's files have changed then.
    ///
    /// # Errors
    /// [`Behind::NotYet`] when the revision could not be taken in in time, [`Behind::NoSuchRevision`] when the database
    /// says that there is none.
    pub async fn at_least(&self, asked: RegistryRevision, wait: Duration) -> Result<Arc<Snapshot>, Behind> {
        let Inner { store, followed, .. } = &*self.0;
        let asked = asked.max(store.committed());
        let stamp = store.file_stamp();
        let is_stale = stamp.is_some() && followed.borrow().stamp != stamp;
        if is_stale {
            // Somebody may be writing without having published, or the database may not answer: then the state stays.
            self.look(wait, |_| false).await;
        }
        let newest = self.snapshot();
        if newest.revision >= asked {
            return Ok(newest);
        }
        match self.look(wait, |now| now.snapshot.revision >= asked).await {
            Some(snapshot) if snapshot.revision >= asked => Ok(snapshot),
            Some(snapshot) => Err(Behind::NoSuchRevision { asked, newest: snapshot.revision }),
            None => Err(Behind::NotYet { asked, newest: self.snapshot().revision }),
        }
    }

    /// Stops following; the last snapshot stays.
    pub async fn stop(&self) {
        let tasks = std::mem::take(&mut *self.0.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        for task in tasks {
            task.abort();
            // Cancelled, which is what was asked for.
            let _cancelled = task.await;
        }
    }

    /// Has the follower ask the database now; what becomes known then, or nothing if that takes too long.
    async fn look(&self, wait: Duration, enough: impl Fn(&Followed) -> bool) -> Option<Arc<Snapshot>> {
        let Inner { followed, questions, .. } = &*self.0;
        // Whatever the follower says to this, it has asked the database after this.
        let ticket = questions.n_asked.fetch_add(1, Ordering::AcqRel) + 1;
        questions.asked.notify_one();
        let mut followed = followed.clone();
        let settled = followed.wait_for(|now| now.n_answered >= ticket || enough(now));
        // The follower may have been stopped.
        Some(tokio::time::timeout(wait, settled).await.ok()?.ok()?.snapshot.clone())
    }
}
