//! What a request works out once, however many of its fields ask for it.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::OnceCell;

use super::error::ApiResult;

/// A value for each key, worked out when it is first asked for; those who ask meanwhile wait.
pub(super) struct OnceEach<K, V>(Mutex<HashMap<K, Arc<OnceCell<Arc<V>>>>>);

impl<K, V> Default for OnceEach<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Hash + Eq, V> OnceEach<K, V> {
    /// The value of a key. A failure is not kept.
    pub(super) async fn get(&self, key: K, work_out: impl Future<Output = ApiResult<Arc<V>>>) -> ApiResult<Arc<V>> {
        let cell = self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default().clone();
        Ok(cell.get_or_try_init(|| work_out).await?.clone())
    }
}
