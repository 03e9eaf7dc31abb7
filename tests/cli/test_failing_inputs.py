"""Every command with every kind of input that fails: a documented exit code, and no traceback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_hostile_texts import GIVEN, NOT_OURS, taken_port
from tests.processes import PATIENCE_SECONDS
from warehouse.catalog.refresh import ensure_catalog
from warehouse.cli import main
from warehouse.home import Home

__all__ = ["taken_port"]

pytestmark = pytest.mark.slow

# a command of each name, and DuckDB's own shell
ARGUMENTS = {name: given[0] for name, given in GIVEN.items()} | {"shell": ["-c", "SELECT 1"]}
CODES = {0, 1, 2, 130}


@pytest.fixture
def home(sample_home: Home, tmp_path: Path) -> Home:
    """A warehouse that may be changed."""
    copied = Home.at(tmp_path / "data")
    shutil.copytree(sample_home.root, copied.root, symlinks=True)
    ensure_catalog(copied)
    return copied


def faults(home: Home, tmp_path: Path) -> Iterator[tuple[str, Path, str]]:
    """What is wrong, the home to use, and how the shell redirects."""
    yield "full output", home.root, ">/dev/full"
    yield "closed output", home.root, ">&-"
    yield "closed output and errors", home.root, ">&- 2>&-"
    yield "closed input", home.root, "<&-"
    yield "no home", tmp_path / "none", ""
    (tmp_path / "file").write_text("no folder")
    yield "a home that is a file", tmp_path / "file", ""
    yield "a home below a file", tmp_path / "file" / "below", ""
    (tmp_path / "other" / "tables").mkdir(parents=True)
    yield "a folder that is no warehouse", tmp_path / "other", ""
    home.queries.mkdir()
    (home.queries / "broken.sql").write_bytes(b"-- \xff\nSELECT \xd0")
    yield "queries that are not UTF-8", home.root, ""
    (home.queries / "broken.sql").unlink()
    (home.queries / "broken.sql").mkdir()
    yield "queries that are a folder", home.root, ""
    shutil.rmtree(home.queries)
    home.queries.write_text("a file")
    yield "a file in place of the queries", home.root, ""
    home.queries.unlink()
    home.catalog.write_bytes(b"no catalog")
    yield "a catalog that is none", home.root, ""
    (home.require_current() / "manifest.json").write_text("{")
    yield "a manifest that is none", home.root, ""


def test_every_command_is_tried() -> None:
    assert ARGUMENTS.keys() == set(main.list_commands(main.make_context("warehouse", [], resilient_parsing=True)))
    assert {"shell"} == NOT_OURS


@pytest.mark.parametrize("name", ARGUMENTS)
def test_no_fault_gives_a_traceback(name: str, home: Home, taken_port: int, tmp_path: Path) -> None:
    places = {"SOURCE": "sample", "OUT": str(tmp_path / "out"), "PORT": str(taken_port)}
    given = [re.sub("OUT|SOURCE|PORT", lambda found: places[found[0]], part) for part in ARGUMENTS[name]]
    for what, root, redirection in faults(home, tmp_path):
        script = f'timeout -s INT 60 "$@" {redirection}'
        done = run(["sh", "-c", script, "sh", *command(root, name, given)])
        told = done.stderr.decode(errors="replace")
        assert done.returncode in CODES, (what, told)
        assert "Traceback" not in told, (what, told)
        assert "Exception ignored" not in told, (what, told)
    done = run([os.fsencode(part) for part in command(home.root, name, given)] + [b"\xff"])
    assert done.returncode == 2
    assert b"not valid UTF-8" in done.stderr


def command(root: Path, name: str, given: list[str]) -> list[str]:
    return [sys.executable, "-m", "warehouse", "--home", str(root), name, *given]


def run(whole: list[str] | list[bytes]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(whole, capture_output=True, check=False, timeout=PATIENCE_SECONDS)
