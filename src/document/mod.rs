//! Reads one document into a [`PlanDraft`]. One file per format.
//!
//! bytes → (`encoding`) characters → (`plain_text`, `markdown`, `html`) blocks of [`text::DocumentText`], mended by
//! `repair` → (`outline`) a tree of numbered and titled passages → (`draft`) elements, indicators and evidence; `figures`
//! reads quantities, `identity` who, when and what. Odd content is a finding; an error is kept for what is no plan at all.

pub mod encoding;
pub mod format;
pub mod repair;
pub mod text;

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
