"""A clock that goes back, between runs and within one: snapshots keep their order, and the right ones are kept."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Record, write_shards
from tests.faults.runs import WAREHOUSE, content, leftovers
from tests.processes import PATIENCE_SECONDS, compiled_library
from warehouse.home import Home
from warehouse.snapshot.manifest import read_manifest
from warehouse.snapshot.publish import published

pytestmark = pytest.mark.slow

YEAR = 365 * 86_400


def test_a_clock_that_goes_back(sample: list[Record], tmp_path: Path) -> None:
    shifting = compiled_library(Path(__file__).with_name("shift.c"), tmp_path)
    home, source = Home.at(tmp_path / "data"), tmp_path / "source"

    def run(*arguments: str, **clock: int) -> str:
        away = {"LD_PRELOAD": str(shifting)} | {name: str(seconds) for name, seconds in clock.items()}
        done = subprocess.run(
            [*WAREHOUSE, "--home", str(home.root), *arguments],
            capture_output=True, text=True, check=True, env=os.environ | away, timeout=PATIENCE_SECONDS,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        return done.stdout

    made: list[Path] = []
    for count, clock in enumerate(
        ({"SHIFT": 0}, {"SHIFT": -YEAR}, {"SHIFT": -56 * YEAR}, {"SHIFT": 0, "BACK": 3600}, {"SHIFT": YEAR}, {}), 1
    ):
        write_shards(source / str(count), sample[4 * (count - 1) : 4 * count])
        told = json.loads(run("ingest", str(source), "--json", **clock))
        made.append(home.require_current())
        assert told["added"] == 4
        assert told["removed"] == []
        assert content(home)[0][1] == 4 * count
        assert published(home) == made[-2:]
        assert leftovers(home) == []
        assert "Nothing has changed" not in run("status", **clock)
    assert [path.name for path in made] == sorted({path.name for path in made})
    moments = [read_manifest(path).created_at for path in published(home)]
    assert moments[0] > moments[1]  # the clock that was ahead is told as it was
