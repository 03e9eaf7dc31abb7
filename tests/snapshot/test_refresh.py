"""A refresh takes over what has not changed, and is the same as a build from nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal

from tests.conftest import SHARD_SCHEMA, Record, write_shards
from warehouse.errors import DriftError
from warehouse.home import Home
from warehouse.ingest import Events, Options, ingest
from warehouse.model import TABLES
from warehouse.queries import load_views
from warehouse.search.index_parts import read_listing
from warehouse.snapshot import groups
from warehouse.snapshot.layout import stored_path
from warehouse.snapshot.manifest import Manifest
from warehouse.source import find_source

ROWS = 3
TABLES_ONLY = Options(tables_only=True)
SKIPPING = Options(tables_only=True, skip_bad_files=True)
STORED = [view.name for view in load_views() if view.stored]


@pytest.fixture(autouse=True)
def small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups of one or two files."""
    monkeypatch.setattr(groups, "GROUP_RECORDS", ROWS)


@pytest.fixture
def fewer_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups of two to four files: what is made beside the tables takes longer the more of them there are."""
    monkeypatch.setattr(groups, "GROUP_RECORDS", 2 * ROWS)


@pytest.fixture
def records(sample: list[Record]) -> list[Record]:
    """What the shards have at first."""
    return sample[: 8 * ROWS]


@pytest.fixture
def shards(records: list[Record], tmp_path: Path) -> Path:
    """Eight shards."""
    return write_shards(tmp_path / "shards", records, rows=ROWS)


def rewrite(shards: Path, number: int, records: list[Record], schema: pa.Schema | None = SHARD_SCHEMA) -> None:
    """Put other records into one of the shards."""
    target = sorted(shards.iterdir())[number]
    (written,) = write_shards(shards.parent / "other", records, rows=100, schema=schema).iterdir()
    written.replace(target)


def rows(snapshot: Path, name: str) -> pl.DataFrame:
    frame = pl.read_parquet(snapshot / name / "*.parquet")
    return frame.drop("ingested_at", strict=False)


def assert_as_from_nothing(home: Home, manifest: Manifest, source: Path, options: Options = TABLES_ONLY) -> Path:
    """Tables and issues are those of a build of the same files that knows of nothing before; returns its snapshot."""
    fresh_home = Home.at(home.root.with_name("fresh"))
    shutil.rmtree(fresh_home.root, ignore_errors=True)
    fresh = ingest(fresh_home, str(source), options)
    assert (manifest.rows, manifest.issues, manifest.skipped) == (fresh.rows, fresh.issues, fresh.skipped)
    for table in TABLES:
        found, expected = (rows(place.require_current(), table.name) for place in (home, fresh_home))
        assert_frame_equal(found, expected)
    return fresh_home.require_current()


def assert_whole_as_from_nothing(home: Home, manifest: Manifest, source: Path) -> None:
    """Stored views and index are, too."""
    snapshot, other = home.require_current(), assert_as_from_nothing(home, manifest, source, Options())
    for name in STORED:
        found, expected = (pl.read_parquet(stored_path(folder, name)) for folder in (snapshot, other))
        assert_frame_equal(found, expected, check_row_order=False)
    assert [path.name for path in read_listing(snapshot)] == [path.name for path in read_listing(other)]


def files(snapshot: Path, name: str = "videos") -> set[int]:
    """The very files of a table, a view or the index: links to the same one count once."""
    return {path.stat().st_ino for path in (snapshot / name).rglob("*") if path.is_file()}


def parts(home: Home) -> int:
    return len(list((home.require_current() / "videos").iterdir()))


def drifted(record: Record) -> Record:
    return {**record, "new_field": 1}


CHANGES: dict[str, Callable[[Path, list[Record]], object]] = {
    "other records": lambda shards, records: rewrite(shards, 4, [drifted(record) for record in records[12:15]], None),
    "fewer records": lambda shards, records: rewrite(shards, 4, records[12:13]),
    "many records": lambda shards, records: rewrite(
        shards, 4, [{**record, "original_video_filename": f"x{n}.mp4"} for n, record in enumerate(records[:20])]
    ),
    "a file less": lambda shards, _: sorted(shards.iterdir())[3].unlink(),
    "a file more": lambda shards, records: rewrite_as(shards, "train-00004a.parquet", drifted(records[1])),
    "a video that a later file has": lambda shards, records: rewrite(shards, 1, [*records[3:6], records[22]]),
    "a video that an earlier file has": lambda shards, records: rewrite(shards, 6, [*records[18:21], records[2]]),
    "a record that is none": lambda shards, records: rewrite(
        shards, 3, [{**records[9], "original_video_filename": None, "original_json_filename": None}]
    ),
}


def rewrite_as(shards: Path, name: str, record: Record) -> None:
    (written,) = write_shards(shards.parent / "other", [{**record, "original_video_filename": "new.mp4"}]).iterdir()
    written.replace(shards / name)


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_a_refresh_is_as_a_build_from_nothing(shards: Path, records: list[Record], home: Home, change: str) -> None:
    ingest(home, str(shards), TABLES_ONLY)
    before = files(home.require_current())
    CHANGES[change](shards, records)
    manifest = ingest(home, None, TABLES_ONLY)
    assert len(before & files(home.require_current())) >= len(before) - 4
    assert_as_from_nothing(home, manifest, shards)


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 6])
def test_a_video_that_was_rejected_as_a_second_one_comes_back(
    shards: Path, records: list[Record], home: Home, number: int
) -> None:
    twice = records[22] if number == 1 else records[2]
    rewrite(shards, number, [*records[3 * number : 3 * number + 3], twice])
    assert ingest(home, str(shards), TABLES_ONLY).rows["rejected_records"] == 1
    rewrite(shards, number, records[3 * number : 3 * number + 3])
    manifest = ingest(home, None, TABLES_ONLY)
    assert (manifest.rows["videos"], manifest.rows["rejected_records"]) == (len(records), 0)
    assert_as_from_nothing(home, manifest, shards)


@pytest.mark.slow
@pytest.mark.usefixtures("fewer_groups")
def test_views_and_index_are_taken_over_with_their_parts(shards: Path, records: list[Record], home: Home) -> None:
    ingest(home, str(shards))
    names = ("scene_moods", "quality_issues", "category_words", "search")
    before = [files(home.require_current(), name) for name in names]
    rewrite(shards, 4, records[12:13])
    manifest = ingest(home, None)
    for name, old in zip(names, before, strict=True):
        assert len(old & files(home.require_current(), name)) >= parts(home) - 1 > 0
    assert_whole_as_from_nothing(home, manifest, shards)


def test_what_has_not_changed_is_not_built_again(shards: Path, home: Home) -> None:
    told: list[Manifest] = []
    first = ingest(home, str(shards), TABLES_ONLY)
    before = files(home.require_current())
    assert ingest(home, None, TABLES_ONLY, events=Events(on_unchanged=told.append)) == first
    assert told == [first]
    assert ingest(home, None, Options(force=True, tables_only=True)).snapshot != first.snapshot
    assert not before & files(home.require_current())


@pytest.mark.slow
@pytest.mark.usefixtures("fewer_groups")
@pytest.mark.parametrize("lacks", ["search/index.json", "scene_moods"])
def test_what_another_version_has_not_made_is_made(shards: Path, home: Home, lacks: str) -> None:
    first = ingest(home, str(shards))
    (home.require_current() / lacks).rename(home.require_current() / "of-another-version")
    assert ingest(home, None, Options(tables_only=True)) == first
    assert ingest(home, None).snapshot != first.snapshot
    assert (home.require_current() / lacks).exists()


@pytest.mark.slow
def test_a_file_that_was_written_again_is_read_again(shards: Path, home: Home) -> None:
    ingest(home, str(shards), TABLES_ONLY)
    before = files(home.require_current())
    os.utime(min(shards.iterdir()), ns=(0, 1))
    ingest(home, None, TABLES_ONLY)
    assert len(before & files(home.require_current())) == len(before) - 1


@pytest.mark.slow
@pytest.mark.usefixtures("fewer_groups")
def test_a_part_that_is_gone_is_built_again(shards: Path, records: list[Record], home: Home) -> None:
    ingest(home, str(shards))
    for name in ("props", stored_path(Path(), "scene_moods")):
        max((home.require_current() / name).iterdir()).unlink()
    max(home.require_current().joinpath("search").glob("*.index")).unlink()
    rewrite(shards, 4, records[12:13])
    assert_whole_as_from_nothing(home, ingest(home, None), shards)


@pytest.mark.slow
def test_a_file_that_was_skipped_is_tried_again(shards: Path, records: list[Record], home: Home) -> None:
    rewrite(shards, 4, records[12:15])
    damaged = sorted(shards.iterdir())[4]
    damaged.write_bytes(damaged.read_bytes()[:-9])
    first = ingest(home, str(shards), SKIPPING)
    assert len(first.skipped) == 1
    assert ingest(home, None, SKIPPING).snapshot != first.snapshot
    assert_as_from_nothing(home, ingest(home, None, SKIPPING), shards, SKIPPING)
    rewrite(shards, 4, records[12:15])
    assert_as_from_nothing(home, ingest(home, None, TABLES_ONLY), shards)


@pytest.mark.slow
def test_drift_that_was_taken_over_is_still_refused(shards: Path, records: list[Record], home: Home) -> None:
    rewrite(shards, 4, [drifted(records[12])], None)
    first = ingest(home, str(shards), TABLES_ONLY)
    with pytest.raises(DriftError, match="drifted"):
        ingest(home, None, Options(strict=True, tables_only=True))
    assert home.require_current().name == first.snapshot


def test_groups_stay_where_files_come_and_go(sample: list[Record], tmp_path: Path) -> None:
    source = find_source(str(write_shards(tmp_path / "many", sample, rows=1)))
    whole = [group.files for group in groups.cut_groups(source)]
    assert [file for files in whole for file in files] == list(source.files)
    assert len(whole) > 5
    fewer = replace(source, files=source.files[:5] + source.files[6:])
    kept = [group.files for group in groups.cut_groups(fewer)]
    assert len(set(whole) - set(kept)) <= 3
