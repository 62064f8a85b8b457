//! From bytes to the blocks of a [`DocumentText`](super::text::DocumentText): one file for each format behind [`blocks`].
//!
//! [`encoding`] makes characters of bytes, [`DocumentFormat`] tells the format, `plain_text`, `markdown` and `html` read it,
//! [`repair`] mends what was damaged. A new format is a file here, a variant of [`DocumentFormat`], and tests.

mod format;

pub mod encoding;

mod chinese_encoding;
mod signature;

mod plain_text;

mod furniture;
mod lines;
mod marker;
mod text_table;
mod wrapping;

mod markdown;

mod html;
mod html_structure;
mod html_table;
mod html_tokens;

mod building;
mod cell;
mod markup;
pub mod repair;

// The readers make its blocks.
use super::text;

pub use format::{DocumentFormat, blocks};
