"""What an export is made from: a snapshot, the relations chosen of it, and the engine that answers for the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from warehouse.errors import HomeError, QueryError
from warehouse.model import TABLE, TABLES, Table
from warehouse.queries import Statement, load_queries, load_views
from warehouse.snapshot.manifest import Manifest

# of what an export says of itself
FORMAT = 1


@dataclass(frozen=True)
class Contents:
    """A snapshot and what is taken of it: tables as they are stored, statements by the rows that ``rows`` gives.

    ``statements`` are views and canned queries, the latter with their defaults; a user's are in ``own_queries``.
    """

    snapshot: Path
    manifest: Manifest
    tables: tuple[Table, ...]
    statements: tuple[Statement, ...]
    rows: Callable[[Statement], pl.DataFrame]
    own_queries: Path | None = None

    @property
    def names(self) -> list[str]:
        """The names of all relations, tables first."""
        return [table.name for table in self.tables] + [statement.name for statement in self.statements]

    def parts(self, table: Table) -> list[Path]:
        """The Parquet files of a table, in the order of the source.

        Raises:
            HomeError: the snapshot was removed since it was opened.
        """
        found = sorted((self.snapshot / table.name).glob("*.parquet"))
        if not found:
            raise HomeError(f"{self.snapshot} is gone since it was opened: run the export again.")
        return found


def origin(manifest: Manifest) -> str:
    """Where a snapshot was read from, without paths of this machine."""
    return manifest.location if manifest.synthetic or "://" in manifest.location else "local files"


def facts_of(manifest: Manifest) -> dict[str, str | int | None]:
    """What an export says of the snapshot that it was made from."""
    return {
        "format": FORMAT,
        "snapshot": manifest.snapshot,
        "created_at": manifest.created_at,
        "source": origin(manifest),
        "revision": manifest.revision,
    }


def choose(
    tables: Iterable[str], queries: Iterable[str], own: Path | None
) -> tuple[tuple[Table, ...], tuple[Statement, ...]]:
    """The tables, and the views and canned queries, of the given names.

    Without names of tables, all tables are taken and those views that no SQL computes from them.

    Raises:
        QueryError: there is no relation of a name.
    """
    views = {view.name: view for view in load_views()}
    canned = {query.name: query for query in load_queries(own)}
    named, asked = list(dict.fromkeys(tables)), list(dict.fromkeys(queries))
    for name in named:
        if name not in TABLE and name not in views:
            raise QueryError(f"There is no table or view {name} to export: list them with `warehouse tables`.")
    for name in asked:
        if name not in canned:
            raise QueryError(f"There is no query {name} to export: list them with `warehouse query`.")
    stored = tuple(table for table in TABLES if not named or table.name in named)
    taken = [view for view in views.values() if view.name in named or (view.outside_sql and not named)]
    return stored, (*taken, *(canned[name] for name in asked))
