//! Groups made into rows on threads of their own, in order and a bounded number ahead of the database.

use std::{ops::Range, sync::Arc, thread};

use tokio::sync::mpsc;

use super::{BulkSource, columns::Rows, group::Ground};
use crate::store::error::StoreError;

/// Groups that are written together: some thousand elements, so that a statement's cost is spread over many rows.
const GROUPS_AT_ONCE: usize = 16;

/// Batches that each thread may be ahead of the database, beside the one that it works at.
const BATCHES_AHEAD: usize = 1;

/// The rows of some groups.
pub(super) struct Batch<R> {
    pub(super) rows: R,
    pub(super) n_institutions: usize,
    pub(super) n_plans: usize,
    pub(super) n_elements: usize,
}

/// Threads that make batches. Dropped, they end with the batch that they work at.
pub(super) struct Workers<R> {
    // Batches come from these in turn: the order of groups is the order of rows.
    queues: Vec<mpsc::Receiver<Result<Batch<R>, StoreError>>>,
    next: usize,
}

impl<R: Rows> Workers<R> {
    /// Starts a thread for each processor.
    pub(super) fn start(source: &Arc<dyn BulkSource>, ground: &Arc<Ground>) -> Self {
        let n_workers = thread::available_parallelism().map_or(1, usize::from);
        let queues = (0..n_workers).map(|worker| {
            let (queue, batches) = mpsc::channel(BATCHES_AHEAD);
            let (source, ground) = (source.clone(), ground.clone());
            thread::spawn(move || {
                for start in (0..source.n_groups()).step_by(GROUPS_AT_ONCE).skip(worker).step_by(n_workers) {
                    let groups = start..source.n_groups().min(start + GROUPS_AT_ONCE);
                    if queue.blocking_send(batch(&*source, &ground, groups)).is_err() {
                        return;
                    }
                }
            });
            batches
        });
        Self { queues: queues.collect(), next: 0 }
    }

    /// The next batch; `None` behind the last one.
    pub(super) async fn next(&mut self) -> Result<Option<Batch<R>>, StoreError> {
        let n_queues = self.queues.len();
        let Some(queue) = self.queues.get_mut(self.next % n_queues.max(1)) else { return Ok(None) };
        self.next += 1;
        queue.recv().await.transpose()
    }
}

fn batch<R: Rows>(source: &dyn BulkSource, ground: &Ground, groups: Range<usize>) -> Result<Batch<R>, StoreError> {
    let mut batch = Batch { rows: R::default(), n_institutions: groups.len(), n_plans: 0, n_elements: 0 };
    for index in groups {
        let group = source.group(index);
        batch.n_plans += group.plans.len();
        batch.n_elements += ground.write(&group, &mut batch.rows)?;
    }
    Ok(batch)
}
