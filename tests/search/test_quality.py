from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import real_folder
from tests.search.conftest import indexed
from tests.search.quality import Searches, compared, judged_queries, texts
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.search import open_index


def test_there_are_enough_queries_of_each_class() -> None:
    queries = [*judged_queries("real"), *judged_queries("sample")]
    assert len(queries) >= 80
    assert len({(judged.corpus, judged.query, str(judged.options)) for judged in queries}) == len(queries)
    assert min(Counter(judged.name for judged in queries).values()) >= 8
    assert all(judged.answers for judged in queries)


@pytest.mark.parametrize("corpus", ["sample", "real"])
def test_no_class_of_query_is_worse_than_by_plain_ways(tmp_path: Path, corpus: str) -> None:
    home = Home.at(tmp_path / "data")
    ingest(home, "sample" if corpus == "sample" else str(real_folder()))
    snapshot = indexed(home)
    searches = Searches(open_index(snapshot), snapshot, texts(snapshot))
    for name, ways in compared(searches, judged_queries(corpus)).items():
        recall, ndcg = ways["search"]
        assert recall >= max(way[0] for way in ways.values()) - 1e-9, name
        assert ndcg >= max(way[1] for way in ways.values()) - 1e-9, name
        assert recall > 0.95, name
        assert ndcg > 0.75, name
