//! Documents that the registry keeps: their bytes, and their text in lines.

use std::iter;

use sha2::{Digest, Sha256};

/// A document as it was received, and the characters that its bytes stand for. Named by the hash of its bytes, so the same
/// document is kept once, however many plans rest on it.
#[derive(Clone, PartialEq, Eq)]
pub struct DocumentContent {
    // Invariants: the hash is that of the bytes, there are at most `MAX_BYTES` of them, and the text holds no U+0000.
    sha256: String,
    bytes: Vec<u8>,
    text: String,
}

impl std::fmt::Debug for DocumentContent {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("DocumentContent").field("sha256", &self.sha256).finish_non_exhaustive()
    }
}

/// A document that is too large to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it has more than 64 MiB: keep it elsewhere, and say where in `url`")]
pub struct TooLarge;

impl DocumentContent {
    /// Larger documents are not kept. Unit: bytes.
    pub const MAX_BYTES: usize = 64 * 1024 * 1024;

    /// A document with its text. U+0000, which PostgreSQL keeps in no text, is shown as U+FFFD.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn new(bytes: Vec<u8>, text: String) -> Result<Self, TooLarge> {
        if bytes.len() > Self::MAX_BYTES {
            return Err(TooLarge);
        }
        let text = if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text };
        Ok(Self { sha256: sha256(&bytes), bytes, text })
    }

    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The bytes as received.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The lines of its text; the first one is line 1.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        lines(&self.text)
    }
}

/// What is known of a document that is kept, without its bytes and its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptDocument {
    /// Length of the document as received. Unit: bytes.
    pub n_bytes: i64,
    /// Lines of its text.
    pub n_lines: i32,
}

/// One line of a document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// From 1.
    pub number: i32,
    /// The line without its end.
    pub text: String,
}

/// Lines of a document that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LinesOf {
    /// SHA-256 of the document.
    pub sha256: String,
    /// The first line, from 1.
    pub first: i32,
    /// The last line, counted.
    pub last: i32,
}

/// SHA-256 of bytes, in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

/// The lines of a text without their ends: a line feed, a carriage return, or both together. What stands behind the last
/// end is a line if there is anything.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let (line, behind) = rest.split_at_checked(end)?;
        rest = behind.strip_prefix("\r\n").or_else(|| behind.strip_prefix(['\n', '\r'])).unwrap_or(behind);
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_character_of_a_text_is_lost(text in "[a图\\r\\n ]{0,40}") {
            let joined: String = lines(&text).collect();
            prop_assert_eq!(joined, text.replace(['\r', '\n'], ""));
            let usual = text.replace('\r', "");
            prop_assert!(lines(&usual).eq(usual.lines()));
        }
    }

    #[test]
    fn lines_end_in_three_ways() {
        for (text, expected) in [
            ("", &[][..]),
            ("a", &["a"]),
            ("a\n", &["a"]),
            ("a\r\nb\rc\n\nd", &["a", "b", "c", "", "d"]),
            ("\r\n\r\n", &["", ""]),
            ("图书馆\n规划", &["图书馆", "规划"]),
        ] {
            assert_eq!(lines(text).collect::<Vec<_>>(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_document_is_named_by_its_bytes() -> Result<(), TooLarge> {
        let content = DocumentContent::new(b"abc".to_vec(), "abc".to_owned())?;
        // The example of FIPS 180-4.
        assert_eq!(content.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let damaged = DocumentContent::new(b"a\0b".to_vec(), "a\0b".to_owned())?;
        assert_eq!((damaged.bytes(), damaged.lines().next()), (&b"a\0b"[..], Some("a\u{fffd}b")));
        let large = vec![0; DocumentContent::MAX_BYTES + 1];
        assert_eq!(DocumentContent::new(large, String::new()), Err(TooLarge));
        Ok(())
    }
}
