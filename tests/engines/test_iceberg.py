"""Tables of Iceberg, read back by pyiceberg and by Polars: a snapshot an export, what was removed gone from it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal

import warehouse
from tests.conftest import Record, write_shards
from tests.engines.conftest import configure_iceberg
from warehouse.errors import ExportError, HomeError
from warehouse.export.iceberg_tables import MARKER, SNAPSHOT
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.model import TABLES
from warehouse.queries import load_queries, load_views
from warehouse.session import Warehouse
from warehouse.snapshot import groups

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]
pyiceberg = pytest.importorskip("pyiceberg.catalog", reason="pyiceberg is not installed: make engines")

ALONG = {"terms", "credits"}


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A catalog that pyiceberg is configured for, with nothing in it."""
    configure_iceberg(tmp_path, monkeypatch)
    with pyiceberg.load_catalog("lake") as catalog:
        yield catalog


@pytest.fixture(scope="module")
def shared(wh: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A catalog with an export that no test changes."""
    with pytest.MonkeyPatch.context() as patch:
        configure_iceberg(tmp_path_factory.mktemp("iceberg"), patch)
        wh.export("lake.finevideo", "iceberg", queries=["mood_mix"], tables=[*wh.tables, "scene_profile"])
        with pyiceberg.load_catalog("lake") as catalog:
            yield catalog


def names(catalog: Any, namespace: str = "finevideo") -> set[str]:
    return {identifier[-1] for identifier in catalog.list_tables(namespace)}


def rows(catalog: Any, name: str) -> pl.DataFrame:
    frame = pl.from_arrow(catalog.load_table(f"finevideo.{name}").scan().to_arrow())
    assert isinstance(frame, pl.DataFrame)
    return frame


def data_files(catalog: Any, name: str) -> set[str]:
    return {task.file.file_path for task in catalog.load_table(f"finevideo.{name}").scan().plan_files()}


def stored(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def require_same(catalog: Any, wh: Warehouse) -> None:
    for table in TABLES:
        expected = wh.scan(table.name).collect()
        assert_frame_equal(rows(catalog, table.name), expected, check_row_order=False)


def test_pyiceberg_reads_every_row(shared: Any, wh: Warehouse) -> None:
    require_same(shared, wh)
    assert names(shared) == {*wh.tables, "scene_profile", "mood_mix", *ALONG}
    assert rows(shared, "mood_mix").equals(wh.query("mood_mix"))
    profile = rows(shared, "scene_profile")
    assert_frame_equal(profile, wh.sql("FROM scene_profile"), check_row_order=False)


def test_polars_reads_every_row(shared: Any, wh: Warehouse) -> None:
    for table in TABLES:
        found = pl.scan_iceberg(shared.load_table(f"finevideo.{table.name}")).collect()
        assert_frame_equal(found, wh.scan(table.name).collect(), check_row_order=False)


def test_keys_and_descriptions_are_there(shared: Any) -> None:
    for table in TABLES:
        made = shared.load_table(f"finevideo.{table.name}")
        assert made.properties["comment"] == table.doc
        schema = made.schema()
        assert schema.identifier_field_names() == set(table.key)
        for column, field in zip(table.all_columns, schema.fields, strict=True):
            assert (field.name, field.required) == (column.name, not column.nullable)
            assert field.doc == column.doc + (f" In {column.unit}." if column.unit else "")


def test_terms_and_credits_go_along(shared: Any, sample: list[Record]) -> None:
    assert "CC-BY" in rows(shared, "terms")["text"][0]
    credited = rows(shared, "credits").select("video_id", "youtube_title", "youtube_channel").rows()
    assert set(credited) == {
        (record["original_video_filename"].removesuffix(".mp4"), record["youtube_title"], record["youtube_channel"])
        for record in sample
    }


def test_each_refresh_is_a_snapshot_without_what_was_removed(
    lake: Any, home: Home, sample: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "GROUP_RECORDS", 10)
    shards = tmp_path / "shards"
    ingest(home, str(write_shards(shards, sample, rows=10)))
    before = warehouse.open(home.root)
    first = before.export("lake.finevideo", "iceberg")
    files = data_files(lake, "videos")
    shutil.rmtree(shards)
    ingest(home, str(write_shards(shards, sample[:-1], rows=10)))
    after = warehouse.open(home.root)
    second = after.export("lake.finevideo", "iceberg")

    gone = sample[-1]["original_video_filename"].removesuffix(".mp4")
    assert gone not in rows(lake, "videos")["video_id"]
    assert gone not in rows(lake, "credits")["video_id"]
    require_same(lake, after)
    for name in names(lake):
        summaries = [snapshot.summary for snapshot in lake.load_table(f"finevideo.{name}").snapshots()]
        assert [summary[SNAPSHOT] for summary in summaries] == [before.manifest.snapshot, after.manifest.snapshot]
    # shards keep the videos that they have: only what has changed is written
    assert 0 < second.files < first.files
    assert len(files & data_files(lake, "videos")) == len(files) - 1
    old = lake.load_table("finevideo.videos").snapshots()[0]
    assert (
        gone in lake.load_table("finevideo.videos").scan(snapshot_id=old.snapshot_id).to_arrow()["video_id"].to_pylist()
    )

    assert after.export("lake.finevideo", "iceberg").files == 0
    assert len(lake.load_table("finevideo.videos").snapshots()) == 2


def test_the_next_export_replaces_the_one_before(lake: Any, wh: Warehouse, tmp_path: Path) -> None:
    wh.export("lake.finevideo", "iceberg", tables=["videos", "scenes"])
    lake.create_table("finevideo.mine", pa.schema([("n", pa.int64())]))
    wh.export("lake.finevideo", "iceberg", tables=["videos"])
    assert names(lake) == {"videos", "mine", *ALONG}
    assert not stored(tmp_path / "lake" / "finevideo" / "scenes")


def test_what_another_engine_has_changed_is_put_right(lake: Any, wh: Warehouse) -> None:
    from pyiceberg.types import StringType

    def export() -> None:
        wh.export("lake.finevideo", "iceberg", tables=["youtube_categories", "videos"])
        for name in ("youtube_categories", "videos"):
            expected = wh.scan(name).collect()
            found = rows(lake, name)
            assert set(found.columns) == set(expected.columns)
            assert_frame_equal(found.select(expected.columns), expected)

    export()
    table = lake.load_table("finevideo.youtube_categories")
    table.append(table.scan().to_arrow())
    table.delete("video_id > 'm'")
    with lake.load_table("finevideo.videos").update_schema() as update:
        update.delete_column("youtube_title")
        update.add_column("mine", StringType())
    export()
    for change in ("delete_column", "add_column"):
        with lake.load_table("finevideo.videos").update_schema() as update:
            getattr(update, change)("youtube_title", *([StringType()] if change == "add_column" else []))
    export()


def test_every_view_and_query_has_a_type_there(lake: Any, wh: Warehouse) -> None:
    views, queries = [view.name for view in load_views()], [query.name for query in load_queries()]
    wh.export("lake.finevideo", "iceberg", tables=views, queries=queries)
    assert names(lake) == {*views, *queries, *ALONG}


def test_a_failed_export_leaves_what_was_there(lake: Any, home: Home, sample: list[Record], tmp_path: Path) -> None:
    shards = write_shards(tmp_path / "shards", sample)
    ingest(home, str(shards))
    opened = warehouse.open(home.root)
    kept = opened.snapshot / "videos"
    shutil.move(kept, tmp_path / "aside")
    with pytest.raises(HomeError, match="is gone"):
        opened.export("lake.finevideo", "iceberg")
    assert not lake.namespace_exists("finevideo")
    assert not stored(tmp_path / "lake")
    shutil.move(tmp_path / "aside", kept)
    opened.export("lake.finevideo", "iceberg")
    before = stored(tmp_path / "lake")
    ingest(home, str(write_shards(shards, sample[:-1], rows=24)))
    shutil.rmtree(warehouse.open(home.root).snapshot / "youtube_tags")
    with pytest.raises(HomeError, match="is gone"):
        warehouse.open(home.root).export("lake.finevideo", "iceberg")
    assert stored(tmp_path / "lake") == before


def test_files_that_no_commit_took_are_deleted(
    lake: Any, wh: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise pyiceberg_error("CommitFailedException")("the catalog says no")

    monkeypatch.setattr(type(lake), "commit_table", refuse)
    with pytest.raises(ExportError, match=r"^lake.finevideo cannot be used \(the catalog says no\)"):
        wh.export("lake.finevideo", "iceberg")
    assert not [path for path in stored(tmp_path / "lake") if path.suffix == ".parquet"]
    assert not lake.namespace_exists("finevideo")


def pyiceberg_error(name: str) -> Any:
    import pyiceberg.exceptions

    return getattr(pyiceberg.exceptions, name)


def test_something_else_is_never_replaced(lake: Any, wh: Warehouse, tmp_path: Path) -> None:
    lake.create_namespace("finevideo")
    mine = lake.create_table("finevideo.scenes", pa.schema([("n", pa.int64())]))
    mine.append(pa.table({"n": [1]}))
    before = stored(tmp_path / "lake")
    with pytest.raises(ExportError, match=r"^lake\.finevideo\.scenes is not an export of a warehouse"):
        wh.export("lake.finevideo", "iceberg")
    assert names(lake) == {"scenes"}
    assert MARKER not in lake.load_table("finevideo.scenes").properties
    assert stored(tmp_path / "lake") == before


@pytest.mark.usefixtures("lake")
def test_bad_targets_are_told(wh: Warehouse, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"^There is no catalog pond .* has lake: .*PYICEBERG_CATALOG__POND__URI"):
        wh.export("pond.finevideo", "iceberg")
    for target in ("lake", "lake.", ".finevideo", str(tmp_path / "folder"), ""):
        with pytest.raises(ExportError, match=r"names no catalog and namespace|There is no catalog"):
            wh.export(target, "iceberg")
    (tmp_path / "lake").rmdir()
    (tmp_path / "lake").write_text("a file")
    with pytest.raises(ExportError, match=r"^lake\.finevideo "):
        wh.export("lake.finevideo", "iceberg")


def test_a_catalog_that_cannot_be_opened(wh: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure_iceberg(tmp_path, monkeypatch)
    (tmp_path / "catalog.db").write_text("no database, but long enough to be taken for one that is damaged" * 10)
    with pytest.raises(ExportError, match=r"^lake.finevideo cannot be used \(.*not a database"):
        wh.export("lake.finevideo", "iceberg")
