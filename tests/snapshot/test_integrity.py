"""A flipped bit anywhere in a snapshot is an error that names the file, never another answer."""

from __future__ import annotations

import json
import os
import random
import shutil
import zlib
from pathlib import Path

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner, Result

import warehouse
from tests.conftest import Record, write_shards
from warehouse.cli import main
from warehouse.errors import HomeError, QueryError, WarehouseError
from warehouse.home import Home
from warehouse.ingest import Options, ingest
from warehouse.model import TABLES
from warehouse.queries import load_views
from warehouse.snapshot import groups
from warehouse.snapshot.manifest import read_manifest
from warehouse.snapshot.parts import parts_of
from warehouse.verify import verify

STORED = [view.name for view in load_views() if view.stored]


@pytest.fixture
def home(sample_home: Home, tmp_path: Path) -> Home:
    """A warehouse that may be damaged."""
    copied = Home.at(tmp_path / "data")
    shutil.copytree(sample_home.root, copied.root, symlinks=True)
    assert run(copied, "relocate").exit_code == 0
    return copied


def run(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home.root), *arguments])


def flip(path: Path, position: int, bit: int = 0) -> None:
    """Change one bit of a file, whose time of modification stays."""
    stat, content = path.stat(), bytearray(path.read_bytes())
    content[position % len(content)] ^= 1 << bit
    path.write_bytes(content)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@pytest.mark.slow
def test_every_file_is_noted(home: Home) -> None:
    snapshot = home.require_current()
    noted = read_manifest(snapshot).checksums
    files = {path.relative_to(snapshot).as_posix(): path for path in snapshot.rglob("*") if path.is_file()}
    assert set(files) - set(noted) == {"manifest.json", "croissant.json"}
    for name, text in noted.items():
        content = files[name].read_bytes()
        assert text == f"{len(content)}:{zlib.crc32(content):08x}"


@pytest.mark.slow
def test_nothing_is_wrong(home: Home) -> None:
    found = verify(home)
    assert found.faults == []
    done = run(home, "verify")
    assert done.exit_code == 0, done.stderr
    assert "nothing" in done.stdout


NAMES = [*(table.name for table in TABLES), *STORED]
OFTEN_ASKED = {"videos", "scenes", "scene_moods", "ingest_issues"}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in OFTEN_ASKED else pytest.mark.slow) for name in NAMES]
)
def test_a_flipped_bit_is_an_error_where_it_is_read(name: str, home: Home) -> None:
    file = min((home.require_current() / name).rglob("*.parquet"))
    random_numbers = random.Random(name)
    flip(file, random_numbers.randrange(file.stat().st_size), random_numbers.randrange(8))
    with pytest.raises(HomeError, match="is damaged") as caught:
        warehouse.open(home.root).sql(f"FROM {name}")
    assert str(file) in str(caught.value)
    with pytest.raises(HomeError, match=r"is damaged.*ingest --force"):
        warehouse.open(home.root).sql(f"SELECT count(*) FROM (FROM {name})")
    if name in {table.name for table in TABLES}:
        with pytest.raises(HomeError, match="is damaged"):
            warehouse.open(home.root).scan(name)
    (fault,) = verify(home).faults
    assert fault.where == str(file)


@pytest.mark.slow
def test_a_damaged_table_gives_no_record(home: Home) -> None:
    wh = warehouse.open(home.root)
    video = wh.sql("SELECT min(video_id) FROM videos").item()
    flip(home.require_current() / "qa_pairs" / parts_of(home.require_current())[0], 1000)
    with pytest.raises(HomeError, match=r"qa_pairs.*is damaged"):
        warehouse.open(home.root).record(video)


@pytest.mark.slow
def test_a_flipped_bit_in_the_index_is_never_another_answer(home: Home) -> None:
    """Any bit, in the header, an array or a checksum: searches answer as before, or name the file."""
    index = next((home.require_current() / "search").glob("*.index"))
    kept, chance, noticed = index.read_bytes(), random.Random(14), 0
    expected = [found(home, query) for query in SEARCHES]
    for position in (0, 5, 20, len(kept) - 1, *(chance.randrange(len(kept)) for _ in range(16))):
        flip(index, position, chance.randrange(8))
        for query, answer in zip(SEARCHES, expected, strict=True):
            told = found(home, query)
            noticed += told != answer
            assert told == answer or str(told).startswith(f"{index} is damaged")
        index.write_bytes(kept)
    assert noticed > 20
    listing = index.with_name("index.json")
    kept = listing.read_bytes()
    for position in range(0, len(kept), len(kept) // 30):
        flip(listing, position)
        told = found(home, "the")
        assert told == expected[0] or "search index that can be read" in told or f"{listing} is damaged" in told
        listing.write_bytes(kept)


SEARCHES = ("the", '"of the"', "wor*", "music -calm", "kitchn")


def found(home: Home, query: str) -> list[dict[str, object]] | str:
    """What a search finds, or why it does not."""
    try:
        return warehouse.open(home.root).search(query, limit=None, tell=lambda _: None).to_dicts()
    except HomeError as error:
        return str(error)


@pytest.mark.slow
def test_a_flipped_bit_in_the_manifest(home: Home) -> None:
    path = home.require_current() / "manifest.json"
    length = path.stat().st_size
    kept = path.read_bytes()
    for position in range(5, length, length // 40):
        flip(path, position)
        with pytest.raises(WarehouseError, match=r"manifest\.json"):
            warehouse.open(home.root)
        assert verify(home).faults[0].where == str(path)
        path.write_bytes(kept)


@pytest.mark.slow
def test_a_missing_and_a_longer_file(home: Home) -> None:
    snapshot = home.require_current()
    (snapshot / "props" / parts_of(snapshot)[0]).unlink()
    index = next((snapshot / "search").glob("*.index"))
    index.write_bytes(index.read_bytes() + b"x")
    done = run(home, "verify")
    assert done.exit_code == 1
    assert "props" in done.stderr
    told = {Path(fault.where).relative_to(snapshot).parts[0]: fault.what for fault in verify(home).faults}
    assert "missing" in told["props"]
    assert "damaged" in told["search"]


@pytest.mark.slow
def test_a_damaged_catalog_is_named(home: Home) -> None:
    size = home.catalog.stat().st_size
    kept = home.catalog.read_bytes()
    for position in (0, 9, 5000, size // 2):
        flip(home.catalog, position)
        faults = verify(home).faults
        same = catalog_content(home)
        assert faults or same == catalog_content_of(kept, home)
        assert all(fault.where == str(home.catalog) for fault in faults)
        home.catalog.write_bytes(kept)
    home.catalog.write_bytes(kept[: size // 2])
    assert verify(home).faults
    (home.root / ".catalog.json").unlink()
    done = run(home, "relocate")
    assert done.exit_code == 1
    assert "is damaged" in done.stderr
    home.catalog.unlink()
    assert run(home, "relocate").exit_code == 0
    assert verify(home).faults == []


def catalog_content(home: Home) -> object:
    try:
        with duckdb.connect(str(home.catalog), read_only=True) as connection:
            return connection.execute(
                "SELECT view_name, sql FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
            ).fetchall()
    except duckdb.Error as error:
        return str(error)


def catalog_content_of(content: bytes, home: Home) -> object:
    other = Home(home.root / "other")
    other.root.mkdir(exist_ok=True)
    other.catalog.write_bytes(content)
    return catalog_content(other)


@pytest.mark.slow
def test_a_view_that_was_replaced_is_told(home: Home) -> None:
    with duckdb.connect(str(home.catalog)) as connection:
        connection.execute("CREATE OR REPLACE VIEW scenes AS SELECT 1 AS x; CREATE VIEW mine AS SELECT 2 AS y")
    (fault,) = verify(home).faults
    assert "scenes is not as it was made" in fault.what


@pytest.mark.slow
def test_keys_and_references_that_do_not_hold(home: Home) -> None:
    """Tables that another program has written, with checksums of its own."""
    snapshot = home.require_current()
    part = parts_of(snapshot)[0]
    scenes = pl.read_parquet(snapshot / "scenes" / part)
    pl.concat([scenes[:1], scenes[:-1]]).write_parquet(snapshot / "scenes" / part)
    manifest = snapshot / "manifest.json"
    content = json.loads(manifest.read_text())
    del content["digest"], content["checksums"]
    manifest.write_text(json.dumps(content))
    told = [fault.what for fault in verify(home).faults]
    assert any("is not unique" in what for what in told)
    assert any("refer to no row of scenes" in what for what in told)


@pytest.mark.slow
def test_shared_files_keep_their_checksums(
    sample: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "GROUP_RECORDS", 3)
    source, home = write_shards(tmp_path / "source", sample[:12], rows=3), Home.at(tmp_path / "data")
    ingest(home, str(source), Options(tables_only=True))
    sorted(source.iterdir())[2].unlink()
    ingest(home, None, Options(tables_only=True))
    assert verify(home).faults == []
    with pytest.raises(QueryError):
        warehouse.open(home.root).sql("FROM nothing")
