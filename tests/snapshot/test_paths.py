"""Homes and sources whose paths have characters that engines read as patterns or options live a whole life."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import polars as pl
import pytest

import warehouse
from tests.conftest import Record, text, write_shards
from tests.processes import PATIENCE_SECONDS
from warehouse.errors import HomeError, SourceError
from warehouse.home import LONGEST_PATH, Home
from warehouse.ingest import ingest
from warehouse.snapshot.state import status_of
from warehouse.source import find_source

NAMES = {
    "class": "work [2024]",
    "negated class": "[!a-z]",
    "bracket": "a]b[",
    "question mark": "what?",
    "stars": "**",
    "braces": "{a,b}",
    "quotes": 'it\'s "so"',
    "blanks": " s p a c e ",
    "other scripts": "é中",
    "hive": "video_id=3",
    "line feed": "new\nline",
    "percent": "50%20%",
    "tilde": "~nobody",
    "drive": "s3:",
}
DUCKDB = Path(sysconfig.get_path("scripts")) / "duckdb"


def long_name(folder: Path, length: int = LONGEST_PATH) -> Path:
    """A path below a folder that is as long as it may be."""
    while length - len(str(folder)) > 250:
        folder /= "n" * 200
    return folder / ("n" * (length - len(str(folder)) - 1))


def command(home: Home, *arguments: str) -> str:
    whole = [sys.executable, "-m", "warehouse", "--home", str(home.root), *arguments]
    done = subprocess.run(whole, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
    assert done.returncode == 0, done.stderr
    return done.stdout


def live(home: Home, source: Path, records: list[Record]) -> None:
    """Ingest, refresh, ask in every way, move."""
    ingest(home, str(write_shards(source, records[:4], rows=2)))
    write_shards(source, records[4:6], rows=2)
    manifest = ingest(home, None)
    assert manifest.location == str(source)
    assert manifest.rows["videos"] == 6
    assert manifest.changes is not None
    assert manifest.changes.added == 2
    wh = warehouse.open(home.root)
    ids = sorted(record["original_video_filename"].removesuffix(".mp4") for record in records[:6])
    assert wh.sql("SELECT video_id FROM videos ORDER BY ALL")["video_id"].to_list() == ids
    assert sorted(wh.scan("videos").collect()["video_id"]) == ids
    assert wh.scan("videos").collect_schema().names() == wh.sql("FROM videos LIMIT 0").columns
    assert wh.query("videos_by_category")["videos"].sum() == 6
    assert wh.sql("SELECT count(*) FROM scene_moods").item() > 0
    assert text(wh.record(ids[0])) == text(next(r for r in records if r["original_video_filename"] == f"{ids[0]}.mp4"))
    word = wh.sql("SELECT youtube_title FROM videos ORDER BY video_id LIMIT 1").item().split()[-1]
    assert wh.search(word, min_duration=0.0).height > 0
    assert "unchanged" in status_of(home)["source now"]


def live_in_processes(home: Home, ids: list[str]) -> None:
    """The shell, a shell of one's own, the commands, and the life after a move."""
    assert command(home, "shell", "-csv", "-noheader", "-c", "SELECT count(*) FROM videos").strip() == "6"
    mine = "SELECT 7 AS x"
    if "?" not in str(home.root):  # DuckDB cannot write there
        command(home, "shell", "-c", f"CREATE TABLE mine AS {mine}")
        mine = "FROM mine"
    asked = [str(DUCKDB), "-readonly", "-csv", "-noheader", str(home.catalog), "SELECT count(*) FROM video_profile"]
    assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip() == "6"
    assert json.loads(command(home, "record", "--", ids[0]))["original_video_filename"] == f"{ids[0]}.mp4"
    moved = Home.at(home.root.with_name("moved [2]"))
    home.root.rename(moved.root)
    command(moved, "relocate")
    counted = f"SELECT count(*), sum(x) FROM videos, ({mine})"
    assert command(moved, "shell", "-csv", "-noheader", "-c", counted).strip() == "6,42"
    assert command(moved, "sql", mine, "-f", "csv").split() == ["x", "7"]


@pytest.mark.slow
def test_a_life_in_a_home_of_all_names(sample: list[Record], tmp_path: Path) -> None:
    live(Home.at(tmp_path.joinpath(*NAMES.values()) / "data"), tmp_path / "so[urce] *?" / "year=2024", sample)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_life_in_a_home_of_any_name(name: str, sample: list[Record], tmp_path: Path) -> None:
    place = tmp_path / NAMES[name]
    live(Home.at(place / "data"), place / "source", sample)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_commands_in_a_home_of_any_name(name: str, sample: list[Record], tmp_path: Path) -> None:
    home = Home.at(tmp_path / NAMES[name] / "data")
    ingest(home, str(write_shards(tmp_path / "source", sample[:6], rows=2)))
    live_in_processes(home, warehouse.open(home.root).scan("videos").collect()["video_id"].to_list())


@pytest.mark.slow
def test_a_life_at_a_long_path(sample: list[Record], tmp_path: Path) -> None:
    live(Home.at(long_name(tmp_path)), tmp_path / "source", sample)


@pytest.mark.slow
def test_a_source_with_backslashes(sample: list[Record], tmp_path: Path) -> None:
    live(Home.at(tmp_path / "data"), tmp_path / "back\\slash" / "\\[x]", sample)


@pytest.mark.parametrize("name", [*NAMES.values(), "back\\slash"])
def test_a_glob_below_a_folder_of_any_name(name: str, sample: list[Record], tmp_path: Path) -> None:
    folder = write_shards(tmp_path / name / "deep", sample[:4], rows=2)
    found = find_source(str(folder / "train-0000[01]-*.parquet"))
    assert [file.path for file in found.files] == sorted(folder.iterdir())
    assert len(find_source(str(tmp_path / name / "*" / "train-*.parquet")).files) == 2
    with pytest.raises(SourceError):
        find_source(str(folder / "nothing*.parquet"))


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("s3://bucket/data", "is a URL"),
        ("hf://datasets/a/b", "is a URL"),
        ("file:///tmp/x", "is a URL"),
        ("back\\slash", "backslash"),
        ("~nobody-at-all/data", "unknown user"),
        ("not\udcffutf8", "not valid UTF-8"),
        ("nul\0", "NUL"),
        ("n" * (LONGEST_PATH + 1), "are the most"),
    ],
)
def test_homes_that_cannot_be(path: str, told: str) -> None:
    with pytest.raises(HomeError, match=told) as caught:
        Home.at(path)
    assert "\n" not in str(caught.value)


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="cannot be used"):
        Home.at(tmp_path / ("n" * 300)).require_current()


def test_a_folder_that_looks_like_a_partition_gives_no_column(sample: list[Record], tmp_path: Path) -> None:
    home = Home.at(tmp_path / "youtube_title=x" / "data")
    ingest(home, str(write_shards(tmp_path / "source", sample[:2])))
    titles = pl.Series([record["youtube_title"] for record in sample[:2]]).sort()
    assert (
        warehouse.open(home.root).sql("SELECT youtube_title FROM videos ORDER BY ALL").to_series().to_list()
        == titles.to_list()
    )
