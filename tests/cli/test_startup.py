"""Commands import what they show, and nothing else: engines take a moment."""

from __future__ import annotations

import subprocess
import sys

import pytest

from warehouse.home import Home

ENGINES = {"duckdb", "numpy", "polars", "pyarrow", "huggingface_hub", "sqlglot", "altair"}
PROGRAM = """
import sys
from warehouse.cli import main
main(sys.argv[1:], standalone_mode=False)
print(*sys.modules, sep="\\n", file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["status"]])
def test_what_is_shown_without_engines(arguments: list[str], sample_home: Home) -> None:
    assert not loaded([sys.executable, "-c", PROGRAM, "--home", str(sample_home.root), *arguments]) & ENGINES


def test_a_manifest_is_read_without_engines(sample_home: Home) -> None:
    program = f"""
import sys
from pathlib import Path
from warehouse.snapshot.manifest import read_manifest
read_manifest(Path({str(sample_home.require_current())!r}))
print(*sys.modules, sep="\\n", file=sys.stderr)
"""
    assert not loaded([sys.executable, "-c", program]) & ENGINES


def test_a_search_by_meaning_reads_no_table() -> None:
    program = "import sys, warehouse.cli.search, warehouse.meaning.find_moments; print(*sys.modules, file=sys.stderr)"
    assert not loaded([sys.executable, "-c", program]) & (ENGINES - {"numpy"} | {"rich", "filelock"})


def loaded(command: list[str]) -> set[str]:
    """The modules that a program has imported, as it tells."""
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stderr.split())
