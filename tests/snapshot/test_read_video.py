"""All rows of a video at once are those of a SELECT of each relation."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import warehouse
from tests.conftest import write_shards
from tools.sample import generate
from warehouse.errors import HomeError
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.session import Warehouse
from warehouse.snapshot import groups

pytestmark = pytest.mark.slow
NAMES = ["videos", "scenes", "transcript_segments", "scene_moods", "quality_issues", "scene_cast", "video_tags"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A warehouse whose tables have several parts."""
    folder = tmp_path_factory.mktemp("parts")
    home = Home.at(folder / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "GROUP_RECORDS", 4)
        ingest(home, str(write_shards(folder / "shards", list(generate(24)), rows=4)))
    assert len(list((home.require_current() / "videos").glob("*.parquet"))) > 1
    return home


def test_rows_are_those_of_selects(home: Home) -> None:
    wh = warehouse.open(home.root)
    for video_id in wh.sql("SELECT video_id FROM videos")["video_id"]:
        for name, rows in wh.rows_of(video_id, NAMES).items():
            expected = wh.sql(f"SELECT * FROM {name} WHERE video_id = $id", {"id": video_id})
            assert rows.schema == expected.schema
            assert sorted(map(repr, rows.rows())) == sorted(map(repr, expected.rows())), (name, video_id)


def test_a_video_that_is_not_there_has_no_rows(home: Home) -> None:
    wh = warehouse.open(home.root)
    ids = wh.sql("SELECT video_id FROM videos ORDER BY ALL LIMIT 2")["video_id"].to_list()
    few = Warehouse(home.root, ids=ids[:1])
    for found in (wh.rows_of("nobody", NAMES), few.rows_of(ids[1], NAMES)):
        assert list(found) == NAMES
        assert not any(rows.height for rows in found.values())
    assert few.rows_of(ids[0], NAMES)["videos"].height == 1


def test_damage_and_a_snapshot_that_is_gone_are_told_of(home: Home, tmp_path: Path) -> None:
    root = tmp_path / "data"
    shutil.copytree(home.root, root, symlinks=True)
    wh = warehouse.open(root)
    video_id = wh.sql("SELECT min(video_id) FROM videos").item()
    wh.rows_of(video_id, ["videos"])
    for file in (wh.snapshot / "scenes").glob("*.parquet"):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.unlink()
        file.write_bytes(content)
    with pytest.raises(HomeError, match="damaged"):
        wh.rows_of(video_id, ["scenes"])
    shutil.rmtree(wh.snapshot)
    with pytest.raises(HomeError, match="open the warehouse again"):
        wh.rows_of(video_id, ["videos"])
