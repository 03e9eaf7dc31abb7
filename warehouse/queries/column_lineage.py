"""Where a result's columns come from: through views and tables down to the paths in the source records.

Only what a value is computed from counts, not what rows are joined or filtered by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sqlglot import exp
from sqlglot.lineage import Node
from sqlglot.lineage import lineage as column_lineage

from warehouse.errors import QueryError
from warehouse.model import TABLE, TABLES, Table
from warehouse.queries import Statement, load_views
from warehouse.queries.load import reads
from warehouse.queries.messages import nearest
from warehouse.queries.validate import parse

ROWS = "*"
_LIST = re.compile(r"Position in `(.+?\[\])`")


@dataclass(frozen=True)
class Origin:
    """A column of a relation and what it comes from; ``*`` means a count of rows, ``source`` is a table's path."""

    relation: str
    column: str
    kind: str
    source: str | None = None
    origins: tuple[Origin, ...] = ()

    def paths(self) -> Iterator[tuple[Origin, ...]]:
        """All ways from this column down to its ends."""
        if not self.origins:
            yield (self,)
        for origin in self.origins:
            for path in origin.paths():
                yield (self, *path)


def lineage(statement: Statement, column: str | None = None) -> list[Origin]:
    """The origin of each column of a query or view, or of one of them.

    Raises:
        QueryError: there is no such column.
    """
    columns = parse(statement).named_selects
    if column is not None and column not in columns:
        near = nearest(column, columns)
        raise QueryError(f"{statement.name} has no column {column}" + (f', did you mean "{near}"?' if near else "."))
    return [_of_statement(statement, name, "query") for name in columns if column in (None, name)]


def _of_statement(statement: Statement, column: str, kind: str) -> Origin:
    found = dict.fromkeys(_direct(statement, column))
    return Origin(statement.name, column, kind, None, tuple(_of_relation(*place) for place in found))


@cache
def _of_relation(relation: str, column: str) -> Origin:
    if relation in TABLE:
        return Origin(relation, column, "table", _source(TABLE[relation], column))
    view = _views()[relation]
    if column == ROWS:
        rows = tuple(_of_relation(name, ROWS) for name in sorted(_relations_of(view)))
        return Origin(relation, ROWS, "view", None, rows)
    return _of_statement(view, column, "view")


def _source(table: Table, column: str) -> str | None:
    """The path in the source records; of a position, the list that it is in."""
    if table.source is None:
        return None
    if column == ROWS:
        return ".".join(f"{list_.list_path}[]" for list_ in table.lineage if list_.list_path) or "the record"
    if column == "video_id":
        return "original_video_filename"
    declared = next(found for found in table.all_columns if found.name == column)
    in_doc = _LIST.search(declared.doc)
    return table.source_path(declared) or (in_doc[1] if in_doc else None)


def _direct(statement: Statement, column: str) -> Iterator[tuple[str, str]]:
    """The columns of tables and views that a column is computed from, as the statement names them."""
    tree = column_lineage(column, parse(statement), schema=dict(_schema()), dialect="duckdb")
    for leaf in (node for node in tree.walk() if not node.downstream):
        if isinstance(leaf.source, exp.Table) and leaf.source.name in _schema():
            yield leaf.source.name, exp.to_column(leaf.name, dialect="duckdb").name
        elif _counts_rows(leaf):
            counted = {table.name for table in leaf.source.find_all(exp.Table)} & _schema().keys()
            yield from ((name, ROWS) for name in sorted(counted or _relations_of(statement)))


def _counts_rows(leaf: Node) -> bool:
    return any(isinstance(star.parent, exp.Count) for star in leaf.expression.find_all(exp.Star))


def _relations_of(statement: Statement) -> set[str]:
    return (reads(statement.sql) & _schema().keys()) - {statement.name}


@cache
def _views() -> Mapping[str, Statement]:
    return {view.name: view for view in load_views()}


@cache
def _schema() -> Mapping[str, Mapping[str, str]]:
    tables = {table.name: {column.name: "TEXT" for column in table.all_columns} for table in TABLES}
    return tables | {view.name: dict.fromkeys(view.columns, "TEXT") for view in _views().values()}
