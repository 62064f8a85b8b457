//! The program's log: structured events on standard error.

use std::{backtrace::Backtrace, io::IsTerminal};

use tracing_subscriber::{EnvFilter, filter::ParseError, util::SubscriberInitExt};

/// What is logged where `RUST_LOG` says nothing: our own events, and of the database only what went wrong.
pub const DEFAULT_FILTER: &str = "info,sea_orm=warn,sea_orm_migration=warn,sqlx=warn";

/// The form of a log line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people at a terminal.
    #[default]
    Text,
    /// One JSON object per line, with the event's fields at its top and the request's under `span`.
    Json,
}

/// Why logging could not begin.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// `RUST_LOG` does not say what to log.
    #[error("RUST_LOG is `{filter}`, which is not a filter: write one such as `info,plan_registry=debug`")]
    Filter {
        /// The filter that was given.
        filter: String,
        /// Why it is none.
        source: ParseError,
    },
    /// Something in this process logs already.
    #[error("logging was begun twice in one process")]
    AlreadyBegun {
        /// What the logger says.
        source: tracing_subscriber::util::TryInitError,
    },
}

/// Begins logging for the whole process, panics included. `filter` is the value of `RUST_LOG`, if it is set and not empty.
///
/// # Errors
/// [`TelemetryError::Filter`] for a filter that cannot be read, [`TelemetryError::AlreadyBegun`] the second time.
pub fn init(format: LogFormat, filter: Option<&str>) -> Result<(), TelemetryError> {
    let filter = filter.filter(|filter| !filter.trim().is_empty()).unwrap_or(DEFAULT_FILTER);
    let filter =
        EnvFilter::try_new(filter).map_err(|source| TelemetryError::Filter { filter: filter.to_owned(), source })?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let begun = match format {
        LogFormat::Text => builder
            .with_ansi(std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
            .finish()
            .try_init(),
        LogFormat::Json => {
            builder.json().flatten_event(true).with_current_span(true).with_span_list(false).finish().try_init()
        }
    };
    begun.map_err(|source| TelemetryError::AlreadyBegun { source })?;
    log_panics();
    Ok(())
}

/// A panic becomes an event like any other, in one line with the request that met it.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        tracing::error!(
            panic.location = panic.location().map(tracing::field::display),
            // Empty unless `RUST_BACKTRACE` asks for it.
            panic.backtrace = %Backtrace::capture(),
            "panicked: {}",
            panic.payload_as_str().unwrap_or("without a message")
        );
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_is_none_is_shown() {
        let message = init(LogFormat::Text, Some("info,=,x=loud")).map_err(|error| error.to_string());
        assert!(message.is_err_and(|message| message.contains("`info,=,x=loud`")));
        assert!(EnvFilter::try_new(DEFAULT_FILTER).is_ok());
    }
}
