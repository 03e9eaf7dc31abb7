"""Runs of the real command line in processes of their own, to be disturbed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests import processes
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.model import SOURCE_TABLES
from warehouse.snapshot.publish import published

WAREHOUSE = [sys.executable, "-m", "warehouse"]
Content = list[tuple[object, ...]]
# so that a refresh of few records reuses some of them
GROUP_RECORDS = 12
# says when all is imported; what it does first can be given
PROGRAM = """
import sys
import warehouse.snapshot.groups
from warehouse.cli import main
warehouse.snapshot.groups.GROUP_RECORDS = {records}
{first}
print("begun", file=sys.stderr, flush=True)
main()
"""


def small_groups(first: str = "") -> list[str]:
    """The command line with small groups, once it has done something ``first``."""
    return [sys.executable, "-c", PROGRAM.format(records=GROUP_RECORDS, first=first)]


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


def finish(home: Home, *arguments: str, program: Sequence[str] = WAREHOUSE) -> tuple[int, str]:
    """The exit code and the standard error of a run."""
    process = start(home, *arguments, program=program)
    _, told = processes.finish(process)
    return process.returncode, told


def content(home: Home) -> Content:
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


@dataclass(frozen=True)
class Change:
    """A run that changes what a home holds from one content to another, again and again, in so many seconds."""

    home: Home
    kept: Path
    source: str | None
    before: Content
    after: Content
    seconds: float

    @property
    def command(self) -> list[str]:
        """The arguments of the run."""
        return ["ingest", *([self.source] if self.source else [])]

    def undo(self) -> None:
        """Put the home back as it was before the run."""
        shutil.rmtree(self.home.root)
        shutil.copytree(self.kept, self.home.root, symlinks=True)

    def check_then_complete(self) -> bool:
        """Check a home that a run was disturbed in, then let the next one complete it; whether nothing was to do."""
        found = content(self.home)
        assert found in (self.before, self.after)
        ingest(self.home, self.source)
        assert content(self.home) == self.after
        assert leftovers(self.home) == []
        return found == self.after


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Callable[[str], None]]:
    """A disk of a size at a place, and what gives it another size; skips where none can be mounted."""
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=False)
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    try:

        def resize(other: str) -> None:
            subprocess.run(["mount", "-o", f"remount,size={other}", place], check=True)

        yield resize
    finally:
        subprocess.run(["umount", place], check=True)
