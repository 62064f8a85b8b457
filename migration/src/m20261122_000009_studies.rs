//! Studies: what is asked of which plans, pinned to a registry revision and a version of the codebook.

crate::sql::step!();

// `content` is JSON: title, description, cohort and questions. `registry_revision` is the one that the questions are asked
// as of, which may lie before `valid_from`. `sort_key` holds the bytes of the slug.
const UP: &str = "
CREATE TABLE study (
    id {uuid} PRIMARY KEY,
    slug {text_key} NOT NULL UNIQUE
);
CREATE TABLE study_version (
    id {uuid} PRIMARY KEY,
    study_id {uuid} NOT NULL REFERENCES study (id),
    number integer NOT NULL CHECK (number >= 1),
    valid_from bigint NOT NULL REFERENCES registry_revision (number),
    valid_to bigint NOT NULL DEFAULT {open},
    registry_revision bigint NOT NULL REFERENCES registry_revision (number),
    codebook_version_id {uuid} NOT NULL REFERENCES codebook_version (id),
    content text NOT NULL,
    note text,
    published_at bigint NOT NULL,
    sort_key {bytes} NOT NULL,
    UNIQUE (study_id, number),
    CHECK (valid_from < valid_to),
    CHECK (registry_revision <= valid_from)
);
CREATE UNIQUE INDEX study_version_current ON study_version (study_id) WHERE valid_to = {open};
CREATE INDEX study_version_sorted ON study_version (sort_key, study_id);
";

const DOWN: &str = "
DROP TABLE study_version;
DROP TABLE study;
";
