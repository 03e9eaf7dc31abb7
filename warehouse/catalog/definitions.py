"""What a catalog defines over a snapshot: the tables, the views of ``sql/views``, the macros of ``sql/queries``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from warehouse.model import TABLES, Table
from warehouse.queries import load_queries, load_views
from warehouse.queries.load import closure, load_shell_macros
from warehouse.queries.statement import Statement
from warehouse.quoting import identifier, literal, read_parquet
from warehouse.snapshot.layout import VECTOR_COLUMNS, VECTORS, VECTORS_DOC, stored_path, vector_folders

# the table of ids in a connection that sees some videos only
CHOSEN = "chosen_videos"
_WHERE_CHOSEN = f" WHERE video_id IN (SELECT {CHOSEN}.video_id FROM {CHOSEN})"
# what lists relations must find them all
LISTINGS = {"show", "information_schema", "duckdb_tables", "duckdb_views", "duckdb_columns", "duckdb_functions"}

_NO_VECTORS = (
    f"SELECT {', '.join(f'NULL::{type_} AS {name}' for name, (type_, _) in VECTOR_COLUMNS.items())} WHERE false"
)


@dataclass(frozen=True)
class Definition:
    """A view, table or table macro: its name, what follows it in the statement, what is said of it and its columns."""

    kind: str
    name: str
    body: str
    comment: str
    columns: dict[str, str] = field(default_factory=dict)

    def statement(self, schema: str) -> str:
        """The statement that makes it, in the current schema or in the one that is named."""
        return f"CREATE OR REPLACE {self.kind.upper()} {schema and f'{schema}.'}{self.name}{self.body}"


def definitions(snapshot: Path, queries: Path | None = None, *, chosen: bool = False) -> Iterator[Definition]:
    """Everything that a catalog over ``snapshot`` has, in an order in which it can be made."""
    yield from relations(snapshot, chosen=chosen)
    yield from macros(queries)


def macros(queries: Path | None = None) -> Iterator[Definition]:
    """The canned queries, a user's own included, and the search of the shell as table macros."""
    for query in _queries(queries):
        yield _macro(query)


def relations(snapshot: Path, *, chosen: bool = False) -> Iterator[Definition]:
    """The tables and views of ``snapshot``, each behind those that it reads; of the videos of ``CHOSEN`` alone."""
    for table in TABLES:
        yield _table(table, snapshot, chosen=chosen)
    for view in load_views():
        yield _view(view, snapshot, chosen=chosen)
    yield _vectors(snapshot, chosen=chosen)


def computed_views(given: Mapping[str, str] = {}) -> Iterator[Definition]:
    """The views as SELECTs over whatever tables there are, nothing of them stored.

    ``given`` has, for those that SQL cannot compute, the name of what has their rows: each becomes a table.
    """
    for view in load_views():
        if view.name in given:
            yield replace(_defined(view, f"FROM {given[view.name]}"), kind="table")
        else:
            yield _defined(view, view.sql)


def needed(
    statement: str, snapshot: Path, queries: Path | None = None, *, chosen: bool = False
) -> Iterator[Definition]:
    """The definitions that a statement may use: those whose names it has, and what they read."""
    words = {word.lower() for word in re.findall(r"\w+", statement)}
    if words & LISTINGS:
        yield from definitions(snapshot, queries, chosen=chosen)
        return
    texts = {query.name: query.sql for query in _queries(queries)}
    texts |= {view.name: view.sql for view in load_views() if not _is_read(view, snapshot, chosen=chosen)}
    named = closure(words, texts)
    yield from (_table(table, snapshot, chosen=chosen) for table in TABLES if table.name in named)
    yield from (_view(view, snapshot, chosen=chosen) for view in load_views() if view.name in named)
    if VECTORS in named:
        yield _vectors(snapshot, chosen=chosen)
    yield from (_macro(query) for query in _queries(queries) if query.name in named)


def bracketless(names: Iterable[str]) -> Iterator[Definition]:
    """Views of canned queries with their defaults, for ``FROM mood_mix``; they last as long as the connection."""
    for name in names:
        yield Definition("temp view", name, f" AS\nFROM {name}()", "")


def known_names(queries: Path | None = None) -> list[str]:
    """The names of all tables, views and queries."""
    statements = (*load_views(), *load_queries(queries))
    return [*(table.name for table in TABLES), VECTORS, *(found.name for found in statements)]


def _queries(folder: Path | None) -> tuple[Statement, ...]:
    """The canned queries, and the search of the shell."""
    return (*load_queries(folder), *load_shell_macros())


def create(connection: duckdb.DuckDBPyConnection, definitions: Iterable[Definition], schema: str = "") -> None:
    """Make definitions in the connection's current schema, or in the one that is named."""
    _execute(connection, (definition.statement(schema) for definition in definitions))


def comment(connection: duckdb.DuckDBPyConnection, definitions: Iterable[Definition]) -> None:
    """Say in the database what each definition and each of its columns is."""
    _execute(connection, (statement for definition in definitions for statement in _comments(definition)))


def _execute(connection: duckdb.DuckDBPyConnection, statements: Iterable[str]) -> None:
    """Execute statements in one call, which costs more than what many of them do; one may end with a comment."""
    connection.execute("\n;\n".join(statements))


def _is_read(view: Statement, snapshot: Path, *, chosen: bool) -> bool:
    """Whether a view's rows are read from the snapshot; those of several videos are not those of chosen ones."""
    return stored_path(snapshot, view.name).exists() and not (chosen and "video_id" not in view.columns)


def _table(table: Table, snapshot: Path, *, chosen: bool) -> Definition:
    columns = {column.name: column.doc + (f" In {column.unit}." if column.unit else "") for column in table.all_columns}
    of_chosen = chosen and any(column.name == "video_id" for column in table.all_columns)
    rows = f" AS\nSELECT * FROM {read_parquet(snapshot / table.name)}{_WHERE_CHOSEN if of_chosen else ''}"
    return Definition("view", table.name, rows, f"One row per {table.row}. {table.doc}", columns)


def _vectors(snapshot: Path, *, chosen: bool) -> Definition:
    """The vectors of all models; no row where there are none."""
    folders = vector_folders(snapshot)
    columns = ", ".join(VECTOR_COLUMNS)
    rows = f"SELECT {columns} FROM {read_parquet(*folders)}" if folders else _NO_VECTORS
    rows += _WHERE_CHOSEN if chosen and folders else ""
    return Definition(
        "view", VECTORS, f" AS\n{rows}", VECTORS_DOC, {name: doc for name, (_, doc) in VECTOR_COLUMNS.items()}
    )


def _view(view: Statement, snapshot: Path, *, chosen: bool) -> Definition:
    if not _is_read(view, snapshot, chosen=chosen):
        return _defined(view, view.sql)
    rows = f"SELECT * FROM {read_parquet(stored_path(snapshot, view.name))}"
    return _defined(view, rows + (_WHERE_CHOSEN if chosen else ""))


def _defined(view: Statement, rows: str) -> Definition:
    return Definition("view", view.name, f" AS\n{rows}", view.doc, view.columns)


def _macro(query: Statement) -> Definition:
    parameters = ", ".join(f"{p.name} := {p.default_sql}" for p in query.parameters)
    return Definition("macro", query.name, f"({parameters}) AS TABLE\n{query.macro_sql}", query.doc)


def _comments(definition: Definition) -> Iterator[str]:
    kind = "MACRO TABLE" if definition.kind == "macro" else definition.kind.upper()
    yield f"COMMENT ON {kind} {definition.name} IS {literal(definition.comment)}"
    for name, comment in definition.columns.items():
        yield f"COMMENT ON COLUMN {definition.name}.{identifier(name)} IS {literal(comment)}"
