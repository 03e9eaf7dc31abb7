"""Histograms: bars that stand side by side are neighbours, because an empty class is a row, too."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import polars.selectors as cs
import pytest

from tests.queries.cases import QUERIES, result
from tests.queries.conftest import changed, connected
from warehouse.errors import QueryError
from warehouse.queries.bind import bind
from warehouse.queries.load import reads
from warehouse.queries.statement import Statement, read_statement
from warehouse.session import Warehouse

# the lines of a picture are a name: 360, 480, 720
NAMES = {"video_formats"}
BINNED = [query for query in QUERIES.values() if query.bins]


@pytest.fixture(scope="module")
def few(wh: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The definitions over three videos, without the middle of their scenes and without small casts."""
    kept = wh.scan("videos").select("video_id").collect()["video_id"].sort()[:3].implode()

    def of_few(rows: pl.DataFrame) -> pl.DataFrame:
        if "cast_index" in rows.columns:
            rows = rows.filter(pl.len().over("video_id", "scene_index") > 2)
        if "scene_index" in rows.columns:
            rows = rows.filter(~pl.col("scene_index").is_in([2, 3]))
        return rows.filter(pl.col("video_id").is_in(kept)) if "video_id" in rows.columns else rows

    return connected(changed(wh, tmp_path_factory.mktemp("few"), of_few))


@pytest.mark.slow
@pytest.mark.parametrize("query", BINNED, ids=lambda query: query.name)
def test_classes_between_the_first_and_the_last_are_complete(query: Statement, few: duckdb.DuckDBPyConnection) -> None:
    assert query.bins
    widths = [p for p in query.parameters if p.name in (query.bins.step, "parts")]
    empty = 0
    for given in [{p.name: value} for p in widths for value in p.allowed] or [{}]:
        parameters = bind(query, given)
        step = parameters[query.bins.step] if isinstance(query.bins.step, str) else query.bins.step
        assert isinstance(step, int | float)
        found = few.sql(query.sql, params=parameters or None).pl()
        assert not found.is_empty()
        for group in found.partition_by(query.bins.within) if query.bins.within else [found]:
            places = [value / step for value in group[query.bins.column].drop_nulls()]
            assert places == sorted(places)
            on_grid = [round(place) for place in places if abs(place - round(place)) < 1e-6]
            assert on_grid == list(range(on_grid[0], on_grid[-1] + 1))
        counts = found.filter(pl.col(query.bins.column).is_not_null()).select(cs.integer() - of_class(query))
        empty += sum(row == (0,) * counts.width for row in counts.rows())
    assert empty > 0


def of_class(query: Statement) -> cs.Selector:
    """The columns that name a class rather than count in it."""
    assert query.bins
    return cs.by_name(query.bins.column, "part", "to_seconds", require_all=False)


@pytest.mark.parametrize("name", QUERIES)
def test_what_is_drawn_along_numbers_has_declared_its_classes(name: str, wh: Warehouse) -> None:
    query = QUERIES[name]
    if "whole_numbers" in reads(query.sql):
        assert query.bins
    if query.chart and query.chart["mark"] in {"bar", "line"}:
        types = result(wh, name).schema
        if name not in NAMES and types[query.chart["x"]].is_numeric() and types[query.chart["y"]].is_numeric():
            assert query.bins


@pytest.mark.parametrize("bins", ["", 'column = "b"\nstep = 1', 'column = "a"\nstep = "c"', 'column = "a"\nwidth = 1'])
def test_classes_that_are_declared_wrongly_are_named(bins: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.sql"
    path.write_text(f'/*\ntitle = "t"\ndoc = "d"\n[columns]\na = "a"\n[bins]\n{bins}\n*/\nSELECT 1 AS a')
    with pytest.raises(QueryError, match="declares bins wrongly"):
        read_statement(path)
