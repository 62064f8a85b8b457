//! Plans, their immutable revisions, and their figures. Whatever belongs to a plan carries its institution's id, by which a distributed PostgreSQL would spread it.

crate::sql::step!();

const UP: &str = "
CREATE TABLE plan (
    id {uuid} PRIMARY KEY,
    slug {text_key} NOT NULL UNIQUE,
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    period_id {uuid} NOT NULL REFERENCES planning_period (id),
    variant {text_key} NOT NULL,
    UNIQUE (institution_id, period_id, variant)
);
CREATE INDEX plan_period ON plan (period_id);
CREATE TABLE plan_revision (
    id {uuid} PRIMARY KEY,
    plan_id {uuid} NOT NULL REFERENCES plan (id),
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    number integer NOT NULL CHECK (number >= 1),
    valid_from bigint NOT NULL REFERENCES registry_revision (number),
    valid_to bigint NOT NULL DEFAULT {open},
    level text NOT NULL CHECK (level IN ('INTERNATIONAL', 'NATIONAL', 'PUBLIC', 'ACADEMIC', 'PARENT')),
    status text NOT NULL CHECK (status IN ('PROPOSAL', 'CONSULTATION', 'ADOPTED', 'SUPERSEDED')),
    is_synthetic boolean NOT NULL,
    language text NOT NULL,
    source_document_id {uuid} REFERENCES source_document (id),
    published_at bigint NOT NULL,
    note text,
    n_elements integer NOT NULL CHECK (n_elements >= 0),
    sort_key {bytes} NOT NULL,
    CHECK (valid_from < valid_to),
    UNIQUE (plan_id, number),
    UNIQUE (plan_id, valid_from)
);
CREATE UNIQUE INDEX plan_revision_current ON plan_revision (plan_id) WHERE valid_to = {open};
CREATE INDEX plan_revision_sort_key ON plan_revision (sort_key, plan_id);
CREATE INDEX plan_revision_institution ON plan_revision (institution_id);
CREATE TABLE plan_text (
    revision_id {uuid} NOT NULL REFERENCES plan_revision (id),
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    lang text NOT NULL,
    text text NOT NULL,
    normalized text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('SOURCE', 'TRANSLATION', 'MACHINE_TRANSLATION', 'SCRIPT_CONVERSION', 'EDITORIAL')),
    PRIMARY KEY (revision_id, lang)
);
CREATE TABLE plan_document (
    revision_id {uuid} NOT NULL REFERENCES plan_revision (id),
    position integer NOT NULL CHECK (position >= 0),
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    key {text_key} NOT NULL,
    document_id {uuid} NOT NULL REFERENCES source_document (id),
    PRIMARY KEY (revision_id, position),
    UNIQUE (revision_id, key)
);
CREATE TABLE plan_element (
    id {uuid} PRIMARY KEY,
    plan_id {uuid} NOT NULL REFERENCES plan (id),
    institution_id {uuid} NOT NULL REFERENCES institution (id)
);
CREATE INDEX plan_element_plan ON plan_element (plan_id);
CREATE TABLE plan_element_revision (
    revision_id {uuid} NOT NULL REFERENCES plan_revision (id),
    ordinal integer NOT NULL CHECK (ordinal >= 0),
    element_id {uuid} NOT NULL REFERENCES plan_element (id),
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    parent_ordinal integer CHECK (parent_ordinal < ordinal),
    position integer NOT NULL CHECK (position >= 0),
    key {text_key} NOT NULL,
    kind text NOT NULL CHECK (kind IN ('VISION', 'MISSION', 'VALUE', 'PRINCIPLE', 'CONTEXT', 'REVIEW', 'GOAL', 'OBJECTIVE', 'STRATEGY', 'KEY_TASK', 'ACTION', 'SUPPORT_MEASURE', 'OUTCOME', 'SUCCESS_STATEMENT')),
    number text,
    source_term text,
    evidence_document_id {uuid} REFERENCES source_document (id),
    evidence text,
    PRIMARY KEY (revision_id, ordinal),
    FOREIGN KEY (revision_id, parent_ordinal) REFERENCES plan_element_revision (revision_id, ordinal),
    UNIQUE (revision_id, key),
    CHECK ((evidence IS NULL) = (evidence_document_id IS NULL))
);
CREATE UNIQUE INDEX plan_element_revision_element ON plan_element_revision (element_id, revision_id);
CREATE TABLE plan_element_text (
    revision_id {uuid} NOT NULL,
    ordinal integer NOT NULL,
    field text NOT NULL CHECK (field IN ('TITLE', 'BODY')),
    lang text NOT NULL,
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    text text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('SOURCE', 'TRANSLATION', 'MACHINE_TRANSLATION', 'SCRIPT_CONVERSION', 'EDITORIAL')),
    PRIMARY KEY (revision_id, ordinal, field, lang),
    FOREIGN KEY (revision_id, ordinal) REFERENCES plan_element_revision (revision_id, ordinal)
);
CREATE TABLE plan_theme (
    plan_id {uuid} NOT NULL REFERENCES plan (id),
    theme_id {uuid} NOT NULL REFERENCES theme (id),
    valid_from bigint NOT NULL REFERENCES registry_revision (number),
    valid_to bigint NOT NULL DEFAULT {open},
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    n_elements integer NOT NULL CHECK (n_elements > 0),
    share {double} NOT NULL CHECK (share > 0 AND share <= 1),
    PRIMARY KEY (plan_id, theme_id, valid_from),
    CHECK (valid_from < valid_to)
);
CREATE INDEX plan_theme_theme ON plan_theme (theme_id, plan_id);
CREATE TABLE plan_indicator (
    id {uuid} PRIMARY KEY,
    plan_id {uuid} NOT NULL REFERENCES plan (id),
    institution_id {uuid} NOT NULL REFERENCES institution (id)
);
CREATE INDEX plan_indicator_plan ON plan_indicator (plan_id);
CREATE TABLE plan_indicator_revision (
    revision_id {uuid} NOT NULL REFERENCES plan_revision (id),
    ordinal integer NOT NULL CHECK (ordinal >= 0),
    plan_indicator_id {uuid} NOT NULL REFERENCES plan_indicator (id),
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    key {text_key} NOT NULL,
    element_ordinal integer,
    indicator_id {uuid} REFERENCES indicator (id),
    nature text NOT NULL CHECK (nature IN ('EXPECTED', 'BINDING', 'UNSPECIFIED')),
    evidence_document_id {uuid} REFERENCES source_document (id),
    evidence text,
    PRIMARY KEY (revision_id, ordinal),
    FOREIGN KEY (revision_id, element_ordinal) REFERENCES plan_element_revision (revision_id, ordinal),
    UNIQUE (revision_id, key),
    CHECK ((evidence IS NULL) = (evidence_document_id IS NULL))
);
CREATE UNIQUE INDEX plan_indicator_revision_indicator ON plan_indicator_revision (plan_indicator_id, revision_id);
CREATE INDEX plan_indicator_revision_definition ON plan_indicator_revision (indicator_id, plan_indicator_id);
CREATE TABLE plan_indicator_text (
    revision_id {uuid} NOT NULL,
    ordinal integer NOT NULL,
    lang text NOT NULL,
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    text text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('SOURCE', 'TRANSLATION', 'MACHINE_TRANSLATION', 'SCRIPT_CONVERSION', 'EDITORIAL')),
    PRIMARY KEY (revision_id, ordinal, lang),
    FOREIGN KEY (revision_id, ordinal) REFERENCES plan_indicator_revision (revision_id, ordinal)
);
CREATE TABLE observation (
    id {uuid} NOT NULL,
    valid_from bigint NOT NULL REFERENCES registry_revision (number),
    valid_to bigint NOT NULL DEFAULT {open},
    plan_indicator_id {uuid} NOT NULL REFERENCES plan_indicator (id),
    plan_id {uuid} NOT NULL REFERENCES plan (id),
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    position integer NOT NULL CHECK (position >= 0),
    role text NOT NULL CHECK (role IN ('BASELINE', 'TARGET', 'ACTUAL')),
    comparator text NOT NULL CHECK (comparator IN ('EQUAL', 'AT_LEAST', 'MORE_THAN', 'AT_MOST', 'LESS_THAN', 'APPROXIMATELY', 'BETWEEN', 'QUALITATIVE')),
    value {double},
    upper {double},
    unit text,
    basis text NOT NULL CHECK (basis IN ('POINT', 'ANNUAL', 'ANNUAL_AVERAGE', 'CUMULATIVE', 'CHANGE_ABSOLUTE', 'CHANGE_RELATIVE')),
    start_year integer,
    end_year integer,
    reference_year integer,
    dimensions text NOT NULL,
    text text,
    evidence_document_id {uuid} REFERENCES source_document (id),
    evidence text,
    PRIMARY KEY (id, valid_from),
    CHECK (valid_from < valid_to),
    CHECK (start_year <= end_year),
    CHECK ((upper IS NOT NULL) = (comparator = 'BETWEEN')),
    CHECK ((value IS NULL) = (comparator = 'QUALITATIVE')),
    CHECK (upper >= value),
    CHECK ((evidence IS NULL) = (evidence_document_id IS NULL))
);
CREATE UNIQUE INDEX observation_current ON observation (id) WHERE valid_to = {open};
CREATE INDEX observation_plan ON observation (plan_id, plan_indicator_id, position);
";

const DOWN: &str = "
DROP TABLE observation;
DROP TABLE plan_indicator_text;
DROP TABLE plan_indicator_revision;
DROP TABLE plan_indicator;
DROP TABLE plan_theme;
DROP TABLE plan_element_text;
DROP TABLE plan_element_revision;
DROP TABLE plan_element;
DROP TABLE plan_document;
DROP TABLE plan_text;
DROP TABLE plan_revision;
DROP TABLE plan;
";
