//! Reads one document into a [`PlanDraft`]. One file per format.
//!
//! bytes → (`encoding`) characters → (`plain_text`, `markdown`, `html`) blocks of [`text::DocumentText`], mended by
//! `repair` → (`outline`) a tree of numbered and titled passages → (`draft`) elements, indicators and evidence; `figures`
//! reads quantities, `identity` who, when and what. Odd content is a finding; an error is kept for what is no plan at all.

pub mod text;

pub mod figures;
