"""How well meaning finds on the real records, with a real model: docs/decisions/0014-vectors-of-scenes.md."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import mean

import pytest

import warehouse
from tests.conftest import real_folder
from tests.search.needs import SceneTimes, by_way, scored, summary
from tests.search.quality import DEPTH, HELD_OUT, JUDGEMENTS, Judged, Key, judged_queries, ndcg, recall
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.session import Warehouse

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def real(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    home = Home.at(tmp_path_factory.mktemp("quality") / "data")
    ingest(home, str(real_folder()))
    warehouse.open(home.root).embed(str(model))
    return warehouse.open(home.root)


def found(wh: Warehouse, by: str) -> Callable[[Judged], list[Key]]:
    def search(judged: Judged) -> list[Key]:
        rows = wh.search(judged.query, by=by, limit=DEPTH, **judged.options)
        return [Key(*row) for row in rows.select("video_id", "kind", "scene_index", "position").iter_rows()]

    return search


def measured(wh: Warehouse, by: str, judgements: Path) -> dict[str, tuple[float, float]]:
    queries = judged_queries("real", judgements, later=True)
    search, table = found(wh, by), {}
    for name in dict.fromkeys(judged.name for judged in queries):
        pairs = [(search(judged), judged) for judged in queries if judged.name == name]
        table[name] = mean(recall(*pair) for pair in pairs), mean(ndcg(*pair) for pair in pairs)
    return table


@pytest.mark.parametrize("judgements", [JUDGEMENTS, HELD_OUT])
def test_no_class_loses_by_meaning(real: Warehouse, judgements: Path) -> None:
    words, both = (measured(real, by, judgements) for by in ("words", "both"))
    for name, (recall_, ndcg_) in words.items():
        assert both[name][0] >= recall_ - 0.01, name
        assert both[name][1] >= ndcg_ - 0.02, name


def test_topics_gain(real: Warehouse) -> None:
    recall_, ndcg_ = measured(real, "both", HELD_OUT)["topic"]
    assert recall_ >= 0.85
    assert ndcg_ >= 0.72


def test_needs_gain(real: Warehouse) -> None:
    times = SceneTimes.of(real.snapshot)
    words, both = (summary(scored(by_way(real, by), times))[-1].mean for by in ("words", "both"))
    assert both > words
    assert both >= 0.80
