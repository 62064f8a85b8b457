//! What text is made of: one spelling for matching, words, scripts, and the order of names.
//!
//! Everything here is a function of its arguments alone, the same on every machine and database, so that what is stored
//! and what is asked for meet. It knows nothing of themes or plans.
//!
//! Two dictionaries are inside the program and are loaded when they are first needed: OpenCC's, which turn one Chinese
//! script into the other, and jieba's, which cuts Chinese into words.

mod normalization;
mod script;
mod word;

mod collation;

pub use collation::collation_key;
pub use normalization::{NormalizedText, normalize, normalize_with_origins};
pub use script::{ChineseScript, script_of, to_script};
pub use word::{TOKENIZER_VERSION, search_tokens, words};

pub(crate) use script::is_han;
pub(crate) use word::{StretchKind, english_stem, spelled, stretches};
