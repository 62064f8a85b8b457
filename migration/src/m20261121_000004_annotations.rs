//! What people and the registry add to plans: codings, alignments, impact ratings; and innovation cases.

crate::sql::step!();

const UP: &str = "
CREATE TABLE coding_pass (
    id {uuid} PRIMARY KEY,
    plan_id {uuid} NOT NULL REFERENCES plan (id),
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    codebook_version_id {uuid} NOT NULL REFERENCES codebook_version (id),
    valid_from bigint NOT NULL REFERENCES registry_revision (number),
    valid_to bigint NOT NULL DEFAULT {open},
    coder text NOT NULL CHECK (coder <> ''),
    method text NOT NULL CHECK (method IN ('LEXICON', 'MANUAL', 'ADJUDICATED')),
    layers text NOT NULL,
    coded_at bigint NOT NULL,
    CHECK (valid_from < valid_to),
    UNIQUE (plan_id, coder, method, valid_from)
);
CREATE UNIQUE INDEX coding_pass_current ON coding_pass (plan_id, coder, method) WHERE valid_to = {open};
CREATE TABLE coding_judgement (
    pass_id {uuid} NOT NULL REFERENCES coding_pass (id),
    element_id {uuid} NOT NULL REFERENCES plan_element (id),
    theme_id {uuid} NOT NULL REFERENCES theme (id),
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    present boolean NOT NULL,
    matched text NOT NULL,
    judged_at bigint NOT NULL,
    PRIMARY KEY (pass_id, element_id, theme_id)
);
CREATE INDEX coding_judgement_theme ON coding_judgement (theme_id, pass_id);
CREATE TABLE alignment (
    id {uuid} NOT NULL,
    valid_from bigint NOT NULL REFERENCES registry_revision (number),
    valid_to bigint NOT NULL DEFAULT {open},
    source_plan_id {uuid} NOT NULL REFERENCES plan (id),
    source_element_id {uuid} NOT NULL REFERENCES plan_element (id),
    target_plan_id {uuid} NOT NULL REFERENCES plan (id),
    target_element_id {uuid} NOT NULL REFERENCES plan_element (id),
    relation text NOT NULL CHECK (relation IN ('CONTINUES', 'SUPPORTS', 'ADOPTS', 'CORRESPONDS')),
    note text,
    coder text NOT NULL CHECK (coder <> ''),
    PRIMARY KEY (id, valid_from),
    CHECK (valid_from < valid_to),
    CHECK (source_element_id <> target_element_id)
);
CREATE UNIQUE INDEX alignment_current ON alignment (id) WHERE valid_to = {open};
CREATE INDEX alignment_source ON alignment (source_plan_id);
CREATE INDEX alignment_target ON alignment (target_plan_id);
CREATE TABLE impact_rating (
    id {uuid} NOT NULL,
    valid_from bigint NOT NULL REFERENCES registry_revision (number),
    valid_to bigint NOT NULL DEFAULT {open},
    focus_plan_id {uuid} NOT NULL REFERENCES plan (id),
    focus_element_id {uuid} NOT NULL REFERENCES plan_element (id),
    contribution_plan_id {uuid} NOT NULL REFERENCES plan (id),
    contribution_element_id {uuid} NOT NULL REFERENCES plan_element (id),
    rater text NOT NULL CHECK (rater <> ''),
    level text NOT NULL CHECK (level IN ('EVIDENCED_AND_COMMUNICATED', 'EVIDENCED', 'BELIEVED', 'COULD_BE', 'NONE')),
    note text,
    rated_at bigint NOT NULL,
    PRIMARY KEY (id, valid_from),
    CHECK (valid_from < valid_to)
);
CREATE UNIQUE INDEX impact_rating_current ON impact_rating (id) WHERE valid_to = {open};
CREATE INDEX impact_rating_plans ON impact_rating (contribution_plan_id, focus_plan_id);
CREATE TABLE innovation_case (
    id {uuid} PRIMARY KEY,
    slug {text_key} NOT NULL UNIQUE
);
CREATE TABLE innovation_case_version (
    id {uuid} PRIMARY KEY,
    case_id {uuid} NOT NULL REFERENCES innovation_case (id),
    valid_from bigint NOT NULL REFERENCES registry_revision (number),
    valid_to bigint NOT NULL DEFAULT {open},
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    year integer NOT NULL,
    evidence_document_id {uuid} REFERENCES source_document (id),
    evidence text,
    sort_key {bytes} NOT NULL,
    CHECK (valid_from < valid_to),
    CHECK ((evidence IS NULL) = (evidence_document_id IS NULL)),
    UNIQUE (case_id, valid_from)
);
CREATE UNIQUE INDEX innovation_case_version_current ON innovation_case_version (case_id) WHERE valid_to = {open};
CREATE INDEX innovation_case_version_institution ON innovation_case_version (institution_id);
CREATE TABLE innovation_case_text (
    version_id {uuid} NOT NULL REFERENCES innovation_case_version (id),
    lang text NOT NULL,
    text text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('SOURCE', 'TRANSLATION', 'MACHINE_TRANSLATION', 'SCRIPT_CONVERSION', 'EDITORIAL')),
    PRIMARY KEY (version_id, lang)
);
CREATE TABLE innovation_case_theme (
    version_id {uuid} NOT NULL REFERENCES innovation_case_version (id),
    role text NOT NULL CHECK (role IN ('FOCUS', 'STRATEGY')),
    position integer NOT NULL CHECK (position >= 0),
    theme_id {uuid} NOT NULL REFERENCES theme (id),
    PRIMARY KEY (version_id, role, position)
);
";

const DOWN: &str = "
DROP TABLE innovation_case_theme;
DROP TABLE innovation_case_text;
DROP TABLE innovation_case_version;
DROP TABLE innovation_case;
DROP TABLE impact_rating;
DROP TABLE alignment;
DROP TABLE coding_judgement;
DROP TABLE coding_pass;
";
