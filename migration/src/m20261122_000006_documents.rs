//! Documents that are kept: their bytes as received, and their text in blocks of lines.

crate::sql::step!();

// Named by content, so nothing here is ever changed. Small columns stand before the bytes: reading them reads no more.
// Block 0 of a text holds its first lines, block 1 the next; the store says how many. Lines that are too long to be shown
// are cut there, never in `bytes`.
const UP: &str = "
CREATE TABLE document_content (
    sha256 {text_key} PRIMARY KEY CHECK (length(sha256) = 64),
    n_bytes bigint NOT NULL CHECK (n_bytes >= 0),
    n_lines integer NOT NULL CHECK (n_lines >= 0),
    bytes {bytes} NOT NULL
);
CREATE TABLE document_text (
    sha256 {text_key} NOT NULL REFERENCES document_content (sha256),
    block integer NOT NULL CHECK (block >= 0),
    text text NOT NULL,
    PRIMARY KEY (sha256, block)
);
";

const DOWN: &str = "
DROP TABLE document_text;
DROP TABLE document_content;
";
