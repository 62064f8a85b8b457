//! What each publication changed: servers that hold the registry in memory read anew what is named here, and nothing else.

crate::sql::step!();

// Publications from before this step are not named: a server reads all of the registry when it starts.
const UP: &str = "
CREATE TABLE registry_change (
    revision bigint NOT NULL REFERENCES registry_revision (number),
    subject text NOT NULL CHECK (subject IN ('PLAN', 'INSTITUTION', 'PERIOD', 'INDICATOR', 'CODEBOOK')),
    subject_id {uuid} NOT NULL,
    PRIMARY KEY (revision, subject, subject_id)
);
";

const DOWN: &str = "
DROP TABLE registry_change;
";
