//! One document is one plan in whatever encoding it comes, and what is no text is refused.

use encoding_rs::{BIG5, Encoding, GB18030};
use plan_registry::{
    document::{Given, read},
    draft::PlanDraft,
};

use crate::support::{TestResult, samples::Sample};

const SIMPLIFIED: &str = "01-city-library-14fyp.txt";
const TRADITIONAL: &str = "03-city-library-zh-hant-2023.txt";
const ENGLISH: &str = "04-city-library-open-doors-2023.txt";
const MARKDOWN: &str = "15-college-library-2025.md";
const PAGE: &str = "14-university-library-zh-hant-2024.html";

/// UTF-16 with the bytes of each unit in the order that `bytes_of` puts them.
fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

fn encoded(encoding: &'static Encoding, text: &str) -> TestResult<Vec<u8>> {
    let (bytes, _, is_lossy) = encoding.encode(text);
    if is_lossy {
        return Err(format!("{} has not all characters of the sample", encoding.name()).into());
    }
    Ok(bytes.into_owned())
}

/// The draft without what tells one file from another.
fn draft_of(name: &str, bytes: &[u8]) -> TestResult<PlanDraft> {
    let mut draft = read(name, bytes, &Given::default())?.draft;
    draft.documents.iter_mut().for_each(|document| document.sha256 = None);
    Ok(draft)
}

/// Reads a text in every encoding as it is read in UTF-8.
fn check(name: &str, text: &str, encodings: &[(&str, Vec<u8>)]) -> TestResult {
    let expected = draft_of(name, text.as_bytes())?;
    for (encoding, bytes) in encodings {
        let found = draft_of(name, bytes).map_err(|error| format!("{name} in {encoding}: {error}"))?;
        assert!(found == expected, "{name} in {encoding}: {found:#?}");
    }
    Ok(())
}

/// Encodings that every text can be written in.
fn universal(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let marked = format!("\u{feff}{text}");
    vec![
        ("UTF-8 with a byte order mark", marked.clone().into_bytes()),
        ("UTF-8 with CRLF", text.replace('\n', "\r\n").into_bytes()),
        ("UTF-8 with CR", text.replace('\n', "\r").into_bytes()),
        ("UTF-16LE", utf16(text, u16::to_le_bytes)),
        ("UTF-16BE", utf16(text, u16::to_be_bytes)),
        ("UTF-16LE with a byte order mark", utf16(&marked, u16::to_le_bytes)),
        ("UTF-16BE with a byte order mark", utf16(&marked, u16::to_be_bytes)),
        ("UTF-16LE with a byte order mark and CRLF", utf16(&marked.replace('\n', "\r\n"), u16::to_le_bytes)),
    ]
}

#[test]
fn every_text_in_unicode() -> TestResult {
    for name in [SIMPLIFIED, TRADITIONAL, ENGLISH, MARKDOWN] {
        let sample = Sample::named(name)?;
        check(name, sample.text()?, &universal(sample.text()?))?;
    }
    Ok(())
}

#[test]
fn chinese_encodings() -> TestResult {
    for name in [SIMPLIFIED, TRADITIONAL] {
        let sample = Sample::named(name)?;
        check(name, sample.text()?, &[("GB18030", encoded(GB18030, sample.text()?)?)])?;
    }
    // Big5 has no letters with tone marks, which the sample has among its damage.
    let is_in_big5 = |character: &char| !BIG5.encode(character.encode_utf8(&mut [0; 4])).2;
    let text: String = Sample::named(TRADITIONAL)?.text()?.chars().filter(is_in_big5).collect();
    check(TRADITIONAL, &text, &[("Big5", encoded(BIG5, &text)?)])
}

#[test]
fn pages_say_their_encoding() -> TestResult {
    let page = Sample::named(PAGE)?;
    let saying = |encoding: &str| -> TestResult<String> {
        let said = page.text()?.replace("charset=\"utf-8\"", &format!("charset=\"{encoding}\""));
        assert_ne!(said, page.text()?);
        Ok(said)
    };
    let marked = format!("\u{feff}{}", page.text()?);
    check(
        PAGE,
        page.text()?,
        &[
            ("GB18030", encoded(GB18030, &saying("gb18030")?)?),
            ("UTF-16BE with a byte order mark", utf16(&marked, u16::to_be_bytes)),
        ],
    )
}

#[test]
fn what_is_no_text_is_refused() -> TestResult {
    // Bytes as a generator of random numbers gives them, always the same (Knuth's constants).
    let mut state = 1_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    let noise: Vec<u8> = (0..4096).map(|_| random()).collect();
    let with = |head: &[u8], rest: &[u8]| [head, rest].concat();
    let rows = [
        ("plan.pdf", with(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", &noise)),
        ("plan.docx", with(b"PK\x03\x04\x14\x00\x06\x00\x08\x00[Content_Types].xml word/document.xml", &noise)),
        ("plan.doc", with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &noise)),
        ("plan.png", with(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", &noise)),
        ("plan.jpg", with(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", &noise)),
        ("noise.bin", noise.clone()),
        ("noise.txt", noise.clone()),
        ("zeros.txt", vec![0; 4096]),
        ("empty.txt", Vec::new()),
        ("mark.txt", b"\xef\xbb\xbf".to_vec()),
        ("spaces.txt", b" \t\r\n\r\n   ".to_vec()),
        ("spaces.html", "<p>&nbsp;</p>\n<!-- nothing -->".as_bytes().to_vec()),
    ];
    let mut said = Vec::new();
    for (name, bytes) in rows {
        let Err(refusal) = read(name, &bytes, &Given::default()) else {
            return Err(format!("{name} was read as a plan").into());
        };
        said.push(format!("{}\n    {refusal}", refusal.problems()[0].code));
    }
    insta::assert_snapshot!("refusals", said.join("\n"));
    Ok(())
}
