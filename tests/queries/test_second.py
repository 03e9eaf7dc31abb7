"""The hardest views and queries against a second computation, on the sample, on traps and on the real records."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal, assert_series_equal

import warehouse
from tests.conftest import real_folder, write_shards
from tests.queries.cases import QUERIES, VIEWS, flat
from tests.queries.made_up import trapped
from tests.queries.second import SECOND, transitions
from tests.queries.second_questions import techniques_by
from tests.queries.second_selection import chosen_clips, chosen_videos
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.session import Warehouse


@pytest.fixture(
    scope="module",
    params=[pytest.param("sample", marks=pytest.mark.slow), "made up", pytest.param("real", marks=pytest.mark.slow)],
)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    if request.param == "sample":
        found: Warehouse = request.getfixturevalue("wh")
        return found
    home = Home.at(tmp_path_factory.mktemp("filled") / "data")
    if request.param == "made up":
        records = trapped(request.getfixturevalue("sample"))
        ingest(home, str(write_shards(tmp_path_factory.mktemp("shards"), records)))
    else:
        ingest(home, str(real_folder()))
    return warehouse.open(home.root)


@pytest.mark.parametrize("name", SECOND)
def test_equals_second_computation(name: str, filled: Warehouse) -> None:
    found, expected = flat(everything(filled, name)), flat(SECOND[name](filled))
    # the ends of intervals are computed a second time in test_counts
    ends = {name for name in found.columns if name.endswith(("_low", "_high"))} - set(expected.columns)
    found = found.drop(ends)
    assert found.columns == expected.columns
    assert found.height > 0
    exact = [column for column, kind in found.schema.items() if not kind.is_float()]
    order = [*exact, *(set(found.columns) - set(exact))]
    found, expected = found.sort(order), expected.sort(order)
    assert_frame_equal(found.select(exact), expected.select(exact), check_dtypes=False)
    for column in set(found.columns) - set(exact):
        tolerance = 0.501 * 10.0 ** -digits(found[column])
        assert_series_equal(found[column], expected[column], check_dtypes=False, abs_tol=tolerance, rel_tol=0)


CLIPS: dict[str, dict[str, Any]] = {
    "moods": {"mood": ["Calm", "Excited", "Happy"], "minimum_dynamism": 0.3},
    "neighbours": {"join_adjacent": True, "minimum_seconds": 30, "maximum_seconds": 200},
    "distance": {"minimum_distance": 20, "join_adjacent": True, "mood": ["Excited", "Happy", "Curious"]},
    "one of each video": {"one_per": "video"},
    "one of each channel": {"one_per": "channel", "category": ["Sports"]},
    "balance": {"balance_by": "valence", "clips_per_group": 3},
    "all": {
        "minimum_distance": 5, "one_per": "video", "balance_by": "upload_year", "clips_per_group": 2,
        "join_adjacent": True, "minimum_dynamism": 0.2,
    },
}  # fmt: skip


@pytest.mark.parametrize("case", CLIPS)
def test_clips_with_options_equal_second_computation(case: str, filled: Warehouse) -> None:
    found = filled.query("select_clips", **CLIPS[case], row_limit=None)
    keys = ["video_id", "first_scene", "last_scene", "balanced_by"]
    expected = [tuple(row[key] for key in keys) for row in chosen_clips(filled, **CLIPS[case])]
    assert expected
    assert found.select(keys).rows() == expected


VIDEOS: dict[str, dict[str, Any]] = {
    "mood": {"mood": ["Calm", "Excited"], "minimum_words": 0, "minimum_speech": 0.3},
    "balance": {"balance_by": "upload_year", "videos_per_group": 1, "minimum_words": 0},
    "channels": {"one_per_channel": True, "balance_by": "parent_category", "videos_per_group": 3},
}


@pytest.mark.parametrize("case", VIDEOS)
def test_videos_with_options_equal_second_computation(case: str, filled: Warehouse) -> None:
    found = filled.query("select_videos", **VIDEOS[case])
    expected = [(row["video_id"], row["balanced_by"], row["place"]) for row in chosen_videos(filled, **VIDEOS[case])]
    assert found.select("video_id", "balanced_by", "place").rows() == sorted(expected)


@pytest.mark.parametrize("by", ["valence", "position"])
def test_techniques_by_more_than_moods_equal_second_computation(by: str, filled: Warehouse) -> None:
    found = filled.query("techniques_by_mood", compare_by=by, minimum_videos=1).drop("share_low", "share_high")
    keys = ["technique", "value"]
    expected = techniques_by(filled, by).sort(keys)
    assert_frame_equal(found.sort(keys), expected, check_dtypes=False, abs_tol=0.00006, rel_tol=0)


def test_transitions_of_families_equal_second_computation(filled: Warehouse) -> None:
    found = filled.query("mood_transitions", group_by="family", row_limit=None).drop("share_low", "share_high")
    keys = ["from_mood", "to_mood"]
    assert {"Celebration", "Celebratory"} - set(found["from_mood"])
    expected = transitions(filled, "family").sort(keys)
    assert_frame_equal(found.sort(keys), expected, check_dtypes=False, abs_tol=0.00006, rel_tol=0)


def everything(wh: Warehouse, name: str) -> pl.DataFrame:
    """All rows of a view, or of a query without its limit and its least number of videos."""
    if name in VIEWS:
        return wh.sql(f"SELECT * FROM {name}")
    without: dict[str, Any] = {"row_limit": 1_000_000, "minimum_videos": 1}
    return wh.query(name, **{p.name: without[p.name] for p in QUERIES[name].parameters if p.name in without})


def digits(column: pl.Series) -> int:
    """The digits to which a column was rounded; 9 where it was not."""
    values = column.drop_nulls()
    return next((number for number in range(7) if (values.round(number) - values).abs().lt(1e-12).all()), 9)


def test_videos_of_unknown_length_have_no_class_of_coverage(filled: Warehouse) -> None:
    unknown = filled.sql("SELECT count(*) AS n FROM videos WHERE duration_seconds = 0 OR duration_seconds IS NULL")
    classes = filled.query("speech_coverage").filter(pl.col("from_share").is_null())
    assert sum(classes["videos"]) == unknown["n"][0]
