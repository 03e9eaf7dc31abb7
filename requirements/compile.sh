#!/bin/sh
# compile.sh UV SET [OPTIONS]: lock the dependencies of a set for all supported Pythons and platforms.
set -eu
uv=$1 set=$2
shift 2
case $set in
runtime) groups="--group build" ;;
*) groups="--group $set" ;;
esac
"$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
    --no-annotate $groups --output-file "requirements/$set.txt" "$@" pyproject.toml
