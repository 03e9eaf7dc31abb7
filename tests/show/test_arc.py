"""The arc of a video as a picture: to scale, in the palette, with labels that lie over nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

import warehouse
from warehouse.cli import main
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.queries.charts import COLORS
from warehouse.show import look
from warehouse.show.arc import FONT_SIZE, VALENCES, arc, mood_labels
from warehouse.show.facts import Video

MOST_SCENES = "SELECT video_id FROM scenes GROUP BY video_id ORDER BY count(*) DESC, video_id LIMIT 1"


@pytest.fixture(scope="module")
def video(sample_home: Home) -> Video:
    opened = warehouse.open(sample_home.root)
    return look(opened, opened.sql(MOST_SCENES).item())


@pytest.mark.parametrize("width", [200, 900])
def test_scenes_stand_to_scale_and_moods_apart(video: Video, width: int) -> None:
    drawn = arc(video, "source", width=width).to_dict()
    moods, scenes, lanes = drawn["vconcat"]
    bars = scenes["layer"][0]["encoding"]
    assert bars["x"]["scale"]["domain"] == [0, video.length]
    assert bars["y"]["axis"]["title"] == "Dynamism (0 to 1)"
    assert lanes["layer"][0]["encoding"]["x"]["axis"]["title"] == "Time in the video (min:s)"
    assert set(bars["color"]["scale"]["range"]) <= set(VALENCES.values()) <= {*COLORS, "#999999"}
    assert len(set(VALENCES.values())) == len(VALENCES)
    rows = drawn["datasets"][scenes["data"]["name"] if "data" in scenes else scenes["layer"][0]["data"]["name"]]
    assert [(row["start"], row["end"]) for row in rows] == [
        (scene.start, scene.end) for scene in video.scenes if scene.start is not None and scene.end is not None
    ]
    middles = [label["at"] / video.length * width for label in drawn["datasets"][moods["data"]["name"]]]
    assert all(after - before >= FONT_SIZE for before, after in pairwise(middles))


def test_moods_without_room_are_told(video: Video) -> None:
    crowded = [replace(video.scenes[0], index=n, start=n, end=n + 1.0, moods="Calm") for n in range(60)]
    assert len(mood_labels(crowded, 60.0, 200)) < 60
    drawn = arc(replace(video, scenes=tuple(crowded), duration=60.0), "source", width=200).to_dict()
    told = 60 - len(mood_labels(crowded, 60.0, 200))
    assert drawn["title"]["subtitle"] == [
        f"{video.video_id}; source",
        f"{told} of 60 scenes have no room for their mood",
    ]


def test_command(video: Video, sample_home: Home, tmp_path: Path) -> None:
    path = tmp_path / "arc.svg"
    arguments = ["--home", str(sample_home.root), "show", "--title", "An <arc>", "--width", "700"]
    done = CliRunner().invoke(main, [*arguments, "--chart", str(path), "--", video.video_id])
    assert (done.exit_code, done.stdout) == (0, ""), done.stderr
    texts = list(ElementTree.parse(path).getroot().itertext())
    assert "An <arc>" in texts
    assert f"{video.video_id}; synthetic sample" in texts
    assert CliRunner().invoke(main, [*arguments, "--", video.video_id]).exit_code == 2
    wrong = CliRunner().invoke(main, [*arguments, "--chart", "arc.gif", "--", video.video_id])
    assert wrong.stderr == "Error: arc.gif is not a supported chart format: use .png, .svg, .html.\n"


def test_a_video_without_a_length(video: Video) -> None:
    with pytest.raises(QueryError, match="the length of the video is unknown"):
        arc(replace(video, duration=None, scenes=(), moments=()), "source")
