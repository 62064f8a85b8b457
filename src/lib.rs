//! Plan Registry: holds libraries' strategic plans under one schema and compares them.
//!
//! The modules in the order in which to read them; data flows the same way:
//! document → draft → stored plan → comparison → GraphQL → HTTP.

/// What a plan is: pure values and their rules. Knows no file, table or protocol.
pub mod domain;

pub mod document;

pub mod questions;

pub mod draft;

/// Words, scripts and order of names, for Chinese and English alike.
pub mod linguistics;

pub mod coding;

pub mod identity;

pub mod store;

/// Read, accept, store: the one story that every way into the registry shares.
pub mod import;

pub mod catalogue;

pub mod export;

pub mod demo;

pub mod demo_data;

/// The statistics that comparisons publish: numbers in, numbers out.
pub mod statistics;

pub mod comparison;

pub mod index;

pub mod live;

pub mod graphql;

pub mod results;

pub mod guard;

pub mod http;

pub mod clock;

pub mod config;

pub mod telemetry;

/// What somebody may have meant by a word that is not known.
pub mod suggestion;
