"""A killed run leaves the previous snapshot as it was, and the next run needs no help."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import processes
from tests.conftest import Record, write_shards
from tests.faults.runs import WAREHOUSE, Change, content, finish, leftovers, small_groups, start, start_held
from tests.processes import read_until
from warehouse.home import Home, locked
from warehouse.ingest import ingest

pytestmark = pytest.mark.slow

# of a refresh, and as many of a full ingest, for each signal
SHORT, LONG = 3, 22
CODES = {signal.SIGKILL: -signal.SIGKILL, signal.SIGTERM: 143, signal.SIGINT: 130, signal.SIGHUP: 129}


@pytest.fixture
def built(sample: list[Record], tmp_path: Path) -> tuple[Home, Path, Path]:
    """A warehouse of a few videos, its source, and a larger source."""
    home = Home.at(tmp_path / "data")
    few = write_shards(tmp_path / "few", sample[:10])
    many = write_shards(tmp_path / "many", sample * 6, rows=24)
    ingest(home, str(few))
    return home, few, many


@pytest.mark.parametrize("how", CODES, ids=lambda how: how.name)
def test_stopped_at_many_moments(how: signal.Signals, change: Change, request: pytest.FixtureRequest) -> None:
    moments = LONG if request.config.getoption("--campaign") else SHORT
    chance, completed = random.Random(how), []
    for moment in range(moments):
        process = start(change.home, *change.command, program=small_groups())
        read_until(process, "begun")
        time.sleep(change.seconds * (moment + chance.random()) / moments)
        process.send_signal(how)
        _, told = processes.finish(process)
        assert "Traceback" not in told, told
        assert process.returncode in (0, CODES[how], -how)
        completed.append(change.check_then_complete())
        change.undo()
    assert False in completed


@pytest.mark.parametrize("module", ["click.core", "duckdb._version", "pyarrow.lib"])
def test_ctrl_c_while_modules_are_imported(module: str, home: Home) -> None:
    process = start(home, "ingest", program=[sys.executable, "-X", "importtime", "-m", "warehouse"])
    read_until(process, module)
    process.send_signal(signal.SIGINT)
    _, told = processes.finish(process)
    assert process.returncode in (-signal.SIGINT, 130)
    assert "Traceback" not in told


def test_ctrl_c_while_a_statement_runs(sample_home: Home) -> None:
    process = start(
        sample_home, "sql", "SELECT sum(sqrt(a.range + b.range)) FROM range(1_000_000) a, range(1_000_000) b"
    )
    time.sleep(6)  # it says nothing
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, told = processes.finish(process)
    assert process.returncode == 130
    assert told == "Stopped; what was there before is untouched.\n"


def test_nohup_is_heeded(built: tuple[Home, Path, Path]) -> None:
    home, _, many = built
    process = start(home, "ingest", str(many), program=["nohup", *WAREHOUSE])
    read_until(process, "Reading")
    process.send_signal(signal.SIGHUP)
    processes.finish(process)
    assert process.returncode == 0
    assert content(home)[0][1] == 48


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
