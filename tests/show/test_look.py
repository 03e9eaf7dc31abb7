"""What is said of a video is what the warehouse holds."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from tests.conftest import Record, write_shards
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.session import Warehouse
from warehouse.show import Video, look, page
from warehouse.show.facts import marks, span
from warehouse.show.screen import screen
from warehouse.text import clock


def test_facts_are_those_of_the_views(sample_home: Home, sample_video: Video) -> None:
    wh = Warehouse(sample_home.root)
    profile = wh.sql("SELECT * FROM video_profile WHERE video_id = $id", {"id": sample_video.video_id}).row(
        0, named=True
    )
    quality = wh.sql("SELECT * FROM quality_score WHERE video_id = $id", {"id": sample_video.video_id}).row(
        0, named=True
    )
    outline = wh.query("video_outline", video=sample_video.video_id)
    issues = wh.query("video_issues", video=sample_video.video_id)
    assert sample_video.youtube_title == profile["youtube_title"]
    assert sample_video.speech_coverage == profile["speech_coverage"]
    assert sample_video.words == profile["words"]
    assert sample_video.quality.score == quality["quality_score"]
    assert [scene.moods for scene in sample_video.scenes] == outline["moods"].to_list()
    assert [scene.in_storyline for scene in sample_video.scenes] == outline["in_storyline"].to_list()
    assert sum(sample_video.quality.findings.values()) == issues.height
    assert sample_video.synthetic


@pytest.mark.slow
def test_every_video_can_be_shown(sample_home: Home) -> None:
    wh = Warehouse(sample_home.root)
    for video_id in wh.sql("SELECT video_id FROM videos")["video_id"].to_list()[::8]:
        video = look(wh, video_id)
        assert page(video).count("<article") == len(video.scenes)
        assert screen(video, 80, 24) is not None


def test_characters_are_there_as_long_as_the_video_is(home: Home, tmp_path: Path, sample: list[Record]) -> None:
    record = copy.deepcopy(sample[0])
    name = record["content_metadata"]["characterList"][0]["name"]
    for scene in record["content_metadata"]["scenes"]:
        scene["cast"] = [name]
    scene["timestamps"]["end_timestamp"] = "01:00:00.000"
    ingest(home, str(write_shards(tmp_path / "source", [record])))
    wh = Warehouse(home.root)
    (video_id,) = wh.sql("SELECT video_id FROM videos")["video_id"]
    seconds = {who.name: who.seconds for who in look(wh, video_id).characters if who.seconds}
    assert list(seconds) == [name]
    assert seconds == pytest.approx(
        dict(wh.query("character_screen_time").select("character_name", "seconds").iter_rows())
    )
    assert seconds[name] <= record["duration_seconds"] + 1


def test_video_that_is_not_there(sample_home: Home) -> None:
    with pytest.raises(QueryError, match="There is no video nobody"):
        look(Warehouse(sample_home.root), "nobody")


@pytest.mark.slow
def test_video_of_which_nothing_is_known(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "bare.json").write_text('{"original_video_filename": "a b.mp4"}')
    ingest(home, str(folder / "bare.json"))
    video = look(Warehouse(home.root), "a b")
    assert video.length == 0
    assert video.url() is None
    assert "The length of the video is unknown" in page(video)
    assert screen(video) is not None


def test_times() -> None:
    assert [clock(None), clock(65.9), clock(3723)] == ["?", "1:05", "1:02:03"]
    assert [span(5, 5), span(5, None), span(5, 65)] == ["0:05", "0:05-?", "0:05-1:05"]
    for length in (0.4, 7, 61, 600, 3601, 50_000):
        assert 1 <= len(marks(length)) <= 11
        assert marks(length)[-1] <= length
