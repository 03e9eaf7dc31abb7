"""A killed run leaves the previous snapshot as it was, and the next run needs no help."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import processes
from tests.conftest import Record, write_shards
from tests.faults.runs import WAREHOUSE, content, finish, leftovers, start, start_held
from tests.processes import read_until
from warehouse.home import Home, locked
from warehouse.ingest import ingest

pytestmark = pytest.mark.slow

SHORT, LONG = 5, 150


@pytest.fixture
def built(sample: list[Record], tmp_path: Path) -> tuple[Home, Path, Path]:
    """A warehouse of a few videos, its source, and a larger source."""
    home = Home.at(tmp_path / "data")
    few = write_shards(tmp_path / "few", sample[:10])
    many = write_shards(tmp_path / "many", sample * 6, rows=24)
    ingest(home, str(few))
    return home, few, many


def test_killed_at_many_points(built: tuple[Home, Path, Path], request: pytest.FixtureRequest) -> None:
    home, few, many = built
    kills = LONG if request.config.getoption("--campaign") else SHORT
    before = content(home)
    undisturbed = start(home, "ingest", str(many))
    read_until(undisturbed, "Reading")
    begun = time.monotonic()
    processes.finish(undisturbed)
    length = time.monotonic() - begun
    after = content(home)
    ingest(home, str(few))
    random_numbers = random.Random(7)
    outcomes = set()
    for kill in range(kills):
        process = start(home, "ingest", str(many))
        read_until(process, "Reading")
        if kill:  # the first one comes long before the end, however long the run took before
            time.sleep(length * (kill + random_numbers.random()) / kills)
        process.send_signal(signal.SIGKILL)
        processes.finish(process)
        found = content(home)
        assert found in (before, after)
        outcomes.add(found == after)
        ingest(home, str(few))
        assert content(home) == before
        assert leftovers(home) == []
    assert False in outcomes


STEPS = (
    "warehouse.ingest.run.write_manifest",
    "warehouse.snapshot.publish.sync",
    "pathlib.Path.rename",
    "pathlib.Path.symlink_to",
    "pathlib.Path.replace",
    "warehouse.catalog.refresh.create",
    "warehouse.catalog.refresh.comment",
)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_each_step_of_publication(step: str, after: bool, built: tuple[Home, Path, Path]) -> None:
    """The run dies right before or after a step that publishes, wherever that is the hardest to hit by chance."""
    home, few, many = built
    before = content(home)
    program = f"""
import os, pathlib, signal, sys
import warehouse.catalog.refresh, warehouse.ingest.run, warehouse.snapshot.publish
from warehouse.cli import main
owner, name = {_owner(step)}
original = getattr(owner, name)
def dying(*arguments, **options):
    if {after}:
        original(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(owner, name, dying)
main(["--home", {str(home.root)!r}, "ingest", {str(many)!r}])
"""
    process = subprocess.run([WAREHOUSE[0], "-c", program], capture_output=True, check=False)
    assert process.returncode == -signal.SIGKILL
    assert content(home) == before  # the catalog is the last thing that changes
    ingest(home, str(few))
    assert content(home) == before
    assert leftovers(home) == []


def _owner(step: str) -> str:
    module, _, name = step.rpartition(".")
    return f"({module}, {name!r})"


@pytest.fixture
def endless(sample: list[Record], tmp_path: Path) -> Path:
    """A source that takes far longer to read than to be told of."""
    (shard,) = write_shards(tmp_path / "shard", sample, rows=len(sample)).iterdir()
    (tmp_path / "endless").mkdir()
    for number in range(500):
        (tmp_path / "endless" / f"{number}.parquet").hardlink_to(shard)
    return tmp_path / "endless"


def test_stopped_by_ctrl_c(built: tuple[Home, Path, Path], endless: Path) -> None:
    home, _, _ = built
    before = content(home)
    process = start(home, "ingest", str(endless))
    read_until(process, "Reading")
    process.send_signal(signal.SIGINT)
    _, told = processes.finish(process)
    assert process.returncode == 130
    assert "Traceback" not in told
    assert "Stopped" in told
    assert content(home) == before
    assert leftovers(home) == []


LIMITED = """
import resource
from warehouse.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
main()
"""


def test_size_limit(built: tuple[Home, Path, Path]) -> None:
    home, few, many = built
    before = content(home)
    process = start(home, "ingest", str(many), program=[sys.executable, "-c", LIMITED])
    _, told = processes.finish(process)
    assert process.returncode == 1
    assert "size limit" in told
    assert "Traceback" not in told
    assert content(home) == before
    assert finish(home, "ingest", str(few))[0] == 0
    assert leftovers(home) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_full_disk(sample: list[Record], tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        home = Home.at(disk / "data")
        few = write_shards(tmp_path / "few", sample[:5])
        assert finish(home, "ingest", str(few))[0] == 0
        before = content(home)
        filler = disk / "filler"
        filler.write_bytes(b"x" * (os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize - 200_000))
        code, told = finish(home, "ingest", str(write_shards(tmp_path / "many", sample)))
        assert code == 1
        assert "is full" in told
        assert "Traceback" not in told
        assert content(home) == before
        filler.unlink()
        assert finish(home, "ingest")[0] == 0
        assert leftovers(home) == []
    finally:
        subprocess.run(["umount", disk], check=True)


def test_two_runs_at_once(built: tuple[Home, Path, Path]) -> None:
    home, _, many = built
    with locked(home, lambda: None):  # so that all of them are there when the first one begins
        runs = [start(home, "ingest", str(many)) for _ in range(3)]
        for run in runs:
            read_until(run, "Another ingest is at work")
    for run in runs:
        processes.finish(run)
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert content(home)[0][1] == 48
    assert leftovers(home) == []


def test_second_run_that_shall_not_wait(built: tuple[Home, Path, Path]) -> None:
    home, _, many = built
    first = start_held(home, "ingest", str(many))
    code, told = finish(home, "ingest", "--no-wait", str(many))
    assert code == 1
    assert "Another ingest is at work" in told
    processes.finish(first, "\n")
    assert first.returncode == 0
