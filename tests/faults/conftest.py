"""Runs that change a warehouse: a refresh, which reuses most of it, and a full ingest of another source."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import processes
from tests.conftest import Record, write_shards
from tests.faults.runs import GROUP_RECORDS, Change, content, small_groups, start
from tests.processes import read_until
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.snapshot import groups

LIVES = ("refresh", "full")
MakeChange = Callable[[str, Path], Change]


@pytest.fixture
def make_change(sample: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeChange:
    """Makes the change of a life in a home at a place."""
    monkeypatch.setattr(groups, "GROUP_RECORDS", GROUP_RECORDS)

    def make(life: str, place: Path) -> Change:
        home, kept = Home.at(place), tmp_path / "kept"
        few = write_shards(tmp_path / "few", sample[:18], rows=6)
        ingest(home, str(few))
        before = content(home)
        shutil.copytree(home.root, kept, symlinks=True)
        more = write_shards(tmp_path / life, sample[18:30], rows=6)
        if life == "refresh":
            (more / "train-00000-of-00002.parquet").rename(few / "x.parquet")
        source = None if life == "refresh" else str(more)
        process = start(home, "ingest", *filter(None, [source]), program=small_groups())
        read_until(process, "begun")
        begun = time.monotonic()
        processes.finish(process)
        made = Change(home, kept, source, before, content(home), time.monotonic() - begun)
        assert made.after != before
        made.undo()
        return made

    return make


@pytest.fixture(params=LIVES)
def change(request: pytest.FixtureRequest, make_change: MakeChange, tmp_path: Path) -> Change:
    """A refresh, then a full ingest."""
    return make_change(request.param, tmp_path / "data")
