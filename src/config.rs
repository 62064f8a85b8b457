//! What a registry does where nobody says otherwise.

/// Where the server listens: on this machine alone.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:8080";

/// The database: an SQLite file in the folder that the program is started in.
pub const DEFAULT_DATABASE_URL: &str = "sqlite://plan-registry.db";

/// Memory for decoded plans: 256 MiB, about three thousand plans of a hundred elements.
pub const DEFAULT_PLAN_CACHE_BYTES: u64 = 256 << 20;
