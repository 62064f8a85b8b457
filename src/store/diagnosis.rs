//! What it means when a database refuses, for those who run the registry.

use sea_orm::{DbErr, RuntimeErr, sqlx};

use super::StoreError;

/// The kinds of refusals that people or programs can do something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// Another publication got in the way; the same again may succeed.
    Busy,
    NoAnswer,
    /// A standby gave up a statement because it had to replay what the primary did.
    Replaying,
    HostUnknown,
    WrongPassword,
    NoSuchDatabase,
    TooManyConnections,
    NotAllowed,
    CannotOpenFile,
    ReadOnly,
    NotADatabase,
    DiskFull,
}

impl StoreError {
    /// Whether the same again may succeed, because only another program at the same database got in the way.
    pub fn is_transient(&self) -> bool {
        self.refusal() == Some(Refusal::Busy)
    }

    /// Whether the database cannot be reached at the moment. The same again may succeed later.
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Database { source, .. } | Self::CommitUnknown { source, .. } => is_outage(source),
            _ => false,
        }
    }

    /// What to do about it, where that is known.
    pub fn mend(&self) -> Option<&'static str> {
        if let Self::CommitUnknown { .. } = self {
            return Some("publish the same again once the database answers: it says `unchanged` if it was published");
        }
        Some(match self.refusal()? {
            Refusal::Busy => "another program is writing to the database: try again when it is done",
            Refusal::NoAnswer => "is the database server running, and are host and port right?",
            Refusal::Replaying => "the standby was busy following its primary: try again",
            Refusal::HostUnknown => "is the host's name spelt right?",
            Refusal::WrongPassword => "check the user and the password in the address of the database",
            Refusal::NoSuchDatabase => "create the database first, for example with `createdb`",
            Refusal::TooManyConnections => "the database server has no connection left: give it more, or close others",
            Refusal::NotAllowed => "give the user the right to create tables in the database",
            Refusal::CannotOpenFile => "is the path of the file right, and may this user write to its folder?",
            Refusal::ReadOnly => "may this user write to the database, its file and its folder?",
            Refusal::NotADatabase => "the file is no SQLite database: choose another file",
            Refusal::DiskFull => "the disk is full: make room",
        })
    }

    fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Database { source, .. } => refusal(source),
            _ => None,
        }
    }
}

/// Whether a server could not be asked, as opposed to having refused: another server of the same rows may answer.
pub(super) fn is_outage(error: &DbErr) -> bool {
    matches!(
        refusal(error),
        Some(Refusal::NoAnswer | Refusal::Replaying | Refusal::HostUnknown | Refusal::TooManyConnections)
    )
}

/// Whether a standby gave up a statement for the sake of following its primary, and is well otherwise.
pub(super) fn is_replaying(error: &DbErr) -> bool {
    refusal(error) == Some(Refusal::Replaying)
}

fn refusal(error: &DbErr) -> Option<Refusal> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => of_driver(error),
        DbErr::ConnectionAcquire(_) => Some(Refusal::NoAnswer),
        _ => None,
    }
}

fn of_driver(error: &sqlx::Error) -> Option<Refusal> {
    match error {
        sqlx::Error::Io(error) if error.to_string().contains("lookup") => Some(Refusal::HostUnknown),
        // A connection that breaks in the middle of an answer leaves half a message.
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Some(Refusal::NoAnswer),
        sqlx::Error::Database(error) if error.message().contains("conflict with recovery") => Some(Refusal::Replaying),
        sqlx::Error::Database(error) => {
            let code = error.code()?;
            match code.parse::<u32>() {
                // PostgreSQL's codes have five characters.
                Ok(number) if code.len() < 5 => of_sqlite(number),
                _ => of_postgres(&code),
            }
        }
        _ => None,
    }
}

/// By SQLite's result codes; the extended ones hold the primary code in their lowest byte.
fn of_sqlite(code: u32) -> Option<Refusal> {
    match code & 0xff {
        5 | 6 => Some(Refusal::Busy),
        8 => Some(Refusal::ReadOnly),
        13 => Some(Refusal::DiskFull),
        14 => Some(Refusal::CannotOpenFile),
        26 => Some(Refusal::NotADatabase),
        _ => None,
    }
}

/// By PostgreSQL's SQLSTATE.
fn of_postgres(state: &str) -> Option<Refusal> {
    match state {
        "40001" | "40P01" | "55P03" => Some(Refusal::Busy),
        "28P01" | "28000" => Some(Refusal::WrongPassword),
        "3D000" => Some(Refusal::NoSuchDatabase),
        "53100" => Some(Refusal::DiskFull),
        "53300" => Some(Refusal::TooManyConnections),
        "25006" => Some(Refusal::ReadOnly),
        "42501" => Some(Refusal::NotAllowed),
        // Shut down, crashed, starting up, dropped, silent for too long.
        "57P01" | "57P02" | "57P03" | "57P04" | "57P05" => Some(Refusal::NoAnswer),
        _ if state.starts_with("08") => Some(Refusal::NoAnswer),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_away_is_told_from_one_that_refuses() {
        for state in ["57P01", "57P02", "57P03", "08006", "08P01"] {
            assert_eq!(of_postgres(state), Some(Refusal::NoAnswer), "{state}");
        }
        let broken = sqlx::Error::Io(std::io::ErrorKind::BrokenPipe.into());
        assert!(is_outage(&DbErr::Query(RuntimeErr::SqlxError(broken.into()))));
        let missing = sqlx::Error::RowNotFound;
        assert!(!is_outage(&DbErr::Query(RuntimeErr::SqlxError(missing.into()))));
        // A statement that took too long would take as long elsewhere.
        assert_eq!(of_postgres("57014"), None);
    }

    #[test]
    fn both_databases_say_when_to_try_again() {
        for state in ["40001", "40P01"] {
            assert_eq!(of_postgres(state), Some(Refusal::Busy), "{state}");
        }
        for code in [5, 6, 517] {
            assert_eq!(of_sqlite(code), Some(Refusal::Busy), "{code}");
        }
        assert_eq!(of_sqlite(19), None);
        assert_eq!(of_postgres("23505"), None);
    }
}
