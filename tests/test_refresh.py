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
from warehouse.definitions import stored_path
from warehouse.errors import DriftError
from warehouse.home import Home
from warehouse.ingest import Events, Options, ingest
from warehouse.manifest import Manifest
from warehouse.model import TABLES
from warehouse.queries import load_views
from warehouse.search.listing import read_listing
from warehouse.source import find_source, groups

ROWS = 3
STORED = [view.name for view in load_views() if view.stored]


@pytest.fixture(autouse=True)
def small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups of one or two files."""
    monkeypatch.setattr(groups, "GROUP_RECORDS", ROWS)


@pytest.fixture
def shards(sample: list[Record], tmp_path: Path) -> Path:
    """Sixteen shards; the last one has a record that none of the others has."""
    return write_shards(tmp_path / "shards", sample, rows=ROWS)


def rewrite(shards: Path, number: int, records: list[Record], schema: pa.Schema | None = SHARD_SCHEMA) -> None:
    """Put other records into one of the shards."""
    target = sorted(shards.iterdir())[number]
    (written,) = write_shards(shards.parent / "other", records, rows=100, schema=schema).iterdir()
    written.replace(target)


def rows(snapshot: Path, name: str) -> pl.DataFrame:
    frame = pl.read_parquet(snapshot / name / "*.parquet")
    return frame.drop("ingested_at", strict=False)


def assert_as_from_nothing(home: Home, manifest: Manifest, source: Path, options: Options = Options()) -> None:
    """Tables, issues, stored views and index are those of a build of the same files that knows of nothing before."""
    fresh_home = Home.at(home.root.with_name("fresh"))
    shutil.rmtree(fresh_home.root, ignore_errors=True)
    fresh = ingest(fresh_home, str(source), options)
    snapshot, other = home.require_current(), fresh_home.require_current()
    assert (manifest.rows, manifest.issues, manifest.skipped) == (fresh.rows, fresh.issues, fresh.skipped)
    for table in TABLES:
        assert_frame_equal(rows(snapshot, table.name), rows(other, table.name))
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
    "other records": lambda shards, sample: rewrite(shards, 7, [drifted(record) for record in sample[21:24]], None),
    "fewer records": lambda shards, sample: rewrite(shards, 7, sample[21:22]),
    "many records": lambda shards, sample: rewrite(
        shards, 7, [{**record, "original_video_filename": f"x{n}.mp4"} for n, record in enumerate(sample[:20])]
    ),
    "a file less": lambda shards, _: sorted(shards.iterdir())[4].unlink(),
    "a file more": lambda shards, sample: rewrite_as(shards, "train-00004a.parquet", drifted(sample[1])),
    "a video that a later file has": lambda shards, sample: rewrite(shards, 1, [*sample[3:6], sample[40]]),
    "a video that an earlier file has": lambda shards, sample: rewrite(shards, 14, [*sample[42:45], sample[2]]),
    "a record that is none": lambda shards, sample: rewrite(
        shards, 3, [{**sample[9], "original_video_filename": None, "original_json_filename": None}]
    ),
}


def rewrite_as(shards: Path, name: str, record: Record) -> None:
    (written,) = write_shards(shards.parent / "other", [{**record, "original_video_filename": "new.mp4"}]).iterdir()
    written.replace(shards / name)


@pytest.mark.parametrize("change", CHANGES)
def test_a_refresh_is_as_a_build_from_nothing(shards: Path, sample: list[Record], home: Home, change: str) -> None:
    ingest(home, str(shards))
    before = files(home.require_current())
    CHANGES[change](shards, sample)
    manifest = ingest(home, None)
    assert len(before & files(home.require_current())) >= len(before) - 4
    assert_as_from_nothing(home, manifest, shards)


@pytest.mark.parametrize("number", [1, 14])
def test_a_video_that_was_rejected_as_a_second_one_comes_back(
    shards: Path, sample: list[Record], home: Home, number: int
) -> None:
    twice = sample[40] if number == 1 else sample[2]
    rewrite(shards, number, [*sample[3 * number : 3 * number + 3], twice])
    assert ingest(home, str(shards)).rows["rejected_records"] == 1
    rewrite(shards, number, sample[3 * number : 3 * number + 3])
    manifest = ingest(home, None)
    assert (manifest.rows["videos"], manifest.rows["rejected_records"]) == (len(sample), 0)
    assert_as_from_nothing(home, manifest, shards)


def test_views_and_index_are_taken_over_with_their_parts(shards: Path, sample: list[Record], home: Home) -> None:
    ingest(home, str(shards))
    names = ("scene_moods", "quality_issues", "category_words", "search")
    before = [files(home.require_current(), name) for name in names]
    rewrite(shards, 7, sample[21:22])
    ingest(home, None)
    for name, old in zip(names, before, strict=True):
        assert len(old & files(home.require_current(), name)) >= parts(home) - 3


def test_what_has_not_changed_is_not_built_again(shards: Path, home: Home) -> None:
    told: list[Manifest] = []
    first = ingest(home, str(shards))
    before = files(home.require_current())
    assert ingest(home, None, events=Events(on_unchanged=told.append)) == first
    assert told == [first]
    assert ingest(home, None, Options(force=True)).snapshot != first.snapshot
    assert not before & files(home.require_current())


@pytest.mark.parametrize("lacks", ["search/index.json", "scene_moods"])
def test_what_another_version_has_not_made_is_made(shards: Path, home: Home, lacks: str) -> None:
    first = ingest(home, str(shards))
    (home.require_current() / lacks).rename(home.require_current() / "of-another-version")
    assert ingest(home, None, Options(tables_only=True)) == first
    assert ingest(home, None).snapshot != first.snapshot
    assert (home.require_current() / lacks).exists()


def test_a_file_that_was_written_again_is_read_again(shards: Path, home: Home) -> None:
    ingest(home, str(shards))
    before = files(home.require_current())
    os.utime(min(shards.iterdir()), ns=(0, 1))
    ingest(home, None)
    assert len(before & files(home.require_current())) == len(before) - 1


def test_a_part_that_is_gone_is_built_again(shards: Path, sample: list[Record], home: Home) -> None:
    ingest(home, str(shards))
    for name in ("props", stored_path(Path(), "scene_moods")):
        max((home.require_current() / name).iterdir()).unlink()
    max(home.require_current().joinpath("search").glob("*.index")).unlink()
    rewrite(shards, 7, sample[21:22])
    assert_as_from_nothing(home, ingest(home, None), shards)


def test_a_file_that_was_skipped_is_tried_again(shards: Path, sample: list[Record], home: Home) -> None:
    rewrite(shards, 7, sample[21:24])
    damaged = sorted(shards.iterdir())[7]
    damaged.write_bytes(damaged.read_bytes()[:-9])
    first = ingest(home, str(shards), Options(skip_bad_files=True))
    assert len(first.skipped) == 1
    assert ingest(home, None, Options(skip_bad_files=True)).snapshot != first.snapshot
    assert_as_from_nothing(home, ingest(home, None, Options(skip_bad_files=True)), shards, Options(skip_bad_files=True))
    rewrite(shards, 7, sample[21:24])
    assert_as_from_nothing(home, ingest(home, None), shards)


def test_drift_that_was_taken_over_is_still_refused(shards: Path, sample: list[Record], home: Home) -> None:
    rewrite(shards, 7, [drifted(sample[21])], None)
    first = ingest(home, str(shards))
    with pytest.raises(DriftError, match="drifted"):
        ingest(home, None, Options(strict=True))
    assert home.require_current().name == first.snapshot


def test_groups_stay_where_files_come_and_go(sample: list[Record], tmp_path: Path) -> None:
    source = find_source(str(write_shards(tmp_path / "many", sample, rows=1)))
    whole = [group.files for group in groups.cut_groups(source)]
    assert [file for files in whole for file in files] == list(source.files)
    assert len(whole) > 5
    fewer = replace(source, files=source.files[:5] + source.files[6:])
    kept = [group.files for group in groups.cut_groups(fewer)]
    assert len(set(whole) - set(kept)) <= 3
