//! The one place that asks what time it is.

use time::OffsetDateTime;

/// Where the registry's time comes from: handed to whatever needs it, so that tests can fix it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// Always the same moment.
    Fixed(OffsetDateTime),
}

impl Clock {
    /// Now, in UTC.
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is given")]
    pub fn now(&self) -> OffsetDateTime {
        match self {
            Self::System => OffsetDateTime::now_utc(),
            Self::Fixed(moment) => *moment,
        }
    }
}
