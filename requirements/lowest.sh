#!/bin/sh
# lowest.sh BIN: put the lowest versions that pyproject.toml declares in place of the locked ones.
set -eu
lowest=$("$1/uv" pip compile --quiet --no-header --no-annotate --no-deps --resolution lowest-direct \
    --python "$1/python" pyproject.toml)
echo "$lowest" | "$1/uv" pip install --python "$1/python" --requirement -
"$1/uv" pip check --python "$1/python"
