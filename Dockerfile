# syntax=docker/dockerfile:1

# Both stages are the same Debian release, so that the program finds the C library that it was built with.
FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
ENV CARGO_PROFILE_RELEASE_STRIP=symbols
COPY . .
# The caches outlive one build: only what changed is downloaded and compiled again.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --bin plan-registry \
    && install -D target/release/plan-registry /out/plan-registry

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin registry \
    && install --directory --owner=registry --group=registry --mode=0750 /var/lib/plan-registry
COPY --from=build /out/plan-registry /usr/local/bin/plan-registry

USER registry
WORKDIR /var/lib/plan-registry
# SQLite keeps its file and its journal here; with PostgreSQL set DATABASE_URL and leave the volume empty. A folder of the
# host that is mounted here must be writable for user 10001.
VOLUME ["/var/lib/plan-registry"]
ENV DATABASE_URL=sqlite:///var/lib/plan-registry/registry.db
EXPOSE 8080
# The first start creates the database and loads the catalogue.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["plan-registry", "health", "--url", "http://127.0.0.1:8080/health/ready"]
ENTRYPOINT ["plan-registry"]
CMD ["serve", "--listen", "0.0.0.0:8080", "--log-format", "json"]
