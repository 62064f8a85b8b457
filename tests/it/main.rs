//! What people can do with the registry, end to end: one binary, so that it links once.
#![expect(missing_docs, reason = "tests speak by their names")]

#[macro_use]
mod support;

mod catalogue;
mod cli;
mod export;
mod import;
