from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse.errors import SourceError
from warehouse.hub import CachedShard, FetchProgress, Hub, Listing, fetch, list_remote, parse_location, prune

from .conftest import REPOSITORY, SPEC
from .server import LoopbackHub
from .shards import mp4_ranges, needed_bytes, read_records, records, table, write_shards

LAYOUTS: dict[str, dict[str, object]] = {
    "json last": {"columns": ("mp4", "json")},
    "json first": {"columns": ("json", "mp4")},
    "json alone": {"columns": ("json",)},
    "own fields": {"columns": ("content_metadata", "duration_seconds", "original_video_filename", "text_to_speech")},
    "own fields around mp4": {"columns": ("content_metadata", "duration_seconds", "mp4", "text_to_speech")},
    "row groups, json last": {"columns": ("mp4", "json"), "row_group_size": 3},
    "row groups, json first": {"columns": ("json", "mp4"), "row_group_size": 3},
    "row groups, json alone": {"columns": ("json",), "row_group_size": 3},
}
RANGES = {"own fields around mp4": 2, "row groups, json last": 3, "row groups, json first": 3}


def listed(hub: Hub, spec: str = SPEC) -> Listing:
    return list_remote(parse_location(spec), hub=hub)


def paths(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.parquet"))


def contents(shards: tuple[CachedShard, ...]) -> list[dict[str, object]]:
    return [row for shard in shards for row in pq.read_table(shard.path).to_pylist()]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_the_footer_and_the_record_are_read(
    loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path, layout: str
) -> None:
    folder = write_shards(tmp_path / "source", count=3, **LAYOUTS[layout])  # type: ignore[arg-type]
    loopback_hub.publish(REPOSITORY, folder)
    shards = fetch(listed(hub), tmp_path / "cache", hub=hub)
    columns = [name for name in LAYOUTS[layout]["columns"] if name != "mp4"]  # type: ignore[attr-defined]
    assert contents(shards) == [
        row for path in paths(folder) for row in pq.read_table(path, columns=columns).to_pylist()
    ]
    for path, shard in zip(paths(folder), shards, strict=True):
        served = [request.served for request in loopback_hub.of("storage", path.name)]
        assert len(served) == 2 + RANGES.get(layout, 1)
        assert sum(stop - start for start, stop in served) == needed_bytes(path) == shard.read_bytes
        assert not [1 for start, stop in served for first, last in mp4_ranges(path) if start < last and first < stop]


def test_the_hub_is_asked_once_a_shard_and_never_its_api(
    loopback_hub: LoopbackHub, hub: Hub, source: Path, tmp_path: Path
) -> None:
    listing = listed(hub)
    loopback_hub.requests.clear()
    fetch(listing, tmp_path / "cache", hub=hub)
    asked = Counter(request.file for request in loopback_hub.of("hub"))
    assert asked == {path.relative_to(source).as_posix(): 1 for path in paths(source)}
    assert all(f"/resolve/{listing.commit}/" in request.path for request in loopback_hub.of("hub"))


def test_the_token_goes_to_the_hub_and_not_to_the_storage(
    loopback_hub: LoopbackHub, hub: Hub, source: Path, tmp_path: Path
) -> None:
    loopback_hub.tokens["hf_secret"] = {REPOSITORY}
    loopback_hub.publish(REPOSITORY, source, gated=True)
    hub = replace(hub, token="hf_secret")
    fetch(listed(hub), tmp_path / "cache", hub=hub)
    assert {request.authorization for request in loopback_hub.of("hub")} == {"Bearer hf_secret"}
    assert {request.authorization for request in loopback_hub.of("storage")} == {None}
    assert "hf_secret" not in repr(hub)
    assert not [
        path for path in (tmp_path / "cache").rglob("*") if path.is_file() and b"hf_secret" in path.read_bytes()
    ]


def test_a_cached_shard_says_what_it_was_made_from(hub: Hub, source: Path, tmp_path: Path) -> None:
    listing = listed(hub)
    shard = fetch(listing, tmp_path / "cache", hub=hub)[0]
    file = listing.files[0]
    assert shard.path.relative_to(tmp_path / "cache").as_posix() == (
        f"{file.path.removesuffix('.parquet')}.{file.sha256[:16]}.parquet"
    )
    facts = pq.read_schema(shard.path).metadata
    assert {key.decode(): value.decode() for key, value in facts.items()} == {
        "warehouse.source.repository": REPOSITORY,
        "warehouse.source.commit": listing.commit,
        "warehouse.source.path": file.path,
        "warehouse.source.sha256": file.sha256,
        "warehouse.source.bytes": str(file.bytes),
        "warehouse.source.read_bytes": str(needed_bytes(source / file.path)),
    }
    assert (shard.rows, shard.commit, shard.source) == (8, listing.commit, file)


@pytest.mark.usefixtures("source")
def test_a_second_run_reads_nothing(loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path) -> None:
    listing = listed(hub)
    first = fetch(listing, tmp_path / "cache", hub=hub)
    loopback_hub.requests.clear()
    assert fetch(listing, tmp_path / "cache", hub=hub) == first
    assert loopback_hub.requests == []


def test_a_damaged_cached_shard_is_read_again(
    loopback_hub: LoopbackHub, hub: Hub, source: Path, tmp_path: Path
) -> None:
    shards = fetch(listed(hub), tmp_path / "cache", hub=hub)
    shards[1].path.write_bytes(shards[1].path.read_bytes()[:-5])
    loopback_hub.requests.clear()
    assert contents(fetch(listed(hub), tmp_path / "cache", hub=hub)) == contents_of_source(source)
    assert {request.file for request in loopback_hub.of("storage")} == {shards[1].source.path}


def contents_of_source(source: Path) -> list[dict[str, object]]:
    return [{"json": row} for row in read_records(paths(source))]


def test_a_new_revision_reads_only_changed_shards_and_prune_drops_the_gone(
    loopback_hub: LoopbackHub, hub: Hub, source: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    old = fetch(listed(hub), cache, hub=hub)
    new = shutil.copytree(source, tmp_path / "new")
    gone, changed, *kept = paths(new)
    gone.unlink()
    changed.unlink()
    pq.write_table(table(records(100, 3), 10), changed)
    loopback_hub.publish(REPOSITORY, new)
    loopback_hub.requests.clear()
    listing = listed(hub)
    shards = fetch(listing, cache, hub=hub)
    assert {request.file for request in loopback_hub.of("storage")} == {f"data/{changed.name}"}
    assert contents(shards) == contents_of_source(new)
    (cache / ".partial").mkdir()
    (cache / ".partial" / "rest").touch()
    assert prune(listing, cache) == tuple(sorted(shard.path for shard in old[:2]))
    assert sorted(cache.rglob("*.parquet")) == sorted(shard.path for shard in shards)
    assert {path.name for path in cache.iterdir()} == {"data", "listing.json"}
    assert len(kept) == 2


def test_files_of_the_same_name_in_other_folders_stay_apart(
    loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path
) -> None:
    folder = write_shards(tmp_path / "source", count=1)
    shutil.copytree(folder / "data", folder / "test")
    loopback_hub.publish(REPOSITORY, folder)
    assert len({shard.path for shard in fetch(listed(hub), tmp_path / "cache", hub=hub)}) == 2


def test_files_that_are_kept_in_git_itself_are_read_too(
    loopback_hub: LoopbackHub, hub: Hub, source: Path, tmp_path: Path
) -> None:
    loopback_hub.publish(REPOSITORY, source, lfs=False)
    listing = listed(hub)
    assert all(file.sha256.startswith("git:") for file in listing.files)
    assert contents(fetch(listing, tmp_path / "cache", hub=hub)) == contents_of_source(source)
    assert loopback_hub.of("storage") == []


def test_types_and_odd_row_groups_are_kept(loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path) -> None:
    struct = pa.struct(
        [
            ("youtube_title", pa.large_string()),
            ("coded", pa.dictionary(pa.int32(), pa.string())),
            ("items", pa.list_(pa.field("element", pa.struct([("n", pa.int64())])))),
            ("nothing", pa.null()),
        ]
    )
    rows = [{"youtube_title": "a", "coded": "b", "items": [{"n": 1}, None], "nothing": None}, None] * 3
    table_ = pa.table({"id": range(6), "json": pa.array(rows, struct)}).replace_schema_metadata({"huggingface": "{}"})
    (tmp_path / "source").mkdir()
    with pq.ParquetWriter(tmp_path / "source" / "a.parquet", table_.schema, store_schema=True) as writer:
        for part in (table_[:1], table_[:0], table_[1:]):
            writer.write_table(part)
    loopback_hub.publish(REPOSITORY, tmp_path / "source")
    (shard,) = fetch(listed(hub), tmp_path / "cache", hub=hub)
    copy = pq.read_table(shard.path)
    assert copy.column_names == ["json"]
    assert copy["json"].combine_chunks() == pq.read_table(tmp_path / "source" / "a.parquet")["json"].combine_chunks()
    assert copy["json"].type == struct


def test_a_limit_takes_the_first_files(hub: Hub, source: Path, tmp_path: Path) -> None:
    shards = fetch(listed(hub), tmp_path / "cache", hub=hub, limit_files=3)
    assert contents(shards) == contents_of_source(source)[:24]
    assert len(list((tmp_path / "cache" / "data").iterdir())) == 3


@pytest.mark.parametrize("jobs", [1, 4])
def test_shards_are_read_concurrently_up_to_the_given_number(
    loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path, jobs: int
) -> None:
    loopback_hub.publish(REPOSITORY, write_shards(tmp_path / "source", count=8))
    listing = listed(hub)
    with ThreadPoolExecutor() as pool, loopback_hub.held() as gate:
        fetching = pool.submit(fetch, listing, tmp_path / "cache", hub=hub, jobs=jobs)
        gate.wait_for(jobs)
        while not fetching.done():
            time.sleep(0.01)  # in which one too many would come
            gate.let_one_go()
    assert len(fetching.result()) == 8
    assert gate.most_waiting == jobs


@pytest.mark.usefixtures("source")
def test_progress_counts_shards_and_bytes(loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path) -> None:
    seen: list[FetchProgress] = []
    listing = listed(hub)
    fetch(listing, tmp_path / "cache", hub=hub, limit_files=1)
    loopback_hub.requests.clear()
    fetch(listing, tmp_path / "cache", hub=hub, on_progress=seen.append)
    assert [progress.shards_done for progress in seen] == sorted(progress.shards_done for progress in seen)
    last = seen[-1]
    assert (last.shards_total, last.shards_present, last.shards_done) == (4, 1, 3)
    assert last.bytes_read == last.bytes_expected == loopback_hub.sent


def test_a_run_can_be_stopped_and_goes_on_later(
    loopback_hub: LoopbackHub, hub: Hub, source: Path, tmp_path: Path
) -> None:
    seen: list[FetchProgress] = []
    # without the gate the last file may be there before the second one is heard of
    with loopback_hub.held("hub", "-00003-of-"), pytest.raises(SourceError, match="stopped as asked"):
        fetch(
            listed(hub),
            tmp_path / "cache",
            hub=hub,
            jobs=1,
            on_progress=seen.append,
            should_stop=lambda: bool(seen) and seen[-1].shards_done == 2,
        )
    loopback_hub.requests.clear()
    assert contents(fetch(listed(hub), tmp_path / "cache", hub=hub)) == contents_of_source(source)
    assert 1 <= len({request.file for request in loopback_hub.of("storage")}) <= 2


def test_a_shard_without_rows_is_a_shard(loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path) -> None:
    folder = write_shards(tmp_path / "source", count=1, rows=0)
    loopback_hub.publish(REPOSITORY, folder)
    assert [shard.rows for shard in fetch(listed(hub), tmp_path / "cache", hub=hub)] == [0]


@pytest.mark.skipif("FINEVIDEO_RECORDS" not in os.environ, reason="FINEVIDEO_RECORDS names no folder of real records")
def test_real_records_arrive_unchanged(loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path) -> None:
    folder = write_real_shards(Path(os.environ["FINEVIDEO_RECORDS"]), tmp_path / "source")
    loopback_hub.publish(REPOSITORY, folder)
    shards = fetch(listed(hub), tmp_path / "cache", hub=hub)
    assert contents(shards) == contents_of_source(folder)
    assert loopback_hub.sent == sum(map(needed_bytes, paths(folder)))


def write_real_shards(records_folder: Path, folder: Path) -> Path:
    import json

    import pyarrow as pa

    from warehouse.model.schema import record_type

    rows = [json.loads(path.read_text()) for path in sorted(records_folder.glob("*.json"))]
    (folder / "data").mkdir(parents=True)
    for start in range(0, len(rows), 20):
        part = rows[start : start + 20]
        content = {
            "mp4": pa.array([os.urandom(50_000) for _ in part], pa.binary()),
            "json": pa.array(part, record_type()),
        }
        pq.write_table(pa.table(content), folder / "data" / f"train-{start:05d}.parquet")
    return folder
