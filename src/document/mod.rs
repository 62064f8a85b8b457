//! Reads one document into a [`PlanDraft`](crate::draft::PlanDraft). One file per format.
//!
//! bytes → ([`encoding`]) characters → ([`format`], `plain_text`, `markdown`, `html`) blocks of [`text::DocumentText`],
//! mended by [`repair`] → (`line`, `outline`) a tree of numbered and titled passages → (`elements`) statements,
//! indicators and evidence; [`figures`] reads quantities, [`identity`] who, when and what. Odd content is a finding; an
//! error is kept for what is no text, or no plan.

pub mod text;

pub mod encoding;
pub mod format;
pub mod repair;

mod building;
mod cell;
mod chinese_encoding;
mod furniture;
mod html;
mod html_structure;
mod html_table;
mod html_tokens;
mod lines;
mod markdown;
mod marker;
mod markup;
mod plain_text;
mod signature;
mod text_table;
mod wrapping;

mod line;
mod numbering;
mod numeral;
mod outline;
mod section;
mod section_words;
mod sequence;
mod terms;

pub mod figures;

mod aims;
mod element_parts;
mod elements;
mod keys;
mod table_elements;
mod title;

mod given;
pub mod identity;

mod reading;

pub use format::{DocumentFormat, blocks};
pub use given::{Given, Known, KnownInstitution, KnownPeriod, KnownPlan};
pub use reading::{Reading, read};
