//! Plan Registry.
pub mod domain;
