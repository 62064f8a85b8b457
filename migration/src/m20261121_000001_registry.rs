//! The registry revision: one counter, advanced by each publication in its transaction.

crate::sql::step!();

const UP: &str = "
CREATE TABLE registry (
    id integer PRIMARY KEY CHECK (id = 1),
    revision bigint NOT NULL CHECK (revision >= 0),
    tokenizer_version integer NOT NULL
);
INSERT INTO registry (id, revision, tokenizer_version) VALUES (1, 0, 0);
CREATE TABLE registry_revision (
    number bigint PRIMARY KEY CHECK (number >= 1),
    published_at bigint NOT NULL,
    note text
);
";

const DOWN: &str = "
DROP TABLE registry_revision;
DROP TABLE registry;
";
