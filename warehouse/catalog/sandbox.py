"""A DuckDB connection that can read the files of one snapshot, and nothing else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from warehouse.errors import QueryError
from warehouse.queries.messages import one_sentence
from warehouse.quoting import literal, pattern, pattern_of_parquet

# no file to spill to, no variables of the calling program, nothing fetched
_CONFIG: dict[str, str | bool] = {
    "temp_directory": "",
    "python_enable_replacements": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_NAMES = {duckdb.StatementType.MULTI: "a PIVOT within another statement"}
_EXPLAIN = re.compile(r"\s*EXPLAIN(\s+ANALYZE)?(\s*\([^)]*\))?\s", re.IGNORECASE)
# reserved words: nothing but rows can be what begins with one
_ROWS = re.compile(r"\s*(PIVOT|FROM|SELECT|WITH)\b", re.IGNORECASE)
_END = re.compile(r"\s*;(\s|--[^\n]*|/\*.*?\*/)*$", re.DOTALL)
_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def locked_connection(
    snapshot: Path, memory: str | None = None, catalog: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection to an empty database in memory whose settings cannot be changed.

    Only the Parquet files of ``snapshot`` can be opened, by their names or by a table's pattern; links do not count.
    With ``catalog``, what that file has is found behind what is made in memory.

    Raises:
        QueryError: ``memory`` is not a valid memory size.
    """
    try:
        connection = duckdb.connect(config={**_CONFIG, **({"memory_limit": memory} if memory else {})})
    except duckdb.Error as error:
        raise QueryError(f"{memory!r} is not a valid memory size ({one_sentence(error)}): write it as 2GB.") from error
    if catalog is not None:
        connection.execute(f"ATTACH {literal(str(catalog))} AS catalog (READ_ONLY)")
        connection.execute("SET search_path = 'memory.main,catalog.main'")
    connection.execute("SET parquet_metadata_cache = true")  # the files of a snapshot never change
    connection.execute(f"SET allowed_paths = [{', '.join(map(literal, _readable(snapshot)))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def require_select(statement: str) -> None:
    """Refuse everything but one SELECT or PIVOT, or the explanation of a SELECT.

    Raises:
        QueryError: it is another kind of statement, several, or none.
    """
    kinds = _kinds(statement)
    if kinds == [duckdb.StatementType.EXPLAIN]:
        # EXPLAIN ANALYZE runs what it explains
        kinds = _kinds(explained) if (explained := _EXPLAIN.sub("", statement, count=1)) != statement else kinds
    if kinds != [duckdb.StatementType.SELECT] and not (kinds == [duckdb.StatementType.MULTI] and _is_pivot(statement)):
        what = " and ".join(_NAMES.get(kind, kind.name) for kind in kinds[:3]) or "nothing"
        raise QueryError(f"Only one SELECT is run here, and this is {what}: open `warehouse shell` for anything else.")


def _is_pivot(statement: str) -> bool:
    """Whether what the engine expands into several statements only gives rows: a PIVOT whose columns the data names.

    It looks up the values in a temporary type first. What changes something cannot be parsed behind FROM.
    """
    (found,) = duckdb.extract_statements(statement)
    text = _END.sub("", found.query)
    try:
        kinds = _kinds(f"SELECT * FROM (\n{text}\n)")
    except QueryError:
        return False
    return kinds == [duckdb.StatementType.MULTI] and _ROWS.match(_COMMENTS.sub("", text)) is not None


def _kinds(statement: str) -> list[duckdb.StatementType]:
    try:
        statement.encode()
    except UnicodeEncodeError as error:
        raise QueryError("The statement has a lone surrogate, which no text of the engine can have.") from error
    try:
        return [found.type for found in duckdb.extract_statements(statement)]
    except duckdb.Error as error:
        raise QueryError(one_sentence(error)) from error
    except ValueError as error:  # the engine knows kinds, such as MERGE, that its Python client has no name for
        raise QueryError("Only one SELECT is run here: open `warehouse shell` for anything else.") from error


def _readable(snapshot: Path) -> Iterator[str]:
    """The files of tables and, one folder deeper, those of stored views; by their names, as patterns and together."""
    for parent, folders, names in os.walk(snapshot):
        yield from (pattern_of_parquet(Path(parent, folder)) for folder in folders)
        for path in (Path(parent, name) for name in names if name.endswith(".parquet")):
            if not path.is_symlink():
                yield from {str(path), pattern(path)}
