//! A server that has not taken in what it was asked for.

use crate::domain::revision::RegistryRevision;

/// Why a state of the registry could not be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Behind {
    /// The server has not taken it in in time. The same again may succeed, here or at another server.
    #[error("this server has the registry at revision {newest} and could not get revision {asked} in time: try again")]
    NotYet {
        /// The revision asked for.
        asked: RegistryRevision,
        /// The newest that this server has.
        newest: RegistryRevision,
    },
    /// The database says that the registry is not there.
    #[error("the registry is at revision {newest}; there is no revision {asked}")]
    NoSuchRevision {
        /// The revision asked for.
        asked: RegistryRevision,
        /// The newest there is.
        newest: RegistryRevision,
    },
}
