"""Videos from a Hub: their bytes and little more, whatever happens on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest

import warehouse.hub
from tests.conftest import Record
from tests.hub.server import LoopbackHub, running
from tests.hub.shards import REPOSITORY, SPEC, mp4_ranges
from tests.processes import PATIENCE_SECONDS
from warehouse.home import Home
from warehouse.hub import Hub
from warehouse.ingest import Options, ingest

from .conftest import run
from .videos import id_of, video_of, write_video_shards

CARD = "---\nextra_gated_prompt: 'Made-up terms: be kind.'\n---\n# A card\n"
# the footer is asked for with what stands before it
TAIL_BYTES = 70_000
SECRET = "hf_secret_of_the_tests"


@pytest.fixture
def loopback_hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    """A Hub that this process's client asks."""
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DISABLE_TELEMETRY", True)
    with running() as found:
        client = Hub(found.endpoint, token=SECRET, timeout_seconds=PATIENCE_SECONDS, tries=3, wait_seconds=0.01)
        monkeypatch.setattr(warehouse.hub, "HUB", client)
        found.tokens[SECRET] = {REPOSITORY}
        yield found


@pytest.fixture
def source(tmp_path: Path, sample: list[Record], loopback_hub: LoopbackHub) -> Path:
    """Three gated shards of four videos, with a card."""
    folder = write_video_shards(tmp_path / "source", sample[:12], rows=4)
    (folder / "README.md").write_text(CARD)
    loopback_hub.publish(REPOSITORY, folder, gated=True)
    return folder


@pytest.fixture
def remote_home(home: Home, source: Path, loopback_hub: LoopbackHub) -> Home:
    """A warehouse of the Hub's shards; what that asked is forgotten."""
    assert source.is_dir()
    ingest(home, SPEC, Options(tables_only=True))
    loopback_hub.requests.clear()
    return home


def written(out: Path) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in (out / "videos").iterdir()}


def expected(records: list[Record]) -> dict[str, bytes]:
    return {id_of(record): video_of(record) for record in records}


def ids(*records: Record) -> str:
    return "".join(f"{id_of(record)}\n" for record in records)


def test_only_shards_with_wanted_videos_are_read(
    remote_home: Home, loopback_hub: LoopbackHub, source: Path, tmp_path: Path, sample: list[Record]
) -> None:
    out = tmp_path / "out"
    plan = run(remote_home, "fetch", "--ids", "-", str(out), "--dry-run", text=ids(sample[0], sample[6]))
    assert plan.exit_code == 0
    assert not loopback_hub.requests
    done = run(remote_home, "fetch", "--ids", "-", str(out), text=ids(sample[0], sample[6]))
    assert done.exit_code == 0, done.stderr
    assert written(out) == expected([sample[0], sample[6]])
    names = {request.file for request in loopback_hub.of("storage") if request.file.endswith(".parquet")}
    assert names == {f"data/train-0000{n}-of-00003.parquet" for n in (0, 1)}
    for n in (0, 1):
        path = source / "data" / f"train-0000{n}-of-00003.parquet"
        chunks = sum(stop - start for start, stop in mp4_ranges(path))
        read = sum(request.sent for request in loopback_hub.of("storage", path.name))
        assert read <= chunks + TAIL_BYTES
    assert "be kind" in (out / "TERMS.md").read_text()
    assert json.loads((out / "manifest.json").read_text())["revision"]
    assert SECRET not in done.output + "".join(p.read_text() for p in out.iterdir() if p.is_file())


# of each layout, how many videos of 1 MB are read for the second of eight
ONE_A_PAGE = {"use_dictionary": False, "data_page_size": 1, "write_batch_size": 1}
LAYOUTS: dict[str, tuple[int, dict[str, Any]]] = {
    "one row group, one page": (2, {}),
    "row groups": (1, {"row_group_size": 1}),
    "a page a video": (1, ONE_A_PAGE),
    "a page index": (
        1,
        {"use_dictionary": False, "data_page_size": 1, "write_batch_size": 1, "write_page_index": True},
    ),
    "not compressed": (1, {"compression": "NONE"}),
}


@pytest.mark.slow
def test_only_what_a_layout_makes_necessary_is_read(
    home: Home, loopback_hub: LoopbackHub, tmp_path: Path, sample: list[Record]
) -> None:
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from tests.conftest import SHARD_SCHEMA

    chance = np.random.default_rng(0)
    rows = [{"mp4": chance.bytes(1_000_000), "json": record} for record in sample[:8]]
    (tmp_path / "source").mkdir()
    for name, (videos, options) in LAYOUTS.items():
        table = pa.Table.from_pylist(rows, schema=SHARD_SCHEMA)
        pq.write_table(table, tmp_path / "source" / f"{name}.parquet", **options)
        loopback_hub.publish(REPOSITORY, tmp_path / "source")
        ingest(home, SPEC, Options(tables_only=True))
        loopback_hub.requests.clear()
        out = tmp_path / name
        done = run(home, "fetch", "--ids", "-", str(out), text=ids(sample[1]))
        assert done.exit_code == 0, done.stderr
        assert written(out) == {id_of(sample[1]): rows[1]["mp4"]}
        # and what is read ahead: at most two videos, and headers
        assert videos * 1_000_000 < loopback_hub.sent < videos * 1_000_000 + 2_400_000, name
        (tmp_path / "source" / f"{name}.parquet").unlink()


def test_a_shard_that_is_replaced_on_the_hub(
    remote_home: Home, loopback_hub: LoopbackHub, tmp_path: Path, sample: list[Record]
) -> None:
    out = tmp_path / "out"
    loopback_hub.trouble("replaced", host="hub", path="00001", times=None)
    done = run(remote_home, "fetch", "--where", "true", str(out), "--jobs", "1")
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: ")
    assert "train-00001-of-00003.parquet: it is not the listed file any more, twice" in done.stderr
    assert SECRET not in done.output
    loopback_hub.faults.clear()
    assert run(remote_home, "fetch", "--where", "true", str(out)).exit_code == 0
    assert written(out) == expected(sample[:12])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("reset", {"after": 5000}),
        ("truncate", {"after": 5000}),
        ("status", {"status": 503}),
        ("status", {"status": 429, "headers": {"Retry-After": "0"}}),
        ("wrong_size", {}),
    ],
)
def test_trouble_on_the_way_is_mended(
    remote_home: Home, loopback_hub: LoopbackHub, tmp_path: Path, sample: list[Record], kind: Any, details: Any
) -> None:
    loopback_hub.trouble(kind, path="00001", skip=2, **details)
    done = run(remote_home, "fetch", "--where", "true", str(tmp_path / "out"))
    assert done.exit_code == 0, done.stderr
    assert written(tmp_path / "out") == expected(sample[:12])


def test_what_is_finished_is_not_read_again(
    remote_home: Home, loopback_hub: LoopbackHub, tmp_path: Path, sample: list[Record]
) -> None:
    out = tmp_path / "out"
    loopback_hub.trouble("status", path="00002", status=404, times=None)
    failed = run(remote_home, "fetch", "--where", "true", str(out), "--jobs", "1")
    assert failed.exit_code == 1
    assert failed.stderr.startswith("Error: ")
    assert len(failed.stderr.splitlines()) == 1
    assert SECRET not in failed.output
    loopback_hub.faults.clear()
    loopback_hub.requests.clear()
    assert run(remote_home, "fetch", "--where", "true", str(out)).exit_code == 0
    assert {request.file for request in loopback_hub.of("storage", ".parquet")} == {"data/train-00002-of-00003.parquet"}
    assert written(out) == expected(sample[:12])


def test_json_source_needs_the_shards_named(
    home: Home, source: Path, tmp_path: Path, sample: list[Record], loopback_hub: LoopbackHub
) -> None:
    (tmp_path / "records.jsonl").write_text("".join(json.dumps(record) + "\n" for record in sample[:12]))
    ingest(home, str(tmp_path / "records.jsonl"), Options(tables_only=True))
    refused = run(home, "fetch", "--where", "true", str(tmp_path / "out"))
    assert refused.exit_code == 1
    assert "--videos" in refused.stderr
    for number, named in enumerate((str(source / "data"), SPEC)):
        out = tmp_path / f"out{number}"
        done = run(home, "fetch", "--where", "true", str(out), "--videos", named)
        assert done.exit_code == 0, done.stderr
        assert written(out) == expected(sample[:12])
    assert loopback_hub.of("storage", ".parquet")
