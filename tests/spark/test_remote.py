"""Sources and targets that are no folders: a repository of the Hub, on the loopback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Record, write_shards
from tests.hub.server import running
from tests.spark.test_ingest import local, require_same, run_on
from warehouse.home import Home
from warehouse.snapshot.manifest import read_manifest

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


def test_shards_of_the_hub_are_read_where_they_are(
    sample: list[Record], home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark")
    shards = write_shards(tmp_path / "shards", [*sample, sample[0]])
    with running() as hub:
        hub.publish("warehouse/shards", shards)
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        run_on("local[2]", "hf://datasets/warehouse/shards", tmp_path / "out", "--task-records", "20")
    assert read_manifest(tmp_path / "out").rows["rejected_records"] == 1
    assert len(list((tmp_path / "out" / "videos").iterdir())) == 3
    require_same(tmp_path / "out", local(home, shards))
