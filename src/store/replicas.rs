//! How the replicas are: which answer, and how far each has followed the primary.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use entity::registry;
use sea_orm::{DatabaseConnection, DbErr, EntityTrait};
use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
};

use crate::domain::revision::RegistryRevision;

/// How often a replica is asked how far it is.
const EVERY: Duration = Duration::from_millis(250);

/// How long to wait before asking one again that is waited for; twice as long each further time.
const FIRST_PAUSE: Duration = Duration::from_millis(10);

/// How often while it does not answer.
const EVERY_WHILE_AWAY: Duration = Duration::from_millis(500);

/// How long a replica may take to say how far it is.
const PATIENCE: Duration = Duration::from_secs(2);

/// The replicas of a primary, in the order in which they were named.
pub(super) struct Replicas {
    replicas: Vec<Arc<Replica>>,
    probes: Vec<JoinHandle<()>>,
    /// The revision that answers are given from: a replica that is not there yet is not asked.
    read_from: AtomicI64,
    turn: AtomicUsize,
}

/// What is known of a replica.
struct Replica {
    /// Its address as it may be shown.
    address: String,
    /// Whether it answered when it was last asked.
    is_well: AtomicBool,
    /// The registry revision that it has reached.
    reached: watch::Sender<RegistryRevision>,
    /// The revision that it is waited for to reach.
    awaited: AtomicI64,
    look: Notify,
}

impl Drop for Replicas {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Replicas {
    /// Asks each of them from now on how it is. Until one has answered it is not used.
    pub(super) fn follow(replicas: Vec<(String, DatabaseConnection)>) -> Self {
        let (replicas, probes) = replicas
            .into_iter()
            .map(|(address, connection)| {
                let replica = Arc::new(Replica::new(address));
                (replica.clone(), tokio::spawn(replica.probe(connection)))
            })
            .unzip();
        Self { replicas, probes, read_from: AtomicI64::new(0), turn: AtomicUsize::new(0) }
    }

    /// Asks none of them any more.
    pub(super) fn stop(&self) {
        for probe in &self.probes {
            probe.abort();
        }
    }

    /// The places of those that can answer, another one first each time.
    pub(super) fn in_turn(&self) -> impl Iterator<Item = usize> {
        let n_replicas = self.replicas.len();
        let first = match n_replicas {
            0 => 0,
            _ => self.turn.fetch_add(1, Ordering::Relaxed) % n_replicas,
        };
        let places = (first..n_replicas).chain(0..first);
        places.filter(|place| self.replicas.get(*place).is_some_and(|replica| replica.has(self.revision())))
    }

    fn revision(&self) -> RegistryRevision {
        RegistryRevision(self.read_from.load(Ordering::Acquire))
    }

    /// Does without a replica until it answers again.
    pub(super) fn set_aside(&self, place: usize, error: &DbErr) {
        if let Some(replica) = self.replicas.get(place) {
            replica.is_away(error);
            replica.look.notify_one();
        }
    }

    /// Waits for those that answer to reach a revision, but no longer than a little, and does without those that have not.
    pub(super) async fn read_from(&self, revision: RegistryRevision, wait: Duration) {
        if revision <= self.revision() {
            return;
        }
        let all = async {
            for replica in &self.replicas {
                replica.reach(revision).await;
            }
        };
        if !self.replicas.is_empty() && tokio::time::timeout(wait, all).await.is_err() {
            tracing::debug!(registry.revision = revision.0, "a replica is behind: doing without it until it is not");
        }
        self.read_from.fetch_max(revision.0, Ordering::AcqRel);
    }
}

impl Replica {
    fn new(address: String) -> Self {
        Self {
            address,
            is_well: AtomicBool::new(false),
            reached: watch::Sender::new(RegistryRevision::EMPTY),
            awaited: AtomicI64::new(0),
            look: Notify::new(),
        }
    }

    fn has(&self, revision: RegistryRevision) -> bool {
        self.is_well.load(Ordering::Acquire) && *self.reached.borrow() >= revision
    }

    /// Ends when the replica has reached a revision, or does not answer.
    async fn reach(&self, revision: RegistryRevision) {
        self.awaited.fetch_max(revision.0, Ordering::AcqRel);
        self.look.notify_one();
        let mut reached = self.reached.subscribe();
        while self.is_well.load(Ordering::Acquire) && *reached.borrow_and_update() < revision {
            if reached.changed().await.is_err() {
                return;
            }
        }
    }

    fn is_away(&self, error: &(dyn std::error::Error + 'static)) {
        // Once, not each time: a replica may be away for hours.
        if self.is_well.swap(false, Ordering::AcqRel) {
            let address = &self.address;
            tracing::warn!(error, replica = address, "the replica {address} does not answer: doing without it");
        }
        // Whoever waits for it need not.
        self.reached.send_modify(|_| {});
    }

    /// Asks again and again.
    async fn probe(self: Arc<Self>, connection: DatabaseConnection) {
        let mut pause_while_awaited = FIRST_PAUSE;
        loop {
            let asked = tokio::time::timeout(PATIENCE, registry::Entity::find_by_id(1).one(&connection)).await;
            let pause = match asked {
                Ok(Ok(row)) => {
                    let reached = row.map_or(RegistryRevision::EMPTY, |row| RegistryRevision(row.revision));
                    self.has_answered(reached);
                    match self.awaited.load(Ordering::Acquire) > reached.0 {
                        true => pause_while_awaited,
                        false => EVERY,
                    }
                }
                Ok(Err(error)) => {
                    self.is_away(&error);
                    EVERY_WHILE_AWAY
                }
                Err(elapsed) => {
                    self.is_away(&elapsed);
                    EVERY_WHILE_AWAY
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => pause_while_awaited = (pause_while_awaited * 2).min(EVERY),
                () = self.look.notified() => pause_while_awaited = FIRST_PAUSE,
            }
        }
    }

    fn has_answered(&self, revision: RegistryRevision) {
        // A replica that was made anew may have gone back.
        self.reached.send_if_modified(|reached| std::mem::replace(reached, revision) != revision);
        if !self.is_well.swap(true, Ordering::AcqRel) {
            let address = &self.address;
            tracing::info!(replica = address, registry.revision = revision.0, "the replica {address} answers");
        }
    }
}
