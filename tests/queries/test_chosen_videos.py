"""One's own list of videos: every query, view and table has these alone, as if no others had been ingested."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from polars.testing import assert_frame_equal

import warehouse
from tests.conftest import Record, write_shards
from tests.queries.cases import RELATIONS, VIEWS, statement
from warehouse.cli import main
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.session import Warehouse

# views whose rows come from many videos, and queries over them
QUICK = ("mood_mix", "activity_words", "missing_values", "mood_labels", "prop_pairs", "quality_issues")
PLACE = ["source_file", "source_row"]


@pytest.fixture(scope="module")
def chosen(wh: Warehouse) -> list[str]:
    return wh.known_values("videos.video_id")[::5]


@pytest.fixture(scope="module")
def some(wh: Warehouse, chosen: list[str]) -> Warehouse:
    return warehouse.open(wh.home.root, ids=[*chosen, "nobody", *chosen])


@pytest.fixture(scope="module")
def alone(chosen: list[str], sample: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    records = [record for record in sample if record["original_video_filename"].removesuffix(".mp4") in chosen]
    assert len(records) == len(chosen)
    home = Home.at(tmp_path_factory.mktemp("alone") / "data")
    ingest(home, str(write_shards(tmp_path_factory.mktemp("shards"), records)))
    return warehouse.open(home.root)


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in RELATIONS]
)
def test_relations_have_these_videos_alone(name: str, some: Warehouse, alone: Warehouse) -> None:
    if name == "drift_by_file":
        pytest.skip("compares source files, of which there are others here")
    found, expected = (wh.sql(statement(name)) if name in VIEWS else wh.query(name) for wh in (some, alone))
    assert_frame_equal(found.drop(PLACE, strict=False), expected.drop(PLACE, strict=False))


def test_tables_and_pictures_have_these_videos_alone(some: Warehouse, chosen: list[str]) -> None:
    assert some.missing_ids == ["nobody"]
    assert set(some.scan("scenes").select("video_id").collect()["video_id"]) == set(chosen)
    assert some.scan("source_files").collect().height == 1
    assert some.sql("SELECT count(*) AS n FROM videos").item() == len(chosen)
    drawn = some.chart("mood_mix").to_dict()
    assert f"n = {len(chosen)} of 48 videos" in drawn["title"]["subtitle"][0]
    with pytest.raises(QueryError, match="open the warehouse without ids"):
        some.search("calm")


@pytest.mark.parametrize("command", [["query", "videos_by_category"], ["sql", "FROM videos"]])
def test_command_line_takes_a_file_of_ids(
    command: list[str], sample_home: Home, chosen: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "ids.txt"
    file.write_text("\n".join([*chosen, "", "nobody"]))
    done = CliRunner().invoke(main, ["--home", str(sample_home.root), *command, "--ids", str(file), "-f", "csv"])
    rows = pl.read_csv(done.stdout.encode())
    assert (rows["videos"].sum() if "videos" in rows.columns else rows.height) == len(chosen)
    assert "1 id is not in the snapshot, such as nobody" in done.stderr
