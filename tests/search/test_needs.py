from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from tests.conftest import real_folder
from tests.search.needs import Answer, Need, SceneTimes, Score, by_way, ndcg, needs, scored, summary
from tests.search.quality import HELD_OUT, JUDGEMENTS, judged_queries
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.session import Warehouse

TIMES = SceneTimes({"a": [(0.0, 1), (10.0, 2)], "b": [(0.0, 1)]})
NEED = Need("mood", "calm", {"a": Answer(frozenset({2}), whole=True), "b": Answer(frozenset({1}), False, ((4, 6),))})


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    home = tmp_path_factory.mktemp("needs") / "data"
    ingest(Home.at(home), str(real_folder()))
    return Warehouse(home)


def found(*rows: tuple[str, str, int | None, int | None, float | None]) -> pl.DataFrame:
    columns = ["video_id", "kind", "scene_index", "position", "start_seconds"]
    return pl.DataFrame(rows, columns, orient="row")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], 0),
        ([("a", "scenes", 2, None, 10.0), ("b", "props", 1, 3, 0.0)], 1),
        ([("a", "scenes", 1, None, 0.0)], 0),
        # the same place again takes no rank
        ([("a", "props", 2, 1, 11.0), ("a", "moods", 2, None, 10.0), ("b", "props", 1, 3, 0.0)], 1),
        # what is said of the whole, and speech by its second
        ([("a", "titles", None, None, None), ("a", "speech", None, 7, 12.0)], 1),
        ([("b", "titles", None, None, None)], 0),
        # speech by its number, within two segments
        ([("b", "speech", None, 8, 1.0)], 1 / (1 + 0.6309)),
        ([("b", "speech", None, 9, 1.0)], 0),
        ([("x", "props", 1, 1, 0.0), ("a", "scenes", 2, None, 10.0)], 0.6309 / (1 + 0.6309)),
        ([*(("x", "props", scene, 1, 0.0) for scene in range(10)), ("a", "scenes", 2, None, 10.0)], 0),
    ],
    ids=str,
)
def test_gains(rows: list[tuple[str, str, int | None, int | None, float | None]], expected: float) -> None:
    assert ndcg(NEED, found(*rows) if rows else found().clear(), TIMES) == pytest.approx(expected, abs=1e-3)


def test_intervals_hold_the_mean_and_tell_how_sure_it_is() -> None:
    few, many = (summary([(NEED, 0.0), (NEED, 1.0)] * pairs)[-1] for pairs in (5, 50))
    assert few.mean == many.mean == 0.5
    assert few.low < many.low < 0.5 < many.high < few.high
    assert summary([(NEED, 0.25)])[0] == Score("mood", 1, 0.25, 0.25, 0.25)


def test_there_are_enough_needs_of_each_kind_and_none_that_was_judged_before() -> None:
    counts = Counter(need.kind for need in needs())
    assert set(counts) == {"misspelling", "synonym", "question", "situation", "mood", "character", "edit"}
    assert min(counts.values()) >= 8
    queries = {need.query for need in needs()}
    assert len(queries) == counts.total() == 60
    assert not queries & {judged.query for path in (JUDGEMENTS, HELD_OUT) for judged in judged_queries("real", path)}


def test_answers_are_in_the_records(real: Warehouse) -> None:
    scenes = {(row["video_id"], row["scene_index"]) for row in real.scan("scenes").collect().iter_rows(named=True)}
    segments = real.scan("transcript_segments").collect().select("video_id", "segment_index")
    spoken = set(segments.iter_rows())
    for need in needs():
        for video, answer in need.answers.items():
            assert {(video, scene) for scene in answer.scenes} <= scenes, need.query
            assert {(video, end) for ends in answer.speech or () for end in ends} <= spoken, need.query


def test_needs_are_met_by_words(real: Warehouse) -> None:
    scores = summary(scored(by_way(real), SceneTimes.of(real.snapshot)))
    assert scores[-1].mean >= 0.75
