//! What a plan is: pure values and their rules. Knows no file, table or protocol.

pub(crate) mod vocabulary;

pub mod id;
pub mod language;
pub mod listing;
pub mod text;

pub mod document_content;
pub mod institution;
pub mod period;
pub mod source;
pub mod subdivision;

pub mod element;
pub mod plan;

pub mod indicator;
pub mod unit;

pub mod quality;
pub mod theme;

pub mod annotation;
pub mod cohort;
pub mod innovation_case;
pub mod publication;
pub mod records;
pub mod revision;
pub mod study;

/// Puts a list that has no order of its own in order, with each item once.
pub(crate) fn each_once<T: Ord>(list: &mut Option<Vec<T>>) {
    if let Some(list) = list {
        list.sort_unstable();
        list.dedup();
    }
}
