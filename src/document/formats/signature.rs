//! Kinds of files that are no text, known by their first bytes, and what to do with each.

const SAVE_AS_TEXT: &str = "open it and save it as plain text, Markdown or HTML";
const UNPACK: &str = "unpack it and give the document inside";
const NO_TEXT_INSIDE: &str = "give the document as plain text, Markdown or HTML; a scan needs text recognition first";

// First bytes, what they tell, what to do.
const KINDS: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF document", SAVE_AS_TEXT),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Office document (.doc, .xls or .ppt)", SAVE_AS_TEXT),
    (b"{\\rtf", "a Rich Text document (.rtf)", SAVE_AS_TEXT),
    (b"\x1F\x8B", "a gzip archive", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", UNPACK),
    (b"Rar!\x1A\x07", "a RAR archive", UNPACK),
    (b"\xFD7zXZ\0", "an xz archive", UNPACK),
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"\x28\xB5\x2F\xFD", "a Zstandard archive", UNPACK),
    (b"\x89PNG\r\n\x1A\n", "an image (PNG)", NO_TEXT_INSIDE),
    (b"\xFF\xD8\xFF", "an image (JPEG)", NO_TEXT_INSIDE),
    (b"GIF87a", "an image (GIF)", NO_TEXT_INSIDE),
    (b"GIF89a", "an image (GIF)", NO_TEXT_INSIDE),
    (b"II*\0", "an image (TIFF)", NO_TEXT_INSIDE),
    (b"MM\0*", "an image (TIFF)", NO_TEXT_INSIDE),
    (b"RIFF", "an image, sound or film (RIFF)", NO_TEXT_INSIDE),
    (b"ID3", "a sound file (MP3)", NO_TEXT_INSIDE),
    (b"SQLite format 3\0", "an SQLite database", SAVE_AS_TEXT),
    (b"\x7FELF", "a program", NO_TEXT_INSIDE),
    (b"AT&TFORM", "a DjVu document", SAVE_AS_TEXT),
    (b"CAJ\0", "a CAJ document", SAVE_AS_TEXT),
];

// Names of files inside a ZIP archive, and the kind of document that has them.
const INSIDE_ZIP: &[(&[u8], &str)] = &[
    (b"word/", "a Word document (.docx)"),
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"ppt/", "a PowerPoint presentation (.pptx)"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file (.odt, .ods or .odp)"),
    (b"application/epub+zip", "an EPUB book"),
];

/// How much of a ZIP archive is searched for the names of its files.
const ZIP_SEARCH_BYTES: usize = 1 << 16;

/// What a file is, and what to do with it, if it is of a kind that holds no plain text.
pub(super) fn known_kind(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    if bytes.starts_with(b"PK\x03\x04") {
        let start = bytes.get(..ZIP_SEARCH_BYTES).unwrap_or(bytes);
        let end = bytes.get(bytes.len().saturating_sub(ZIP_SEARCH_BYTES)..).unwrap_or_default();
        // Names stand in front of each file and once more at the end of the archive.
        let kind = INSIDE_ZIP.iter().find(|(name, _)| contains(start, name) || contains(end, name));
        return Some(kind.map_or(("a ZIP archive", UNPACK), |(_, what)| (*what, SAVE_AS_TEXT)));
    }
    let (_, what, mending) = KINDS.iter().find(|(first_bytes, ..)| bytes.starts_with(first_bytes))?;
    // Texts may begin with the letters of some marks; a text has no zeros.
    let is_letters_only = matches!(*what, "a bzip2 archive" | "a sound file (MP3)" | "an image, sound or film (RIFF)");
    (!is_letters_only || bytes.contains(&0)).then_some((what, mending))
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
