"""The rows of one video in a database of its own, so that each view costs what one video costs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import duckdb
import polars as pl

from warehouse.catalog.definitions import computed_views, create
from warehouse.model import SOURCE_TABLES
from warehouse.queries import load_views
from warehouse.queries.load import closure
from warehouse.session import Warehouse
from warehouse.snapshot.layout import stored_path

Row = dict[str, Any]


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """An empty database of the process; of so few rows more threads than one are not worth their start."""
    return duckdb.connect(config={"threads": 1})


class Extract:
    """What a warehouse has of one video for some SELECTs: tables and stored views are read, other views computed."""

    def __init__(self, warehouse: Warehouse, video_id: str, statements: Iterable[str]) -> None:
        self._connection = _database().cursor()
        # what is stored of other things than videos would be as large as ever
        stored = {view.name for view in load_views() if view.stored and not view.merge and "video_id" in view.columns}
        read = {name for name in stored if stored_path(warehouse.snapshot, name).is_dir()}
        read |= {table.name for table in SOURCE_TABLES}
        texts = {view.name: view.sql for view in load_views() if view.name not in read}
        named = closure({word for statement in statements for word in re.findall(r"\w+", statement)}, texts)
        for name, rows in warehouse.rows_of(video_id, named & read).items():
            self._connection.register(name, rows.to_arrow())
        # as tables, since several SELECTs may read one; nothing of a cursor's is seen by another one
        computed = (view for view in computed_views() if view.name in named & texts.keys())
        create(self._connection, [replace(view, kind="temp table") for view in computed])

    def frame(self, statement: str) -> pl.DataFrame:
        """The result of one of the SELECTs."""
        found: pl.DataFrame = self._connection.sql(statement).pl()
        return found

    def rows(self, statement: str) -> list[Row]:
        """The result of one of the SELECTs as dictionaries."""
        result = self._connection.execute(statement)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
