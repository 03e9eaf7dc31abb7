"""Values of the data: several for one parameter, in any case, broad or fine, and what is said where nothing matches."""

from __future__ import annotations

from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from tests.queries.cases import QUERIES, result
from warehouse.errors import QueryError
from warehouse.queries import Statement
from warehouse.queries.bind import read_values
from warehouse.queries.known_values import vocabulary
from warehouse.queries.several_values import takes_several, with_several
from warehouse.queries.statement import read_statement
from warehouse.session import Warehouse

FREE = {"video"}


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_a_parameter_that_names_values_of_the_data_takes_several(query: Statement) -> None:
    for parameter in query.parameters:
        if vocabulary(query, parameter) and parameter.name not in FREE:
            assert takes_several(query, parameter), parameter.name


@pytest.mark.parametrize("name", [name for name, query in QUERIES.items() if "$category" in query.sql])
def test_all_categories_are_no_filter(name: str, wh: Warehouse) -> None:
    categories = wh.known_values("videos.content_parent_category")
    assert_frame_equal(wh.query(name, category=[each.upper() for each in categories]), result(wh, name))


def test_broad_and_fine_categories(wh: Warehouse) -> None:
    rows = wh.query("videos_by_category", category=["sports", "TED talks"]).rows()
    assert [row[:3] for row in rows] == [
        ("Education", "TED Talks", 1),
        ("Sports", "Career Highlights", 1),
        ("Sports", "Match Replays", 1),
        ("Sports", "Training Techniques", 1),
    ]
    for given in ("Sports, ted talks", ("TED Talks", "Sports"), {"Sports", "TED Talks"}):
        assert wh.query("videos_by_category", category=given).rows() == rows
    assert wh.sql("FROM videos_by_category(category := 'TED Talks')").rows() == rows[:1]


def test_several_moods(wh: Warehouse) -> None:
    def scenes(mood: str | list[str]) -> set[tuple[str, int]]:
        found = wh.query("scene_clips", with_mood=mood, row_limit=None)
        return set(found.select("video_id", "scene_index").iter_rows())

    assert scenes(["calm", "Proud"]) == scenes("Calm") | scenes("proud") > scenes("Calm")


def test_what_matches_nothing_is_told_with_what_comes_near(wh: Warehouse) -> None:
    told = {
        "Highlights": "finds nothing for category 'Highlights', did you mean Career Highlights",
        "Videos": "did you mean Lyric Videos, Music Videos, Reaction Videos or Recipe Videos",
        "Sprots": "did you mean Sports",
        "??": "there are Art & Creativity, .*, Sports\\.",
    }
    for value, message in told.items():
        with pytest.raises(QueryError, match=message):
            wh.query("mood_mix", category=value)
    with pytest.raises(QueryError, match="a fine category"):
        wh.query("activity_words", category="TED Talks")
    with pytest.raises(QueryError, match="with_mood 'calmm', did you mean Calm"):
        wh.query("scene_clips", with_mood=["Proud", "calmm"])


def test_what_takes_one_value_refuses_several(wh: Warehouse) -> None:
    with pytest.raises(QueryError, match="takes one value for parts, not 2"):
        wh.query("mood_arc", parts=[4, 5])
    with pytest.raises(QueryError, match="takes one value for parts, and was given 2"):
        read_values(QUERIES["mood_arc"], [("parts", "4"), ("parts", "5")])
    with pytest.raises(QueryError, match="has no value for category"):
        wh.query("mood_mix", category=[])
    assert read_values(QUERIES["mood_mix"], [("category", "a"), ("category", "b")]) == {"category": ["a", "b"]}


def test_allowed_values_are_matched_in_any_case(wh: Warehouse) -> None:
    assert_frame_equal(wh.query("find_moments", only_kind="Activity"), wh.query("find_moments", only_kind="activity"))


def test_another_use_of_a_parameter_is_not_expanded(tmp_path: Path) -> None:
    text = '/*\ntitle = "t"\ndoc = "d"\n[parameters.x]\ntype = "text"\ndoc = "x"\n*/\n'
    path = tmp_path / "mine.sql"
    path.write_text(text + "SELECT videos.title || $x AS t FROM videos WHERE videos.title = $x")
    mine = read_statement(path)
    assert not takes_several(mine, mine.parameters[0])
    with pytest.raises(QueryError, match="takes one value for x, not 2"):
        with_several(mine, {"x": ["a", "b"]})
    path.write_text(text + "SELECT videos.title FROM videos WHERE $x IS NULL OR videos.title = $x -- $xy")
    single, values = with_several(read_statement(path), {"x": ["a", "b"]})
    assert single.sql.endswith("WHERE FALSE OR (videos.title = $x_1 OR videos.title = $x_2) -- $xy")
    assert values == {"x_1": "a", "x_2": "b"}
    assert [parameter.name for parameter in single.parameters] == ["x_1", "x_2"]


def test_an_empty_result_says_which_filter_emptied_it(wh: Warehouse) -> None:
    assert wh.query("select_videos", category="Sports", maximum_seconds=60).is_empty()
    told = wh.why_empty("select_videos", category="Sports", maximum_seconds=61)
    assert told == "No row is left: without -p maximum_seconds there would be 1."
    by_default = wh.why_empty("select_videos", category="Biology")
    assert by_default == "No row is left: without -p category there would be 10."
    both = wh.why_empty("select_videos", category="Biology", maximum_seconds=61)
    assert both == "No row is left: without -p category and -p maximum_seconds there would be 12."
    defaults = wh.why_empty("select_videos", minimum_seconds=0, maximum_seconds=30, minimum_scenes=0)
    assert defaults == "No row is left: without -p maximum_seconds there would be 20."
    assert (
        wh.why_empty("find_videos", phrase="no such phrase") == "No row is left: without -p phrase there would be 48."
    )
