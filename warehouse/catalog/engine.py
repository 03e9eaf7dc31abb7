"""DuckDB over one snapshot: read-only, without a way to other files, with bounds on memory and time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import polars as pl

from warehouse.catalog.definitions import CHOSEN, bracketless, create, known_names, needed
from warehouse.catalog.frames import frame_of
from warehouse.catalog.sandbox import locked_connection, require_select
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.queries import load_queries
from warehouse.queries.messages import refusal, unknown_table
from warehouse.snapshot.integrity import Integrity
from warehouse.snapshot.layout import VECTORS, vector_files

Result = TypeVar("Result")
Fetch = Callable[[duckdb.DuckDBPyConnection], Result]

_AGAIN_SECONDS = 0.05
_IN_CATALOG = """
SELECT table_name FROM duckdb_tables() WHERE database_name = 'catalog'
UNION SELECT view_name FROM duckdb_views() WHERE database_name = 'catalog' AND NOT internal
UNION SELECT function_name FROM duckdb_functions() WHERE database_name = 'catalog' AND NOT internal
"""


@dataclass(frozen=True)
class Limits:
    """Bounds of a statement: memory as DuckDB writes it (``2GB``), time in seconds."""

    memory: str | None = None
    seconds: float | None = None


class Engine:
    """Runs statements; each result is materialized before the next one runs.

    With ``ids``, tables and views have the rows of these videos only.
    """

    def __init__(
        self, home: Home, snapshot: Path, limits: Limits, queries: Path | None = None, ids: Sequence[str] | None = None
    ) -> None:
        self._home, self._snapshot, self._limits, self._ids = home, snapshot, limits, ids
        self._queries = home.queries if queries is None else queries
        self._connection, self._vectors = self._connected(), vector_files(snapshot)
        self._made: dict[str, str] = {}
        self._making = threading.Lock()
        self.integrity = Integrity(snapshot)

    def frame(self, statement: str, parameters: dict[str, Any]) -> pl.DataFrame:
        """The result of one SELECT as a frame.

        Raises:
            QueryError: it is not a SELECT, it fails, or it takes more time or memory than allowed.
        """

        def fetch(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
            return frame_of(connection.sql(statement, params=parameters or None), self._limits.memory)

        return self._run(statement, fetch)

    def rows(self, statement: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        """The result of one SELECT as dictionaries of Python values."""

        def fetch(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
            result = connection.execute(statement, parameters)
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

        return self._run(statement, fetch)

    def _connected(self, catalog: Path | None = None) -> duckdb.DuckDBPyConnection:
        connection = locked_connection(self._snapshot, self._limits.memory, catalog)
        if self._ids is not None:
            connection.execute(f"CREATE TABLE {CHOSEN} AS SELECT unnest($1::VARCHAR[]) AS video_id", [list(self._ids)])
        return connection

    def _run(self, statement: str, fetch: Fetch[Result]) -> Result:
        require_select(statement)
        queries = {query.name for query in load_queries(self._queries)}
        bare: list[str] = []
        while True:
            try:
                return self._attempt(statement, fetch, bare)
            except QueryError as error:
                # only what nothing else has the name of is a query without its brackets
                name = unknown_table(error.__cause__)
                if name not in queries or name in bare:
                    raise
                bare.append(name)

    def _attempt(self, statement: str, fetch: Fetch[Result], bare: list[str]) -> Result:
        if VECTORS in statement.lower():
            self._see_new_vectors()
        try:
            with self._connection.cursor() as cursor, self._interrupted_in_time(cursor):
                self._make(cursor, statement)
                create(cursor, bracketless(bare))
                return fetch(cursor)
        except duckdb.CatalogException as error:
            if not self._home.catalog.exists():
                raise QueryError(refusal(error, known_names(self._queries))) from error
        except duckdb.OutOfMemoryException as error:
            raise self._too_large() from error
        except duckdb.Error as error:
            raise QueryError(refusal(error, ())) from error
        return self._with_catalog(statement, fetch, bare)

    def _make(self, connection: duckdb.DuckDBPyConnection, statement: str) -> None:
        """Make what a statement may use and what was not made before."""
        with self._making:
            definitions = list(needed(statement, self._snapshot, self._queries, chosen=self._ids is not None))
            self.integrity.require(definition.name for definition in definitions)
            for definition in definitions:
                if self._made.get(definition.name) != definition.body:
                    create(connection, [definition])
                    self._made[definition.name] = definition.body

    def _see_new_vectors(self) -> None:
        """Connect anew where there are other vectors than before: a connection opens only files that it began with."""
        with self._making:
            if (files := vector_files(self._snapshot)) != self._vectors:
                self._connection, self._vectors, self._made = self._connected(), files, {}

    def _with_catalog(self, statement: str, fetch: Fetch[Result], bare: list[str]) -> Result:
        """Run with what the user made in the catalog, which is held only meanwhile."""
        known = set(known_names(self._queries))
        try:
            with self._connected(self._home.catalog) as connection:
                known |= {name for (name,) in connection.execute(_IN_CATALOG).fetchall()}
                with self._interrupted_in_time(connection):
                    create(
                        connection,
                        needed(statement, self._snapshot, self._queries, chosen=self._ids is not None),
                    )
                    create(connection, bracketless(bare))
                    return fetch(connection)
        except duckdb.OutOfMemoryException as error:
            raise self._too_large() from error
        except duckdb.Error as error:
            raise QueryError(refusal(error, known)) from error

    def _too_large(self) -> QueryError:
        memory = self._limits.memory or "there is"
        return QueryError(f"The statement needs more memory than {memory}: narrow it, or allow more memory.")

    @contextmanager
    def _interrupted_in_time(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        if self._limits.seconds is None:
            yield
            return
        over = threading.Event()
        watch = threading.Thread(target=_interrupt, args=(connection, self._limits.seconds, over), daemon=True)
        watch.start()
        try:
            yield
        except duckdb.InterruptException as error:
            raise QueryError(
                f"The statement took longer than {self._limits.seconds:g} s: narrow it, or allow more time."
            ) from error
        finally:
            over.set()
            watch.join()


def _interrupt(connection: duckdb.DuckDBPyConnection, seconds: float, over: threading.Event) -> None:
    over.wait(seconds)
    while not over.is_set():
        # again and again: one that comes before the statement begins is forgotten
        connection.interrupt()
        over.wait(_AGAIN_SECONDS)
