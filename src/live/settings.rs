//! How a registry is followed.

use std::time::Duration;

/// How a registry is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveSettings {
    /// How often the database is asked whether something was published.
    pub poll_every: Duration,
    /// How long to wait before asking a database again that did not answer; twice as long each further time.
    pub first_pause: Duration,
    /// How long to wait at most before asking again.
    pub longest_pause: Duration,
    /// How long a publication waits for the replicas to have it, so that they go on being read from.
    pub replica_patience: Duration,
    /// How long a request waits for what this program has published itself.
    pub patience: Duration,
}

impl Default for LiveSettings {
    fn default() -> Self {
        Self {
            poll_every: Duration::from_millis(500),
            first_pause: Duration::from_millis(100),
            longest_pause: Duration::from_secs(5),
            replica_patience: Duration::from_millis(250),
            patience: Duration::from_secs(10),
        }
    }
}
