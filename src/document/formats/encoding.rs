//! From bytes to characters: which character set a document is in, and whether it is a text at all.
//!
//! In this order: a byte order mark; zeros where UTF-16 has them; valid UTF-8; what the document says of itself
//! (`<meta charset>`); the two Chinese character sets, told apart by the commonest characters; the guess of browsers
//! (`chardetng`). What then holds control characters is no text.

use std::sync::LazyLock;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use regex::bytes::Regex;

use super::{chinese_encoding, signature};

/// A document's characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark; line ends as they came.
    pub text: String,
    /// The name of the character set, as in the Encoding Standard (`UTF-8`, `gb18030`, `Big5` …).
    pub encoding: &'static str,
    /// Bytes that stand for no character of that set; `None` where there are none.
    pub replaced: Option<Replaced>,
}

/// Bytes that stand for no character and became U+FFFD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// How many places there are.
    pub count: usize,
    /// The line of the first, from 1.
    pub first_line: u32,
}

/// Why bytes are no text, in words for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// A kind of file that is known by its first bytes.
    #[error("this is {what}, not a text: {mending}")]
    Known {
        /// What it is, with its article.
        what: &'static str,
        /// What to do.
        mending: &'static str,
    },
    /// Anything else.
    #[error(
        "this is binary data, not a text (about {n_odd} of {n_characters} characters cannot stand in one): give a plain text, Markdown or HTML file, saved as UTF-8"
    )]
    Binary {
        /// Control characters, and bytes that stand for no character.
        n_odd: usize,
        /// All characters.
        n_characters: usize,
    },
}

/// How much of a document the declaration of its character set is looked for in.
const DECLARATION_BYTES: usize = 4096;

/// How much of a document its character set is guessed from.
const SAMPLE_BYTES: usize = 1 << 18;

/// Of so many characters one may be odd in a text.
const CHARACTERS_PER_ODD_ONE: usize = 50;

// `<meta charset="…">`, `<meta … content="…; charset=…">`, `<?xml … encoding="…"?>`.
static DECLARATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i-u)<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([a-z0-9_:.-]+)"#).ok()
});

/// The characters of a document.
///
/// # Errors
/// [`NotText`] when the bytes are a file of another kind, or no text at all.
pub fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    if let Some((what, mending)) = signature::known_kind(bytes) {
        return Err(NotText::Known { what, mending });
    }
    let (encoding, bom_length) = match Encoding::for_bom(bytes) {
        Some(marked) => marked,
        None => (encoding_of(bytes), 0),
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes.get(bom_length..).unwrap_or_default());
    let text = text.into_owned();
    refuse_binary(&text)?;
    let replaced = replaced(&text, bytes);
    Ok(Decoded { text, encoding: encoding.name(), replaced })
}

fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = utf_16(bytes) {
        return encoding;
    }
    if is_nearly_utf_8(bytes) {
        return UTF_8;
    }
    if let Some(declared) = declared(bytes).filter(|declared| fits(declared, bytes)) {
        return declared;
    }
    let sample = sample(bytes);
    chinese_encoding::recognized(sample).unwrap_or_else(|| {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(sample, sample.len() == bytes.len());
        let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
        // GBK is a part of GB18030.
        if guess == encoding_rs::GBK { GB18030 } else { guess }
    })
}

/// The beginning of a document, to a line end where there is one: no character is cut in two there.
fn sample(bytes: &[u8]) -> &[u8] {
    let Some(start) = bytes.get(..SAMPLE_BYTES) else { return bytes };
    let end = start.iter().rposition(|byte| *byte == b'\n').unwrap_or(start.len());
    start.get(..end).unwrap_or(start)
}

/// UTF-16 without a mark: every second byte of its Latin letters, digits and line ends is zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE_BYTES.min(bytes.len() & !1))?;
    if !sample.contains(&0) {
        return None;
    }
    // Chinese has zeros in either order (一 is 4E 00): the better reading wins.
    let readable = [UTF_16LE, UTF_16BE].into_iter().filter_map(|encoding| {
        let (text, has_errors) = encoding.decode_without_bom_handling(sample);
        let usual = chinese_encoding::share_of_usual(&text);
        (!has_errors && usual > 0.4 && refuse_binary(&text).is_ok()).then_some((encoding, usual))
    });
    readable.max_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(encoding, _)| encoding)
}

/// Whether bytes are UTF-8, but for a few that were lost: at most one in twenty of those that are not ASCII.
fn is_nearly_utf_8(bytes: &[u8]) -> bool {
    let (mut n_lost, mut n_whole) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_whole += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        n_lost += usize::from(!chunk.invalid().is_empty());
    }
    n_lost * 20 <= n_whole
}

/// The character set that a document names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..DECLARATION_BYTES.min(bytes.len()))?;
    let label = DECLARATION.as_ref()?.captures(start)?.get(1)?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A declaration that is legible byte by byte is not in UTF-16, and UTF-8 was ruled out.
    let is_contradicted = encoding == UTF_8 || encoding == UTF_16LE || encoding == UTF_16BE;
    (!is_contradicted && encoding != encoding_rs::REPLACEMENT).then_some(if encoding == encoding_rs::GBK {
        GB18030
    } else {
        encoding
    })
}

/// Whether bytes are text of a character set, but for one character in a hundred.
fn fits(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let n_lost = text.chars().filter(|character| *character == char::REPLACEMENT_CHARACTER).count();
    n_lost * 100 <= text.chars().filter(|character| !character.is_ascii()).count()
}

fn refuse_binary(text: &str) -> Result<(), NotText> {
    let is_odd = |character: &char| {
        *character == char::REPLACEMENT_CHARACTER
            || character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{1A}' | '\u{85}')
            // Private characters and those that Unicode will never assign come out of bytes that are no text. Bullets of
            // symbol fonts, U+F020 and above, are private too, and stand in copies of Word documents.
            || matches!(character, '\u{E000}'..='\u{F01F}' | '\u{F100}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{F0000}'..)
    };
    let n_characters = text.chars().count();
    let n_odd = text.chars().filter(is_odd).count();
    let n_zeros = text.chars().filter(|character| *character == '\0').count();
    if n_odd * CHARACTERS_PER_ODD_ONE > n_characters || n_zeros > 3 {
        return Err(NotText::Binary { n_odd, n_characters });
    }
    Ok(())
}

/// Counts characters that were replaced; those that stand in the bytes themselves, as U+FFFD in UTF-8, count as well:
/// somebody lost them earlier.
fn replaced(text: &str, bytes: &[u8]) -> Option<Replaced> {
    if bytes.is_ascii() {
        return None;
    }
    let first = text.find(char::REPLACEMENT_CHARACTER)?;
    let count = text.matches(char::REPLACEMENT_CHARACTER).count();
    let before = text.get(..first)?;
    let n_line_ends = before.matches('\n').count() + before.matches('\r').count() - before.matches("\r\n").count();
    Some(Replaced { count, first_line: u32::try_from(n_line_ends + 1).unwrap_or(u32::MAX) })
}

/// The two character sets that Chinese documents come in beside Unicode.
pub(super) const CHINESE: [&Encoding; 2] = [GB18030, BIG5];

#[cfg(test)]
#[path = "tests_encoding.rs"]
mod tests;
