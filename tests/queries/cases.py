"""Every view and canned query as a case; the golden results, a few rows on the sample, of those not computed twice."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import polars as pl

from tests.queries.second import SECOND
from warehouse.queries import load_queries, load_views
from warehouse.session import Warehouse

GOLDEN = Path(__file__).parent / "golden"
GOLDEN_ROWS = 25

VIEWS = {view.name: view for view in load_views()}
QUERIES = {query.name: query for query in load_queries()}
RELATIONS = VIEWS | QUERIES
# where a second computation gives every row, a kept result would say nothing more
KEPT = [name for name in RELATIONS if name not in SECOND]


def statement(name: str) -> str:
    """What is asked of a relation by name, in an order that its rows alone decide."""
    return f"SELECT * FROM {name} ORDER BY ALL" if name in VIEWS else QUERIES[name].sql


@cache
def result(wh: Warehouse, name: str) -> pl.DataFrame:
    """All rows of a view, or of a query with its defaults."""
    return wh.sql(statement(name)) if name in VIEWS else wh.query(name)


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """The same rows with lists and structs as JSON texts, which can be sorted and written as CSV."""
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    return frame.with_columns(
        pl.Series(name, [json.dumps(value) for value in frame[name].to_list()], pl.String) for name in nested
    )


def golden_path(name: str) -> Path:
    return GOLDEN / f"{name}.csv"


def golden_text(frame: pl.DataFrame) -> str:
    """A result as it is kept: its number of rows, then evenly spaced ones; texts are quoted, nulls are not."""
    step = max(1, -(-frame.height // GOLDEN_ROWS))
    return f"{frame.height} rows\n" + flat(frame).gather_every(step).write_csv(quote_style="non_numeric")
