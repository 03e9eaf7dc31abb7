"""The rows of one video in a database of its own, so that each view costs what one video costs."""

from __future__ import annotations

from typing import Any

import duckdb

from warehouse.catalog.definitions import computed_views, create
from warehouse.model import SOURCE_TABLES
from warehouse.session import Warehouse

Row = dict[str, Any]


class Extract:
    """The tables and views of a warehouse with only one video in them."""

    def __init__(self, warehouse: Warehouse, video_id: str) -> None:
        self._connection = duckdb.connect()
        for table in SOURCE_TABLES:
            statement = f"SELECT * FROM {table.name} WHERE video_id = $id"
            self._connection.register("taken", warehouse.sql(statement, {"id": video_id}).to_arrow())
            self._connection.execute(f"CREATE TABLE {table.name} AS SELECT * FROM taken")
        create(self._connection, computed_views())

    def rows(self, statement: str) -> list[Row]:
        """The result of a SELECT as dictionaries."""
        result = self._connection.execute(statement)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
