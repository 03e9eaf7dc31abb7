"""No command prints a traceback, whatever is wrong with its streams and arguments."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import warehouse
from tests.processes import PATIENCE_SECONDS
from warehouse.cli import main
from warehouse.errors import QueryError
from warehouse.home import Home

COMMANDS = {
    "help": ["--help"],
    "status": ["status"],
    "tables": ["tables"],
    "describe": ["describe", "scenes"],
    "sql": ["sql", "SELECT 1"],
    "csv": ["sql", "FROM scenes", "-f", "csv"],
    "query": ["query"],
    "check": ["check"],
    "lineage": ["lineage", "mood_mix"],
    "search": ["search", "the"],
    "verify": ["verify"],
}
QUICK = {"status", "csv"}


def asked(name: str, home: Home, redirection: str) -> subprocess.CompletedProcess[str]:
    script = f'exec "$@" {redirection}'
    command = ["sh", "-c", script, "sh", sys.executable, "-m", "warehouse", "--home", str(home.root), *COMMANDS[name]]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
    assert "Traceback" not in done.stderr, done.stderr
    assert "Exception ignored" not in done.stderr
    return done


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in COMMANDS]
)
@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
def test_an_output_that_cannot_be_written(name: str, redirection: str, sample_home: Home) -> None:
    done = asked(name, sample_home, redirection)
    if name != "help":
        assert done.returncode == 1
        assert "cannot be read or written" in done.stderr


@pytest.mark.parametrize("arguments", [["sql", b"SELECT \xff"], ["search", b"\xff"], ["--home", b"\xff", "status"]])
def test_an_argument_that_is_not_utf_8(arguments: list[str | bytes], sample_home: Home) -> None:
    command = [sys.executable, "-m", "warehouse", "--home", str(sample_home.root), *arguments]
    done = subprocess.run(
        [os.fsencode(part) for part in command], capture_output=True, check=False, timeout=PATIENCE_SECONDS
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"not valid UTF-8" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["record", "--ids"], ["sql", "--file"], ["fetch", "videos", "--ids"], ["fetch", "videos", "--sql"]],
    ids=" ".join,
)
def test_a_file_that_is_not_utf_8(arguments: list[str], sample_home: Home, tmp_path: Path) -> None:
    (tmp_path / "names").write_bytes(b"one\n\xd0\xff\n")
    done = CliRunner().invoke(main, ["--home", str(sample_home.root), *arguments, str(tmp_path / "names")])
    assert done.exit_code == 1
    assert done.stderr == f"Error: {tmp_path / 'names'} is not UTF-8 text: save it as UTF-8.\n"


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["record", "--ids", "-"], ["sql", "-"]], ids=" ".join)
def test_an_input_that_is_not_utf_8(arguments: list[str], sample_home: Home) -> None:
    command = [sys.executable, "-m", "warehouse", "--home", str(sample_home.root), *arguments]
    done = subprocess.run(command, input=b"\xd0\n", capture_output=True, check=False, timeout=PATIENCE_SECONDS)
    assert done.returncode == 1
    assert done.stderr == b"Error: <stdin> is not UTF-8 text: save it as UTF-8.\n"


def test_a_statement_with_a_lone_surrogate(sample_home: Home) -> None:
    with pytest.raises(QueryError, match="lone surrogate"):
        warehouse.open(sample_home.root).sql("SELECT '\ud800'")


def test_an_export_to_nowhere(sample_home: Home) -> None:
    done = CliRunner().invoke(main, ["--home", str(sample_home.root), "export", ""])
    assert done.exit_code == 1
    assert "The target has no name" in done.stderr
