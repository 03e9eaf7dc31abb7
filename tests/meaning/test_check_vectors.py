"""Damage to vectors is told by `warehouse verify`: in files, listings, keys, references, lengths."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

import warehouse
from tests.conftest import write_shards
from tests.meaning.conftest import TABLES, encode
from tools.sample import generate
from warehouse.cli.main import main
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.meaning.vector_sets import read_set, write_set
from warehouse.snapshot import groups
from warehouse.snapshot.integrity import checksum
from warehouse.verify import verify

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("whole")
    home = Home.at(folder / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "GROUP_RECORDS", 2)
        ingest(home, str(write_shards(folder / "shards", list(generate(6)), rows=3)), TABLES)
    warehouse.open(home.root).embed("tiny", encoder=encode)
    return home


@pytest.fixture
def home(whole: Home, tmp_path: Path) -> Home:
    """A warehouse that may be damaged."""
    copied = Home.at(tmp_path / "data")
    shutil.copytree(whole.root, copied.root, symlinks=True)
    assert CliRunner().invoke(main, ["--home", str(copied.root), "relocate"]).exit_code == 0
    return copied


def folder_of(home: Home) -> Path:
    (folder,) = (home.require_current() / "scene_vectors").iterdir()
    return folder


def told(home: Home) -> dict[str, str]:
    """What is wrong, by the names of the files."""
    faults = verify(home).faults
    assert all(str(folder_of(home)) in fault.repair for fault in faults)
    return {Path(fault.where).name: fault.what for fault in faults}


def test_nothing_is_wrong(home: Home) -> None:
    assert told(home) == {}
    shown = CliRunner().invoke(main, ["--home", str(home.root), "verify"])
    assert shown.exit_code == 0
    assert "1 model(s)" in shown.stdout
    noted = read_set(folder_of(home)).checksums
    assert noted.keys() == {path.name for path in folder_of(home).iterdir()} - {"set.json"}


@pytest.mark.parametrize("position", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("pattern", ["*.parquet", "*.vectors", "set.json"])
def test_a_flipped_bit(home: Home, pattern: str, position: float) -> None:
    file = max(folder_of(home).glob(pattern))
    content = bytearray(file.read_bytes())
    content[int(position * len(content))] ^= 1
    file.write_bytes(content)
    assert told(home).keys() == {file.name}
    assert CliRunner().invoke(main, ["--home", str(home.root), "verify"]).exit_code == 1


def test_a_missing_file_and_one_too_many(home: Home) -> None:
    file = max(folder_of(home).glob("*.vectors"))
    file.unlink()
    assert told(home) == {file.name: "it cannot be read (No such file or directory)"}
    given = read_set(folder_of(home))
    write_set(folder_of(home), given.having("part-00099-00000.parquet", 0, {}))
    assert told(home)["part-00099-00000.parquet"] == "the tables have no such part"


def test_vectors_of_another_model(home: Home) -> None:
    folder = folder_of(home)
    folder.rename(folder.with_name("other"))
    assert CliRunner().invoke(main, ["--home", str(home.root), "relocate"]).exit_code == 0
    assert "whose folder is another" in told(home)["other"]


def rewritten(home: Home, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Parquet that another program has written, noted with the checksum that it has."""
    folder = folder_of(home)
    file = max(folder.glob("*.parquet"))
    change(pl.read_parquet(file)).write_parquet(file)
    given = read_set(folder)
    write_set(folder, replace(given, checksums={**given.checksums, file.name: checksum(file)}))


CHANGES: dict[str, tuple[Callable[[pl.DataFrame], pl.DataFrame], str]] = {
    "a row twice": (lambda rows: pl.concat([rows[:1], rows[:-1]]), "is not unique"),
    "a row less": (lambda rows: rows[:-1], "rows of the listing"),
    "no such scene": (lambda rows: rows.with_columns(scene_index=pl.col("scene_index") + 900), "no row of scenes"),
    "another model": (lambda rows: rows.with_columns(model=pl.lit("big")), "another model than tiny"),
    "no model": (lambda rows: rows.with_columns(model=pl.lit(None, pl.String)), "another model than tiny"),
    "longer": (
        lambda rows: rows.with_columns(vector=(pl.col("vector").arr.to_list().list.eval(pl.element() * 2))),
        "not the length 1",
    ),
    "shorter": (lambda rows: rows.with_columns(vector=pl.col("vector").arr.to_list().list.head(9)), "have not"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_rows_that_do_not_hold(home: Home, name: str) -> None:
    change, what = CHANGES[name]
    rewritten(home, change)
    assert what in told(home)[folder_of(home).name]


def test_a_listing_that_says_something_else(home: Home) -> None:
    listing = folder_of(home) / "set.json"
    content: dict[str, Any] = json.loads(listing.read_text())
    changed: dict[str, Any]
    for changed in ({"dimension": 7}, {"revision": "x"}, {"parts": {}}):
        listing.write_text(json.dumps(content | changed))
        assert "not what was written" in told(home)["set.json"]


def test_vectors_of_ones_own_and_those_of_a_refresh(home: Home) -> None:
    wh = warehouse.open(home.root)
    scenes = wh.sql("SELECT video_id, scene_index FROM scenes ORDER BY ALL")
    wh.put_vectors(scenes.with_columns(vector=pl.Series([[1.0, 2.0]] * scenes.height)), "mine")
    assert verify(home).faults == []
    file = max((home.require_current() / "scene_vectors").glob("mine*/*.vectors"))
    file.write_bytes(file.read_bytes()[:-8])
    (fault,) = verify(home).faults
    assert "put_vectors" in fault.repair
