"""A disk that fills up, few file handles, little address space: one sentence, or it works; nothing is broken by it."""

from __future__ import annotations

import os
import resource
import subprocess
from pathlib import Path

import pytest

from tests.faults.conftest import LIVES, MakeChange
from tests.faults.runs import WAREHOUSE, Change, finish, leftovers, small_disk, small_groups
from tests.processes import PATIENCE_SECONDS
from warehouse.home import Home
from warehouse.ingest import ingest

pytestmark = pytest.mark.slow

# in each of four cases
SHORT, LONG = 2, 10
# least that works on two cores
LEAST_HANDLES = 64


@pytest.mark.parametrize("temporary", [False, True], ids=["home", "home and temporary files"])
@pytest.mark.parametrize("life", LIVES)
def test_full_disk_of_many_sizes(
    life: str, temporary: bool, make_change: MakeChange, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    disk = tmp_path / "disk"
    sizes = LONG if request.config.getoption("--campaign") else SHORT
    with small_disk(disk, "200m") as resize:
        change = make_change(life, disk / "data")
        (disk / "tmp").mkdir()
        first = f"import tempfile; tempfile.tempdir = {str(disk / 'tmp')!r}" if temporary else ""
        free = used(disk)
        ingest(change.home, change.source)
        needed = used(disk) - free
        change.undo()
        codes = set()
        for size in range(sizes):
            room = needed * size // (sizes - 1)
            resize(str(used(disk) + room))
            code, told = finish(change.home, *change.command, program=small_groups(first))
            codes.add(code)
            assert "Traceback" not in told, told
            assert code == 0 or (code == 1 and "is full" in told), (room, told)
            resize("200m")
            change.check_then_complete()
            change.undo()
            assert list((disk / "tmp").iterdir()) == []
        assert 1 in codes


def used(disk: Path) -> int:
    found = os.statvfs(disk)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


WHOLE_LIFE = (
    ("ingest",),
    ("ingest", "--force"),
    ("sql", "SELECT count(*) FROM scenes"),
    ("query", "mood_mix"),
    ("search", "the"),
    ("record", "--all"),
    ("verify",),
    ("export", "../exported"),
    ("shell", "-c", "SELECT count(*) FROM videos"),
)


def run_limited(home: Home, limit: int, most: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A run of the command line that may have only so much of a resource."""
    return subprocess.run(
        [*WAREHOUSE, "--home", str(home.root), *arguments],
        capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS, cwd=home.root,
        preexec_fn=lambda: resource.setrlimit(limit, (most, most)),
    )  # fmt: skip


def test_few_file_handles(change: Change) -> None:
    for arguments in WHOLE_LIFE:
        done = run_limited(change.home, resource.RLIMIT_NOFILE, LEAST_HANDLES, *arguments)
        assert done.returncode == 0, (arguments, done.stderr)
    assert leftovers(change.home) == []


def test_too_few_of_something(change: Change, request: pytest.FixtureRequest) -> None:
    handles = [(resource.RLIMIT_NOFILE, most) for most in (12, 8, 14, 16, 18, 20, 24)]
    space = [(resource.RLIMIT_AS, most << 20) for most in (1500, 100, 400, 800, 2900, 3072, 3200, 3500, 4000, 6000)]
    whole = request.config.getoption("--campaign")
    for limit, most in [*handles, *space] if whole else [handles[0], space[0]]:
        done = run_limited(change.home, limit, most, *change.command)
        assert done.returncode in (0, 1), (most, done.stderr)
        assert "Traceback" not in done.stderr
        assert done.returncode == 0 or sum(line.startswith("Error: ") for line in done.stderr.splitlines()) == 1
        change.check_then_complete()
        change.undo()
