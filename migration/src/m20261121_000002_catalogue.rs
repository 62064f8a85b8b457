//! What plans refer to: documents, periods, institutions, indicator definitions, codebooks.

crate::sql::step!();

const UP: &str = "
CREATE TABLE source_document (
    id {uuid} PRIMARY KEY,
    title text NOT NULL CHECK (title <> ''),
    publisher text,
    url text,
    media_type text,
    sha256 text CHECK (length(sha256) = 64),
    language text NOT NULL,
    license text,
    retrieved_at bigint,
    published_on text
);
CREATE TABLE planning_period (
    id {uuid} PRIMARY KEY,
    slug {text_key} NOT NULL UNIQUE
);
CREATE TABLE planning_period_version (
    id {uuid} PRIMARY KEY,
    period_id {uuid} NOT NULL REFERENCES planning_period (id),
    valid_from bigint NOT NULL REFERENCES registry_revision (number),
    valid_to bigint NOT NULL DEFAULT {open},
    scheme {text_key} NOT NULL,
    ordinal integer,
    start_year integer NOT NULL,
    end_year integer NOT NULL,
    previous_id {uuid} REFERENCES planning_period (id),
    CHECK (valid_from < valid_to),
    CHECK (start_year <= end_year),
    CHECK (previous_id <> period_id),
    UNIQUE (period_id, valid_from)
);
CREATE UNIQUE INDEX planning_period_version_current ON planning_period_version (period_id) WHERE valid_to = {open};
CREATE INDEX planning_period_version_previous ON planning_period_version (previous_id);
CREATE TABLE planning_period_text (
    version_id {uuid} NOT NULL REFERENCES planning_period_version (id),
    lang text NOT NULL,
    text text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('SOURCE', 'TRANSLATION', 'MACHINE_TRANSLATION', 'SCRIPT_CONVERSION', 'EDITORIAL')),
    PRIMARY KEY (version_id, lang)
);
CREATE TABLE institution (
    id {uuid} PRIMARY KEY,
    slug {text_key} NOT NULL UNIQUE
);
CREATE TABLE institution_version (
    id {uuid} PRIMARY KEY,
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    valid_from bigint NOT NULL REFERENCES registry_revision (number),
    valid_to bigint NOT NULL DEFAULT {open},
    kind text NOT NULL CHECK (kind IN ('PUBLIC_LIBRARY', 'ACADEMIC_LIBRARY', 'NATIONAL_LIBRARY', 'SCHOOL_LIBRARY', 'SPECIAL_LIBRARY', 'LIBRARY_ASSOCIATION', 'UNIVERSITY', 'GOVERNMENT', 'OTHER')),
    country {text_key} CHECK (length(country) = 2),
    subdivision {text_key},
    isil {text_key} CHECK (length(isil) <= 16),
    ror {text_key} CHECK (length(ror) = 9),
    wikidata {text_key},
    parent_id {uuid} REFERENCES institution (id),
    sort_key {bytes} NOT NULL,
    CHECK (valid_from < valid_to),
    CHECK (parent_id <> institution_id),
    UNIQUE (institution_id, valid_from)
);
CREATE UNIQUE INDEX institution_version_current ON institution_version (institution_id) WHERE valid_to = {open};
CREATE UNIQUE INDEX institution_version_isil ON institution_version (isil) WHERE valid_to = {open};
CREATE UNIQUE INDEX institution_version_ror ON institution_version (ror) WHERE valid_to = {open};
CREATE UNIQUE INDEX institution_version_wikidata ON institution_version (wikidata) WHERE valid_to = {open};
CREATE INDEX institution_version_sort_key ON institution_version (sort_key, institution_id);
CREATE INDEX institution_version_kind ON institution_version (kind);
CREATE INDEX institution_version_subdivision ON institution_version (subdivision);
CREATE INDEX institution_version_parent ON institution_version (parent_id);
CREATE TABLE institution_text (
    version_id {uuid} NOT NULL REFERENCES institution_version (id),
    lang text NOT NULL,
    text text NOT NULL,
    normalized text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('SOURCE', 'TRANSLATION', 'MACHINE_TRANSLATION', 'SCRIPT_CONVERSION', 'EDITORIAL')),
    PRIMARY KEY (version_id, lang)
);
CREATE TABLE institution_statistic (
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    measure {text_key} NOT NULL,
    year integer NOT NULL,
    valid_from bigint NOT NULL REFERENCES registry_revision (number),
    valid_to bigint NOT NULL DEFAULT {open},
    value {double} NOT NULL,
    source text,
    CHECK (valid_from < valid_to),
    PRIMARY KEY (institution_id, measure, year, valid_from)
);
CREATE UNIQUE INDEX institution_statistic_current ON institution_statistic (institution_id, measure, year) WHERE valid_to = {open};
CREATE TABLE indicator (
    id {uuid} PRIMARY KEY,
    slug {text_key} NOT NULL UNIQUE
);
CREATE TABLE indicator_version (
    id {uuid} PRIMARY KEY,
    indicator_id {uuid} NOT NULL REFERENCES indicator (id),
    valid_from bigint NOT NULL REFERENCES registry_revision (number),
    valid_to bigint NOT NULL DEFAULT {open},
    measure text NOT NULL CHECK (measure IN ('COUNT', 'PERCENT', 'RATIO', 'INDEX', 'SCORE', 'ORDINAL', 'QUALITATIVE')),
    unit text,
    direction text NOT NULL CHECK (direction IN ('HIGHER_IS_BETTER', 'LOWER_IS_BETTER', 'NEUTRAL')),
    sort_key {bytes} NOT NULL,
    CHECK (valid_from < valid_to),
    UNIQUE (indicator_id, valid_from)
);
CREATE UNIQUE INDEX indicator_version_current ON indicator_version (indicator_id) WHERE valid_to = {open};
CREATE INDEX indicator_version_sort_key ON indicator_version (sort_key, indicator_id);
CREATE TABLE indicator_text (
    version_id {uuid} NOT NULL REFERENCES indicator_version (id),
    field text NOT NULL CHECK (field IN ('NAME', 'DEFINITION')),
    lang text NOT NULL,
    text text NOT NULL,
    normalized text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('SOURCE', 'TRANSLATION', 'MACHINE_TRANSLATION', 'SCRIPT_CONVERSION', 'EDITORIAL')),
    PRIMARY KEY (version_id, field, lang)
);
CREATE TABLE indicator_standard_code (
    version_id {uuid} NOT NULL REFERENCES indicator_version (id),
    standard text NOT NULL,
    code text NOT NULL,
    PRIMARY KEY (version_id, standard, code)
);
CREATE TABLE codebook_version (
    id {uuid} PRIMARY KEY,
    version {text_key} NOT NULL UNIQUE,
    valid_from bigint NOT NULL UNIQUE REFERENCES registry_revision (number),
    valid_to bigint NOT NULL DEFAULT {open},
    frequencies text NOT NULL,
    CHECK (valid_from < valid_to)
);
CREATE UNIQUE INDEX codebook_version_current ON codebook_version (valid_to) WHERE valid_to = {open};
CREATE TABLE theme (
    id {uuid} PRIMARY KEY,
    slug {text_key} NOT NULL UNIQUE,
    scheme {text_key} NOT NULL
);
CREATE TABLE theme_version (
    id {uuid} PRIMARY KEY,
    codebook_version_id {uuid} NOT NULL REFERENCES codebook_version (id),
    theme_id {uuid} NOT NULL REFERENCES theme (id),
    position integer NOT NULL CHECK (position >= 0),
    broader_id {uuid} REFERENCES theme (id),
    CHECK (broader_id <> theme_id),
    UNIQUE (codebook_version_id, theme_id),
    UNIQUE (codebook_version_id, position)
);
CREATE TABLE theme_text (
    version_id {uuid} NOT NULL REFERENCES theme_version (id),
    field text NOT NULL CHECK (field IN ('LABEL', 'ALT_LABEL', 'DEFINITION')),
    lang text NOT NULL,
    position integer NOT NULL,
    text text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('SOURCE', 'TRANSLATION', 'MACHINE_TRANSLATION', 'SCRIPT_CONVERSION', 'EDITORIAL')),
    PRIMARY KEY (version_id, field, lang, position)
);
";

const DOWN: &str = "
DROP TABLE theme_text;
DROP TABLE theme_version;
DROP TABLE theme;
DROP TABLE codebook_version;
DROP TABLE indicator_standard_code;
DROP TABLE indicator_text;
DROP TABLE indicator_version;
DROP TABLE indicator;
DROP TABLE institution_statistic;
DROP TABLE institution_text;
DROP TABLE institution_version;
DROP TABLE institution;
DROP TABLE planning_period_text;
DROP TABLE planning_period_version;
DROP TABLE planning_period;
DROP TABLE source_document;
";
