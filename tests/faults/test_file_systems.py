"""Homes on file systems that lack calls, that are read-only, or that stand elsewhere than where they were built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Record, write_shards
from tests.faults.runs import WAREHOUSE, content, leftovers
from tests.processes import PATIENCE_SECONDS, compiled_library
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.snapshot.publish import published

CALLS = ("symlink", "hardlink", "fsync", "flock")
DUCKDB = Path(sysconfig.get_path("scripts")) / "duckdb"


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that refuses the calls that REFUSED names."""
    return compiled_library(Path(__file__).with_name("refuse.c"), tmp_path_factory.mktemp("refusing"))


def run(home: Home, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    whole = [*WAREHOUSE, "--home", str(home.root), *arguments]
    environment = os.environ | more
    done = subprocess.run(whole, capture_output=True, text=True, check=False, env=environment, timeout=PATIENCE_SECONDS)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.mark.slow
@pytest.mark.parametrize("calls", [*CALLS, " ".join(CALLS)])
def test_a_file_system_that_lacks_calls(calls: str, refusing: Path, sample: list[Record], tmp_path: Path) -> None:
    home, source = Home.at(tmp_path / "data"), write_shards(tmp_path / "source", sample[:4], rows=2)
    lacking = {"LD_PRELOAD": str(refusing), "REFUSED": calls}
    first = run(home, "ingest", str(source), **lacking)
    assert first.returncode == 0, first.stderr
    assert home.tables.is_symlink() == ("symlink" not in calls)
    write_shards(source, sample[4:6], rows=2)
    assert run(home, "ingest", **lacking).returncode == 0
    assert len(published(home)) == 2
    assert run(home, "sql", "SELECT count(*) AS n FROM videos", "-f", "csv", **lacking).stdout.split() == ["n", "6"]
    assert run(home, "relocate", **lacking).returncode == 0
    assert run(home, "status", **lacking).returncode == 0
    assert leftovers(home) == []
    before = content(home)
    assert run(home, "ingest", "--force", **lacking).returncode == 0
    assert content(home) == before


def test_a_file_system_without_record_locks(refusing: Path, tmp_path: Path) -> None:
    told = run(Home.at(tmp_path / "data"), "ingest", LD_PRELOAD=str(refusing), REFUSED="fcntl")
    assert told.returncode == 1
    assert "has no record locks" in told.stderr


@pytest.mark.slow
def test_a_lock_that_a_killed_run_left_is_taken_over(refusing: Path, sample: list[Record], tmp_path: Path) -> None:
    home, source = Home.at(tmp_path / "data"), write_shards(tmp_path / "source", sample[:4], rows=2)
    lacking = {"LD_PRELOAD": str(refusing), "REFUSED": "flock"}
    program = f"""
import os, signal
from warehouse.home import Home, locked
with locked(Home.at({str(home.root)!r}), lambda: None):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", program], env=os.environ | lacking, check=False)
    assert (home.root / ".lock-held").exists()
    assert run(home, "ingest", str(source), "--no-wait", **lacking).returncode == 0
    assert not (home.root / ".lock-held").exists()


@pytest.fixture(params=["same place", "another place"])
def read_only(request: pytest.FixtureRequest, sample: list[Record], tmp_path: Path) -> Iterator[Home]:
    """A home that is mounted read-only."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a folder")
    home = Home.at(tmp_path / "data")
    ingest(home, str(write_shards(tmp_path / "source", sample[:6])))
    place = home.root if request.param == "same place" else tmp_path / "elsewhere"
    place.mkdir(exist_ok=True)
    mounted = subprocess.run(["mount", "--bind", home.root, place], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", place], check=True)
        if place != home.root:
            home.root.rename(tmp_path / "original")  # so that no path leads there any more
        yield Home.at(place)
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.mark.slow
def test_a_home_that_is_mounted_read_only(read_only: Home, sample: list[Record]) -> None:
    video = sample[0]["original_video_filename"].removesuffix(".mp4")
    for arguments in (
        ("sql", "SELECT count(*) FROM videos"),
        ("query", "videos_by_category"),
        ("search", "the"),
        ("show", "--", video),
        ("record", "--", video),
        ("status",),
        ("tables",),
        ("check",),
        ("shell", "-csv", "-c", "SELECT count(*) FROM videos"),
        ("shell", "-readonly", "-csv", "-c", "SELECT count(*) FROM videos"),
    ):
        done = run(read_only, *arguments)
        assert done.returncode == 0, (arguments, done.stderr)
        assert done.stdout
        if arguments[0] == "shell":
            assert done.stdout.split()[-1] == "6"
    for arguments in (("relocate",), ("ingest", "--force")):
        done = run(read_only, *arguments)
        assert done.returncode == 1
        assert "cannot be written" in done.stderr
    if read_only.root.name == "data":
        asked = [str(DUCKDB), "-readonly", "-csv", "-noheader", str(read_only.catalog), "SELECT count(*) FROM videos"]
        assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip() == "6"


def test_a_pointer_file_stands_for_the_link(sample_home: Home, tmp_path: Path) -> None:
    home = Home.at(tmp_path / "data")
    shutil.copytree(sample_home.root, home.root, symlinks=True)
    current = home.require_current()
    home.tables.unlink()
    home.tables.write_text(f"snapshots/{current.name}\n")
    assert home.require_current() == current
    home.tables.write_text("snapshots/nothing\n")
    assert home.current() is None
