//! Work that many wait for and that is done once.

use std::{
    collections::HashMap,
    future::Future,
    hash::Hash,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use async_graphql::futures_util::future::{BoxFuture, FutureExt, Shared, WeakShared};

/// Work under way, by what it is about.
pub(super) struct Flights<K, V: Clone> {
    under_way: Arc<UnderWay<K, V>>,
    n_begun: AtomicU64,
}

type Flight<V> = BoxFuture<'static, V>;
type UnderWay<K, V> = Mutex<HashMap<K, (u64, WeakShared<Flight<V>>)>>;

impl<K, V: Clone> Default for Flights<K, V> {
    fn default() -> Self {
        Self { under_way: Arc::default(), n_begun: AtomicU64::new(0) }
    }
}

impl<K, V> Flights<K, V>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// Joins the work about this, or begins it.
    ///
    /// Everybody who waits drives the same work on, so nobody depends on who came first: it ends without a result only
    /// when the last one who waits goes away.
    pub(super) fn join<F>(&self, key: K, work: F) -> Shared<Flight<V>>
    where
        F: Future<Output = V> + Send + 'static,
    {
        let mut under_way = lock(&self.under_way);
        if let Some(flight) = under_way.get(&key).and_then(|(_, flight)| flight.upgrade()) {
            return flight;
        }
        let number = self.n_begun.fetch_add(1, Ordering::Relaxed);
        let landing = Landing { under_way: self.under_way.clone(), key: key.clone(), number };
        let flight = async move {
            // Dropped when the work is done, or when nobody waits for it any more.
            let _landing = landing;
            work.await
        };
        let flight = flight.boxed().shared();
        if let Some(weak) = flight.downgrade() {
            under_way.insert(key, (number, weak));
        }
        flight
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        lock(&self.under_way).len()
    }
}

/// Takes work off the list when it ends, however it ends.
struct Landing<K: Eq + Hash, V: Clone> {
    under_way: Arc<UnderWay<K, V>>,
    key: K,
    number: u64,
}

impl<K: Eq + Hash, V: Clone> Drop for Landing<K, V> {
    fn drop(&mut self) {
        let mut under_way = lock(&self.under_way);
        // Abandoned work may have been begun anew by somebody else.
        if under_way.get(&self.key).is_some_and(|&(number, _)| number == self.number) {
            under_way.remove(&self.key);
        }
    }
}

/// A panic elsewhere leaves the list as it was.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn work_is_done_once_for_all_who_wait() {
        let flights = Flights::<u8, usize>::default();
        let n_done = Arc::new(AtomicUsize::new(0));
        let work = |waits_for: Option<oneshot::Receiver<()>>| {
            let n_done = n_done.clone();
            async move {
                if let Some(go) = waits_for {
                    let _ = go.await;
                }
                n_done.fetch_add(1, Ordering::SeqCst)
            }
        };
        let (go, wait) = oneshot::channel();
        let mut first = flights.join(1, work(Some(wait)));
        let second = flights.join(1, work(None));
        let other = flights.join(2, work(None));
        assert_eq!((&mut first).now_or_never(), None);
        assert_eq!(other.await, 0);

        // Whoever came first goes away: the others get what it began.
        drop(first);
        assert_eq!(go.send(()), Ok(()));
        assert_eq!(second.await, 1);
        assert_eq!(flights.len(), 0);
        assert_eq!(flights.join(1, work(None)).await, 2);
    }

    #[tokio::test]
    async fn work_that_nobody_waits_for_is_begun_anew() {
        let flights = Flights::<u8, u8>::default();
        drop(flights.join(1, std::future::pending()));
        assert_eq!(flights.len(), 0);
        assert_eq!(flights.join(1, async { 7 }).await, 7);
    }
}
