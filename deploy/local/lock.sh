#!/usr/bin/env bash
# Writes all locks anew from pyproject.toml; needs `uv` on the PATH.
set -euo pipefail
cd "$(dirname "$0")/../.."
compile() {
    UV_CUSTOM_COMPILE_COMMAND=deploy/local/lock.sh uv pip compile --quiet \
        --generate-hashes --universal --python-version 3.11 --no-annotate \
        --no-emit-index-url --no-emit-find-links "$@"
}
compile pyproject.toml --all-extras --output-file requirements.lock
compile --group database-wheel --output-file deploy/local/postgres.lock
# What an image holds: the services' own, without tests and tools.
compile pyproject.toml --extra calendar --extra ingestion --extra matching --extra dunning \
    --extra notifications --extra console --output-file deploy/docker/requirements.lock
