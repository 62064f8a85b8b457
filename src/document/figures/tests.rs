//! Whole sentences and tables, as rows of data; and what holds for every text.

mod properties;
mod sentences;
mod tables;
