from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import mean

import pytest

from tests.conftest import real_folder
from tests.search.conftest import indexed
from tests.search.quality import HELD_OUT, JUDGEMENTS, Judged, Searches, compared, judged_queries, texts
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.search import open_index

# docs/decisions/0010-search-engine.md tells the cases and why
WORSE = {"sample": set(), "real": {"single word", "phrase", "name"}}


@pytest.fixture(scope="module", params=["sample", "real"])
def corpus(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def searches(corpus: str, tmp_path_factory: pytest.TempPathFactory) -> Searches:
    home = Home.at(tmp_path_factory.mktemp(corpus) / "data")
    ingest(home, "sample" if corpus == "sample" else str(real_folder()))
    snapshot = indexed(home)
    return Searches(open_index(snapshot), snapshot, texts(snapshot))


def both(judgements: Path) -> list[Judged]:
    return [*judged_queries("real", judgements), *judged_queries("sample", judgements)]


def asked(queries: list[Judged]) -> set[tuple[str, str, str]]:
    return {(judged.corpus, judged.query, str(judged.options)) for judged in queries}


@pytest.mark.parametrize(("judgements", "least", "least_of_class"), [(JUDGEMENTS, 80, 8), (HELD_OUT, 40, 7)])
def test_there_are_enough_queries_of_each_class(judgements: Path, least: int, least_of_class: int) -> None:
    queries = both(judgements)
    assert len(queries) >= least
    assert len(asked(queries)) == len(queries)
    assert min(Counter(judged.name for judged in queries).values()) >= least_of_class
    assert all(judged.answers for judged in queries)


def test_the_held_out_queries_are_others_of_the_same_classes() -> None:
    assert not asked(both(HELD_OUT)) & asked(both(JUDGEMENTS))
    assert {judged.name for judged in both(HELD_OUT)} == {judged.name for judged in both(JUDGEMENTS)}


@pytest.mark.slow
def test_no_class_of_query_is_worse_than_by_plain_ways(searches: Searches, corpus: str) -> None:
    for name, ways in compared(searches, judged_queries(corpus)).items():
        recall, ndcg = ways["search"]
        assert recall >= max(way[0] for way in ways.values()) - 1e-9, name
        assert ndcg >= max(way[1] for way in ways.values()) - 1e-9, name
        assert recall > 0.95, name
        assert ndcg > 0.75, name


def test_of_held_out_queries_the_classes_that_are_worse_are_known(searches: Searches, corpus: str) -> None:
    table = compared(searches, judged_queries(corpus, HELD_OUT))
    best = {name: tuple(map(max, zip(*ways.values(), strict=True))) for name, ways in table.items()}
    short = {name: max(best[name][at] - ways["search"][at] for at in (0, 1)) for name, ways in table.items()}
    assert {name for name, gap in short.items() if gap > 1e-9} == WORSE[corpus]
    assert max(short.values()) < 0.12
    assert min(min(ways["search"]) for ways in table.values()) > 0.65


def test_over_all_held_out_classes_no_plain_way_comes_near(searches: Searches, corpus: str) -> None:
    table = compared(searches, judged_queries(corpus, HELD_OUT))
    for at in (0, 1):
        search, *plain = (mean(ways[way][at] for ways in table.values()) for way in next(iter(table.values())))
        assert search > max(plain) + 0.1
