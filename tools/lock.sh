#!/bin/sh
# Writes requirements.lock (what runs) and requirements-dev.lock (what tests and checks too) from pyproject.toml.
# Pins and hashes for every platform, no addresses. `tools/lock.sh --upgrade` takes newer versions.
set -eu
unset CDPATH
cd -- "$(dirname -- "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    python3 -m venv "$scratch/venv"
    "$scratch/venv/bin/pip" --quiet --disable-pip-version-check install uv
    uv=$scratch/venv/bin/uv
fi
# setuptools is the build tool of pyproject.toml; ./run builds without isolation, so it is pinned here.
build=$(sed -n 's/^requires = \["\(.*\)"\]$/\1/p' pyproject.toml)
lock() {
    output=$1
    shift
    printf '%s\n' "$build" | "$uv" pip compile pyproject.toml - "$@" --output-file "$output" --quiet \
        --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate
}
lock requirements.lock "$@"
lock requirements-dev.lock --extra dev --extra postgres --extra notify --constraints requirements.lock "$@"
