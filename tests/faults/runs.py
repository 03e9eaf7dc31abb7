"""Runs of the real command line in processes of their own, to be disturbed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb

from tests import processes
from warehouse.home import Home
from warehouse.model import SOURCE_TABLES
from warehouse.snapshot.publish import published

WAREHOUSE = [sys.executable, "-m", "warehouse"]


# waits for a line before it publishes
HELD = """
import sys
import warehouse.ingest.run
from warehouse.cli import main
publish = warehouse.ingest.run.publish
def held(*arguments):
    print("about to publish", flush=True)
    sys.stdin.readline()
    return publish(*arguments)
warehouse.ingest.run.publish = held
main()
"""


def start(home: Home, *arguments: str, program: Sequence[str] = WAREHOUSE) -> subprocess.Popen[str]:
    """A run of the command line on a home."""
    command, pipe = [*program, "--home", str(home.root), *arguments], subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def start_held(home: Home, *arguments: str) -> subprocess.Popen[str]:
    """A run that has built everything, holds the lock, and goes on once it has got a line."""
    process = start(home, *arguments, program=[sys.executable, "-c", HELD])
    assert processes.read_line(process, process.stdout) == "about to publish\n"
    return process


def finish(home: Home, *arguments: str) -> tuple[int, str]:
    """The exit code and the standard error of a run."""
    process = start(home, *arguments)
    _, told = processes.finish(process)
    return process.returncode, told


def content(home: Home) -> list[tuple[object, ...]]:
    """What the catalog answers about every table: rows, and a digest of all values."""
    with duckdb.connect(str(home.catalog), read_only=True) as connection:
        return [
            (table.name, *connection.sql(f"SELECT count(*), bit_xor(hash(t)) FROM {table.name} AS t").fetchall()[0])
            for table in SOURCE_TABLES
        ]


def leftovers(home: Home) -> list[Path]:
    """Everything below a home that no finished run leaves there."""
    expected = {home.tables, home.catalog, home.snapshots, home.root / ".lock", home.root / ".catalog.json"}
    shown = [path for path in home.root.iterdir() if path not in expected]
    hidden = [path for path in home.snapshots.iterdir() if path not in published(home)]
    return [*shown, *hidden, *published(home)[:-2]]
