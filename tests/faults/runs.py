"""Runs of the real command line in processes of their own, to be disturbed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb

from warehouse.home import Home
from warehouse.model import SOURCE_TABLES
from warehouse.snapshot import published

WAREHOUSE = [sys.executable, "-m", "warehouse"]


def start(home: Home, *arguments: str) -> subprocess.Popen[str]:
    """A run of the command line on a home."""
    return subprocess.Popen(
        [*WAREHOUSE, "--home", str(home.root), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(home: Home, *arguments: str) -> tuple[int, str]:
    """The exit code and the standard error of a run."""
    process = start(home, *arguments)
    _, told = process.communicate(timeout=120)
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
