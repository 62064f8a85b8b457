//! Plan Registry: holds libraries' strategic plans under one schema and compares them.

pub mod domain;

pub mod linguistics;

pub mod coding;

pub mod identity;

pub mod store;

pub mod suggestion;
