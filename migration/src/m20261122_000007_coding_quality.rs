//! How well a version of the codebook finds themes, measured on a labelled sample.

crate::sql::step!();

// JSON; null where the version was not measured.
const UP: &str = "
ALTER TABLE codebook_version ADD COLUMN quality text;
";

const DOWN: &str = "
ALTER TABLE codebook_version DROP COLUMN quality;
";
