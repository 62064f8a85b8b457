# Commands people use here. `just` alone lists them.

[private]
default:
    @just --list --unsorted

# Format, lints and dependencies: what a change must pass before its tests matter
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --locked -- -D warnings
    cargo deny check licenses bans sources

# All tests, or those whose name contains a word: `just test guard`
test *ARGS:
    cargo test --workspace --locked {{ ARGS }}

# Write schema.graphql anew from the code; read the difference before you commit it
schema:
    UPDATE_SCHEMA=1 cargo test --locked schema
    git diff --stat -- schema.graphql

# Look at changed snapshots one by one (needs cargo-insta)
snapshots:
    cargo insta test --workspace --review

# Serve the registry from a database file in this folder
serve *ARGS:
    cargo run --locked -- serve {{ ARGS }}

# Import plan files, catalogue files and annotation files, or folders of them
import +FILES:
    cargo run --locked -- import {{ FILES }}

# The 61 audits of GraphQL over HTTP against a running registry (needs Node)
audit url="http://127.0.0.1:8080/graphql":
    npm ci --no-audit --no-fund --prefix tests/graphql-http
    node tests/graphql-http/audit.mjs {{ url }}

# The container image
image:
    docker build --tag plan-registry .
