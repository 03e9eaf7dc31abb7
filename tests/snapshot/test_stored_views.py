"""Stored views: the same rows as their SELECT, in order, and computed again where their SQL has changed since."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest
from polars.testing import assert_frame_equal

from tests.conftest import Record, write_shards
from tests.queries.cases import VIEWS
from tests.queries.conftest import changed, connected, tables_alone
from warehouse.catalog.definitions import needed
from warehouse.model import TABLES
from warehouse.session import Warehouse
from warehouse.snapshot import groups
from warehouse.snapshot import stored_views as store
from warehouse.snapshot.build import build
from warehouse.snapshot.layout import stored_path
from warehouse.snapshot.parts import part_name
from warehouse.snapshot.stored_views import OUTSIDE_SQL, store_views
from warehouse.source import find_source

STORED = [name for name, view in VIEWS.items() if view.stored]
stored_views = pytest.mark.parametrize("name", STORED)


@pytest.fixture(scope="module")
def folder(sample: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the sample in several parts, and the stored views that are made from them."""
    place = tmp_path_factory.mktemp("stored")
    source = find_source(str(write_shards(place / "source", sample, rows=6)))
    (place / "tables").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "GROUP_RECORDS", 6)
        build(source, place / "tables", datetime.now(UTC))
    store_views(place / "tables")
    return place / "tables"


@pytest.fixture(scope="module")
def computed(wh: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The views over the tables alone."""
    return connected(tables_alone(wh, tmp_path_factory.mktemp("computed")))


@pytest.mark.slow
@stored_views
def test_stored_rows_are_the_computed_ones(name: str, folder: Path, computed: duckdb.DuckDBPyConnection) -> None:
    expected = pl.from_arrow(OUTSIDE_SQL[name](computed)) if VIEWS[name].outside_sql else computed.table(name).pl()
    assert isinstance(expected, pl.DataFrame)
    found = pl.read_parquet(stored_path(folder, name))
    assert found.height > 0
    assert len(list((folder / "videos").iterdir())) > 3
    assert_frame_equal(found, expected, check_row_order=False, abs_tol=1e-9)


@stored_views
def test_stored_rows_are_in_the_order_of_the_key(name: str, folder: Path) -> None:
    for path in stored_path(folder, name).iterdir():
        found = pl.read_parquet(path)
        assert_frame_equal(found, found.sort(VIEWS[name].stored, nulls_last=True, maintain_order=True))


@stored_views
def test_views_that_are_not_merged_are_of_single_videos(name: str) -> None:
    assert (VIEWS[name].merge is None) == ("video_id" in VIEWS[name].stored)


@pytest.mark.slow
@stored_views
def test_views_read_what_is_stored(name: str, folder: Path) -> None:
    definitions = list(needed(f"SELECT * FROM {name}", folder))
    assert [definition.name for definition in definitions] == [name]
    assert str(stored_path(folder, name)) in definitions[0].body


def test_a_video_is_found_by_its_row_group(wh: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = 2048
    monkeypatch.setattr(store, "ROW_GROUP_ROWS", rows)
    many = tables_alone(wh, tmp_path)
    name = part_name(0, 0)
    segments = pl.concat([pl.read_parquet(many / "videos" / "*.parquet")] * (rows // 40))
    numbered = segments.with_columns(video_id=pl.col("video_id") + "-" + pl.int_range(pl.len()).cast(pl.String))
    shutil.rmtree(many / "videos")
    (many / "videos").mkdir()
    numbered.write_parquet(many / "videos" / name)
    store_views(many)
    groups = pq.read_metadata(stored_path(many, "video_profile") / name)
    assert max(groups.row_group(number).num_rows for number in range(groups.num_row_groups)) <= rows
    bounds = [groups.row_group(number).column(0).statistics for number in range(groups.num_row_groups)]
    assert len(bounds) > 1
    assert all(before.max <= after.min for before, after in pairwise(bounds))


def test_a_view_whose_sql_has_changed_since_is_computed(folder: Path, wh: Warehouse, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(folder, old)
    for name in STORED:
        stored_path(old, name).rename(old / name / "made-by-another-version")
    definitions = {definition.name: definition.body for definition in needed("FROM scene_moods", old)}
    assert {"scene_moods", "mood_labels", "scenes"} <= definitions.keys()
    assert not any("read_parquet" in definitions[name] for name in STORED if name in definitions)
    assert_frame_equal(connected(old).table("scene_moods").pl(), wh.sql("FROM scene_moods"), check_row_order=False)


def test_nothing_else_is_left_in_the_snapshot(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {table.name for table in TABLES} | set(STORED)
    assert all(len(list((folder / name).iterdir())) == (2 if VIEWS[name].merge else 1) for name in STORED)


def test_views_of_empty_tables_are_stored_without_rows(wh: Warehouse, tmp_path: Path) -> None:
    empty_folder = changed(wh, tmp_path / "changed", lambda rows: rows.clear())
    shutil.copytree(empty_folder, tmp_path / "empty")
    store_views(tmp_path / "empty")
    counts = {name: pl.read_parquet(stored_path(tmp_path / "empty", name)).height for name in STORED}
    assert {name for name, count in counts.items() if count} == {"column_gaps"}
