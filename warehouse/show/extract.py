"""The rows of one video in a database of its own, so that each view costs what one video costs."""

from __future__ import annotations

import re
from typing import Any

import duckdb

from warehouse.catalog.definitions import computed_views, create
from warehouse.model import SOURCE_TABLES
from warehouse.queries import load_views
from warehouse.queries.load import closure
from warehouse.session import Warehouse
from warehouse.snapshot.layout import stored_path

Row = dict[str, Any]


class Extract:
    """What a warehouse has of one video: tables and stored views are read once asked for, other views computed."""

    def __init__(self, warehouse: Warehouse, video_id: str) -> None:
        self._warehouse, self._video_id = warehouse, video_id
        self._connection = duckdb.connect()
        self._made: set[str] = set()
        stored = {view.name for view in load_views() if stored_path(warehouse.snapshot, view.name).is_dir()}
        # what is stored of other things than videos would be as large as ever
        self._read = {table.name for table in SOURCE_TABLES}
        self._read |= {view.name for view in load_views() if view.name in stored and "video_id" in view.columns}

    def rows(self, statement: str) -> list[Row]:
        """The result of a SELECT as dictionaries."""
        self._provide(statement)
        result = self._connection.execute(statement)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def _provide(self, statement: str) -> None:
        """Make the tables and views that a statement names, and those that they read."""
        texts = {view.name: view.sql for view in load_views() if view.name not in self._read}
        named = closure(set(re.findall(r"\w+", statement)), texts) - self._made
        for name in sorted(named & self._read):
            rows = self._warehouse.sql(f"SELECT * FROM {name} WHERE video_id = $id", {"id": self._video_id})
            self._connection.register("taken", rows.to_arrow())
            self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM taken")
        computed = [view for view in computed_views() if view.name in named & texts.keys()]
        if computed:
            create(self._connection, computed)
        self._made |= named
