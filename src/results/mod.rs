//! Results as data: every comparison as tables, for spreadsheets, statistics programs and the command line.
//!
//! A [`Comparison`] is one question of the API: a GraphQL document, and what becomes of its answer in rows and columns. The
//! question is put to the registry's own schema, so the arguments, the errors and every number are those of the API.
//! [`Exports`] asks and writes; the rest are functions of values.

/// Rows and columns, and how they are taken from an answer.
mod table;

/// The comparisons, one file each.
mod definitions;

mod comparison;

/// What a table rests on: revision, versions, date and query.
mod readme;

mod write;

/// The codebook as a table.
mod codebook;

mod exports;

/// What is asked for, and the files that come of it.
mod file;

/// Studies asked again.
mod studies;

pub use crate::questions::InvalidArgument;

pub use self::{
    comparison::{Comparison, comparisons},
    exports::Exports,
    file::{ExportError, ExportOptions, ExportRequest, ExportedFile, FileFormat, Results, columns},
    readme::{Readme, ReadmeEntry},
    table::{Cell, Column, FilledTable, Table},
    write::{csv, json, text},
};
