//! What the effective codes of each plan come to, element by element: what comparisons of cohorts count.

crate::sql::step!();

// `summary` is JSON; see `plan_registry::coding::CodingSummary`. Themes stand in it by their place in the codebook in force.
const UP: &str = "
CREATE TABLE plan_coding_summary (
    plan_id {uuid} NOT NULL REFERENCES plan (id),
    valid_from bigint NOT NULL REFERENCES registry_revision (number),
    valid_to bigint NOT NULL DEFAULT {open},
    institution_id {uuid} NOT NULL REFERENCES institution (id),
    summary text NOT NULL,
    PRIMARY KEY (plan_id, valid_from),
    CHECK (valid_from < valid_to)
);
CREATE UNIQUE INDEX plan_coding_summary_current ON plan_coding_summary (plan_id) WHERE valid_to = {open};
";

const DOWN: &str = "
DROP TABLE plan_coding_summary;
";
