"""Search by words, by meaning and by both, with a model that the caller gives."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result

import warehouse
from tests.meaning.conftest import encode
from warehouse.cli.main import main
from warehouse.errors import HomeError, QueryError
from warehouse.home import Home
from warehouse.session import Warehouse


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def found(wh: Warehouse, query: str, by: str | None = None, **options: Any) -> pl.DataFrame:
    return wh.search(query, by=by, encoder=encode, **options)


@pytest.mark.slow
def test_by_words_is_the_search_as_it_was(embedded: Warehouse, wh: Warehouse) -> None:
    by_words = found(embedded, "storm warning", "words")
    assert by_words.equals(wh.search("storm warning"))
    assert set(by_words["found_by"]) == {"words"}


def test_meaning_finds_what_has_none_of_the_words(embedded: Warehouse) -> None:
    assert found(embedded, "lorry", "words").is_empty()
    by_meaning = found(embedded, "lorry")
    assert set(by_meaning["found_by"]) == {"meaning"}
    best = by_meaning.row(0, named=True)
    assert best["video_id"] in set(embedded.search("truck", by="words", limit=None)["video_id"])


def test_each_hit_says_which_way_found_it(embedded: Warehouse) -> None:
    hits = found(embedded, "storm warning coast", limit=100)
    assert set(hits["found_by"]) == {"words", "meaning", "both"}
    words = found(embedded, "storm warning coast", "words", limit=None)
    keys = ["video_id", "kind", "scene_index", "position"]
    by_words = set(words.select(keys).rows())
    for row in hits.iter_rows(named=True):
        assert (tuple(row[key] for key in keys) in by_words) == (row["found_by"] != "meaning")


def test_what_has_all_words_comes_first_in_the_order_of_words(embedded: Warehouse) -> None:
    words, both = found(embedded, "storm", "words", limit=5), found(embedded, "storm", "both", limit=5)
    keys = ["video_id", "kind", "scene_index", "position"]
    assert words.select(keys).equals(both.select(keys))


def test_phrases_exclusions_beginnings_and_filters_stay_strict(embedded: Warehouse) -> None:
    keys = ["video_id", "kind", "scene_index", "position"]
    for query in ('"storm warning"', "storm*", '"storm warning" -coast'):
        strict, as_before = found(embedded, query, "both", limit=50), found(embedded, query, "words", limit=50)
        assert strict.select(keys).equals(as_before.select(keys)), query
    with_phrase = found(embedded, 'coast "storm warning"', limit=None)
    assert with_phrase.height > 0
    assert all("storm warning" in text.replace("**", "").lower() for text in with_phrase["snippet"])
    without = found(embedded, "storm -coast", limit=None)
    excluded = {tuple(row) for row in found(embedded, "coast", "words", limit=None).select(keys).iter_rows()}
    assert not excluded & {tuple(row) for row in without.select(keys).iter_rows()}
    channel = embedded.sql("SELECT youtube_channel FROM videos ORDER BY video_id LIMIT 1").item()
    assert set(found(embedded, "storm", "meaning", channel=channel, limit=50)["channel"]) == {channel}
    assert set(found(embedded, "storm coast", "meaning", kinds="speech", limit=50)["kind"]) == {"speech"}


def test_one_moment_a_video(embedded: Warehouse) -> None:
    videos = found(embedded, "storm coast", group="video", limit=10)["video_id"]
    assert videos.n_unique() == len(videos) == 10


def test_similar_scenes_are_of_other_videos_and_in_order(embedded: Warehouse) -> None:
    vectors = embedded.sql("SELECT * FROM scene_vectors WHERE window_index = 0 ORDER BY video_id, scene_index")
    first = vectors.row(0, named=True)
    similar = embedded.similar(first["video_id"], first["scene_index"], limit=5)
    others = vectors.filter(pl.col("video_id") != first["video_id"])["vector"]
    expected = sorted((sum(a * b for a, b in zip(first["vector"], row, strict=True)) for row in others), reverse=True)
    assert similar["score"].to_list() == pytest.approx(expected[:5], abs=0.01)
    assert first["video_id"] not in set(similar["video_id"])
    assert set(similar["kind"]) == {"scenes"}
    whole = embedded.similar(first["video_id"], limit=3)
    assert whole.height == 3
    with pytest.raises(QueryError, match="no vector of scene 99"):
        embedded.similar(first["video_id"], 99)


def test_what_is_not_there_is_said(wh: Warehouse, embedded: Warehouse) -> None:
    with pytest.raises(HomeError, match="`warehouse embed`"):
        wh.search("storm", by="meaning")
    with pytest.raises(HomeError, match="`warehouse embed`"):
        wh.similar("x")
    with pytest.raises(QueryError, match="cannot be by 'sense'"):
        found(embedded, "storm", "sense")
    with pytest.raises(QueryError, match="no vectors of other"):
        embedded.search("storm", by="both", model="other")
    with pytest.raises(QueryError, match="give an encoder"):
        embedded.search("storm", by="meaning")
    with pytest.raises(QueryError, match="gives 3 numbers"):
        embedded.search("storm", by="meaning", encoder=lambda texts: [[1.0, 2.0, 3.0]] * len(texts))


def test_the_command_line_searches_by_words_where_the_model_is_not_to_be_had(embedded_home: Home) -> None:
    plain = run("--home", str(embedded_home.root), "search", "storm warning", "--limit", "3")
    by_words = run("--home", str(embedded_home.root), "search", "storm warning", "--limit", "3", "--by", "words")
    assert plain.stdout == by_words.stdout != ""
    assert "Searching by words alone" in plain.stderr
    refused = run("--home", str(embedded_home.root), "search", "storm", "--by", "meaning")
    assert refused.exit_code == 1
    assert "give an encoder" in refused.stderr


def test_similar_on_the_command_line(embedded_home: Home, embedded: Warehouse) -> None:
    video_id, scene = embedded.sql("SELECT video_id, scene_index FROM scenes ORDER BY ALL LIMIT 1").row(0)
    shown = run(
        "--home", str(embedded_home.root), "similar", "-f", "jsonl", "--limit", "4", "--", f"{video_id}:{scene}"
    )
    scores = pl.read_ndjson(shown.stdout.encode())["score"]
    assert scores.to_list() == embedded.similar(video_id, scene, limit=4)["score"].to_list()


def test_python_falls_back_to_words_with_a_warning(embedded_home: Home) -> None:
    with pytest.warns(UserWarning, match="by words alone"):
        found_ = warehouse.open(embedded_home.root).search("storm warning")
    assert set(found_["found_by"]) == {"words"}
