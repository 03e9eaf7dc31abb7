from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Record, write_shards
from tests.search.conftest import indexed, video
from tools.sample import generate
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.search import open_index
from warehouse.search.frame import SCHEMA
from warehouse.search.index import SearchIndex

IndexOf = Callable[[Sequence[Record]], SearchIndex]

HOSTILE = [
    *(
        '"',
        '"""',
        "-",
        "--",
        "*",
        '-"',
        '"-',
        '"" ""',
        "the",
        "the of and",
        "🔥",
        "👩‍🍳🏳️‍🌈",
        "\x00\x1b[31m\x7f",
        "\u202e\u2066",
    ),
    *("\ud800", "a" * 10_000, "word " * 2_000, '"the ' * 2_500, "*" * 10_000, "-x " * 3_000, "' OR 1=1 --", "%_\\"),
    *("(a AND (b", "+?[]{}^~:/", "消防車", "مرحبا", "e\u0301" * 50, "a*", "A" * 50 + "*", "", " ", "\n\t"),
]


SPEECH = ["We see the harbour", "of a town", "and then a fire", "truck leaves", "the station now", "a quiet night"]


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    folder = tmp_path_factory.mktemp("harbour")
    home = Home.at(folder / "data")
    ingest(home, str(write_shards(folder / "shards", [video(1, *SPEECH)])))
    return open_index(indexed(home))


def found(frame: pl.DataFrame) -> list[tuple[str, Any]]:
    return list(frame.select("kind", "position").iter_rows())


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_any_string_is_a_query(sample_index: SearchIndex, query: str) -> None:
    assert dict(sample_index.search(query).schema) == SCHEMA


@given(
    st.text()
    | st.lists(st.sampled_from(["the", "egg", "whisk*", '"', "-", "*", "消", "lemon grater", " "])).map("".join)
)
def test_any_text_is_a_query(sample_index: SearchIndex, query: str) -> None:
    assert sample_index.search(query).height <= 20


@pytest.mark.parametrize(
    ("query", "positions"),
    [
        ('"fire truck"', [3]),
        ("trucks", [4]),
        ("truc*", [4]),
        ('"leave the station now"', [4]),
        ('"truck fire"', []),
        ('"now a quiet"', [5]),
        ("fire -truck", [3]),
        ("truck -leaves", []),
        ('fire -"fire truck"', []),
        ('"fire truck" -harbour', [3]),
    ],
)
def test_speech_is_searched_across_segments(harbour: SearchIndex, query: str, positions: list[int]) -> None:
    assert found(harbour.search(query)) == [("speech", position) for position in positions]


def test_a_moment_opens_at_its_second(index_of: IndexOf) -> None:
    row = index_of([video(1, *["la la la"] * 5, "the fire truck", "again")]).search("truck").row(0, named=True)
    assert (row["position"], row["start_seconds"], row["end_seconds"]) == (6, 10.0, 12.0)
    assert row["snippet"] == "the fire **truck** again"
    assert row["watch_url"].endswith(f"v={row['video_id']}&t=10s")


def test_phrases_do_not_join_moments_of_other_kinds_or_videos(index_of: IndexOf) -> None:
    props = {
        "title": "",
        "props": [
            {"name": name, "timestamp": {"start_timestamp": None, "end_timestamp": None}} for name in ("fire", "truck")
        ],
    }
    first, second = video(1, "so much fire"), video(2, "truck goes")
    first["content_metadata"]["scenes"] = [next(generate(1))["content_metadata"]["scenes"][0] | props]
    index = index_of([first, second])
    assert index.search('"fire truck"').is_empty()
    assert index.search("fire truck").height == 4


def test_words_that_are_all_there_come_first(index_of: IndexOf) -> None:
    index = index_of([video(1, "truck " * 9), video(2, "fire and some truck and more"), video(3, "fire " * 9)])
    assert "**fire** and some **truck**" in index.search("fire truck")["snippet"][0]


def test_titles_weigh_more(index_of: IndexOf) -> None:
    index = index_of([video(1, "zebra"), video(2, youtube_title="zebra"), video(3, "a zebra")])
    assert index.search("zebra")["kind"].to_list()[0] == "titles"


def test_equal_scores_keep_the_order_of_the_source(index_of: IndexOf) -> None:
    index = index_of([video(number, "zebra") for number in range(30)])
    everything = index.search("zebra", limit=None)
    assert everything.height == 30
    assert everything["score"].n_unique() == 1
    for limit in (1, 7, 29):
        assert index.search("zebra", limit=limit).equals(everything.head(limit))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "accepted"),
    [
        ({"kinds": ["speech", "props"]}, pl.col("kind").is_in(["speech", "props"])),
        ({"parent_category": "lifestyle"}, pl.col("content_parent_category") == "Lifestyle"),
        ({"fine_category": "Music Videos"}, pl.col("content_fine_category") == "Music Videos"),
        ({"min_duration": 100, "max_duration": 300}, pl.col("duration_seconds").is_between(100, 300)),
        ({"channel": "nobody"}, pl.lit(value=False)),
        (
            {"kinds": ["titles"], "max_duration": 200},
            (pl.col("kind") == "titles") & (pl.col("duration_seconds") <= 200),
        ),
    ],
    ids=str,
)
def test_filters_keep_what_they_say(sample_index: SearchIndex, options: dict[str, Any], accepted: pl.Expr) -> None:
    videos = pl.read_parquet(sample_index.snapshot / "videos" / "*.parquet")
    columns = ["video_id", "content_parent_category", "content_fine_category", "duration_seconds"]
    unfiltered = sample_index.search("a* in*", limit=None).join(
        videos.select(columns), on="video_id", maintain_order="left"
    )
    expected = unfiltered.filter(accepted).drop(columns[1:])
    assert sample_index.search("a* in*", limit=None, **options).equals(expected)


def test_an_unknown_kind_is_told(sample_index: SearchIndex) -> None:
    with pytest.raises(QueryError, match=r"no kind prop .*props"):
        sample_index.search("x", kinds=["prop"])


def test_groups_have_the_best_moment_of_each_video(sample_index: SearchIndex) -> None:
    everything = sample_index.search("the mood turns", limit=None)
    expected = everything.unique("video_id", keep="first", maintain_order=True)
    assert sample_index.search("the mood turns", limit=None, group_by_video=True).equals(expected)
    assert sample_index.search("the mood turns", limit=3, group_by_video=True).equals(expected.head(3))


def test_a_snippet_marks_what_matched(sample_index: SearchIndex) -> None:
    frame = sample_index.search("whisk eggs", limit=None)
    assert frame["snippet"].str.contains(r"(?i)\*\*[^*]*(whisk|egg)").all()


def test_half_a_match_is_no_more_for_being_in_a_title(index_of: IndexOf) -> None:
    index = index_of([video(1, youtube_title="dolphin kick"), video(2, "the penalty then a kick"), video(3, "a kick")])
    kinds = index.search("penalty kick")["kind"].to_list()
    assert kinds == ["speech", "speech", "titles"]


def test_words_that_stand_nearer_in_speech_come_first(index_of: IndexOf) -> None:
    far, near = "fire and so on and on it went until a truck", "a truck on fire and so on and on it went until"
    index = index_of([video(1, far), video(2, near)])
    assert "**truck** on **fire**" in index.search("fire truck")["snippet"][0]


def test_what_a_video_has_elsewhere_counts_a_little(index_of: IndexOf) -> None:
    index = index_of([video(1, "a truck"), video(2, "a truck", youtube_title="fire"), video(3, "fire truck")])
    spoken = index.search("fire truck").filter(pl.col("kind") == "speech")
    assert spoken["score"].is_sorted(descending=True)
    assert spoken["snippet"].to_list()[0] == "**fire truck**"
    assert spoken["score"][1] > spoken["score"][2]


def test_speech_shows_every_word_that_matched(index_of: IndexOf) -> None:
    index = index_of(
        [video(1, "a zebra ran", *("and on it went" for _ in range(5)), "to the lake", "then it was night")]
    )
    snippet = index.search("zebra lake")["snippet"][0]
    assert "**zebra**" in snippet
    assert "**lake**" in snippet


def test_stop_words_are_found_and_not_marked(index_of: IndexOf) -> None:
    index = index_of([video(1, "where is it")])
    assert index.search("where is it")["snippet"].to_list() == ["where is it"]
    assert index.search('"where is it"')["snippet"].to_list() == ["**where is it**"]


def test_what_is_said_about_a_video_comes_behind_what_happens_in_it(index_of: IndexOf) -> None:
    index = index_of(
        [video(1, youtube_tags=["zebra"]), video(2, "a zebra"), video(3, youtube_tags=["quagga", "red panda"])]
    )
    assert index.search("zebra")["kind"].to_list() == ["speech", "tags"]
    assert index.search("panda")["snippet"].to_list() == ["quagga, red **panda**"]
    assert index.search("zebra", kinds=["tags"]).height == 1
