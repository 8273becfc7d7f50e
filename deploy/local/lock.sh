#!/usr/bin/env bash
# Writes both locks anew from pyproject.toml; needs `uv` on the PATH.
set -euo pipefail
cd "$(dirname "$0")/../.."
compile() {
    UV_CUSTOM_COMPILE_COMMAND=deploy/local/lock.sh uv pip compile --quiet \
        --generate-hashes --universal --python-version 3.11 --no-annotate \
        --no-emit-index-url --no-emit-find-links "$@"
}
compile pyproject.toml --all-extras --output-file requirements.lock
compile --group database-wheel --output-file deploy/local/postgres.lock
