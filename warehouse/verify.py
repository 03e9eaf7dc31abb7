"""Verify a warehouse: files against their checksums, keys and references, the index, vectors, the catalog."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from warehouse.catalog.definitions import definitions
from warehouse.catalog.freshness import is_fresh
from warehouse.catalog.refresh import write_catalog
from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.meaning.check_vectors import vector_faults
from warehouse.model import TABLES, VIDEOS, Table
from warehouse.queries.messages import one_sentence
from warehouse.quoting import literal, read_parquet
from warehouse.search import open_index
from warehouse.search.index_parts import has_index
from warehouse.snapshot.integrity import Integrity
from warehouse.snapshot.layout import vector_folders
from warehouse.snapshot.manifest import FILE_NAME, read_manifest

BUILD_AGAIN = "warehouse ingest --force"
_IN_CATALOG = """
SELECT view_name, sql FROM duckdb_views() WHERE database_name = $database AND NOT internal
UNION ALL
SELECT function_name, macro_definition FROM duckdb_functions() WHERE database_name = $database AND NOT internal
"""


@dataclass(frozen=True)
class Fault:
    """Something that is damaged: where, what is wrong, and the command or act that repairs it."""

    where: str
    what: str
    repair: str


@dataclass(frozen=True)
class Verified:
    """What was compared, as text with a number, and what is wrong."""

    compared: dict[str, str]
    faults: list[Fault]


def verify(home: Home) -> Verified:
    """Compare everything in the current snapshot and the catalog with what it must be; nothing is changed.

    Raises:
        HomeError: there is no warehouse.
    """
    snapshot = home.require_current()
    try:
        manifest = read_manifest(snapshot)
    except WarehouseError as error:
        return Verified({"manifest": "not readable"}, [Fault(str(snapshot / FILE_NAME), str(error), BUILD_AGAIN)])
    integrity = Integrity(snapshot)
    faults = [Fault(str(snapshot / name), fault, BUILD_AGAIN) for name in manifest.checksums
              if (fault := integrity.fault(name))]  # fmt: skip
    compared = {
        "files": f"{len(manifest.checksums):,}" if manifest.checksums else "none: the snapshot is of an older version"
    }
    if not faults:  # what is read of damaged files proves nothing
        faults += _tables(snapshot, manifest.rows)
        faults += _index(snapshot)
        faults += [Fault(str(where), what, repair) for where, what, repair in vector_faults(snapshot)]
        faults += _catalog(home, snapshot)
    compared["tables"] = f"{len(TABLES)}: rows, keys, references"
    compared["search index"] = "its videos" if has_index(snapshot) else "none"
    models = len(vector_folders(snapshot))
    compared["vectors"] = f"{models:,} model(s): files, keys, references, lengths" if models else "none"
    compared["catalog"] = "views and macros" if home.catalog.exists() else "none"
    return Verified(compared, faults)


def _tables(snapshot: Path, rows: dict[str, int]) -> Iterator[Fault]:
    with duckdb.connect() as connection:
        for table in TABLES:
            connection.execute(f"CREATE VIEW {table.name} AS FROM {read_parquet(snapshot / table.name)}")
        for table in TABLES:
            where = str(snapshot / table.name)
            for what, query in _expectations(table, rows[table.name]):
                ((count,),) = connection.execute(f"SELECT count(*) FROM ({query})").fetchall()
                if count:
                    yield Fault(where, f"{table.name}: {what}", BUILD_AGAIN)


def _expectations(table: Table, rows: int) -> Iterator[tuple[str, str]]:
    """What is wrong if a query finds rows."""
    yield f"it has not the {rows:,} rows of the manifest", f"SELECT count(*) AS n FROM {table.name} HAVING n <> {rows}"
    key = ", ".join(table.key)
    if key:
        yield f"{key} is not unique", f"SELECT {key} FROM {table.name} GROUP BY ALL HAVING count(*) > 1"
    if table.parent:
        parent = ", ".join(table.parent.key)
        yield (
            f"rows refer to no row of {table.parent.name}",
            f"SELECT {parent} FROM {table.name} ANTI JOIN {table.parent.name} USING ({parent})",
        )


def _index(snapshot: Path) -> Iterator[Fault]:
    if not has_index(snapshot):
        return
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT video_id FROM {read_parquet(snapshot / VIDEOS.name)}").fetchall()
    try:
        indexed = open_index(snapshot).video_ids
    except (WarehouseError, OSError, ValueError, KeyError) as error:
        yield Fault(str(snapshot / "search"), f"the search index cannot be read ({error})", BUILD_AGAIN)
        return
    if sorted(indexed) != sorted(name for (name,) in found):
        yield Fault(str(snapshot / "search"), "the search index has other videos than the tables", BUILD_AGAIN)


def _catalog(home: Home, snapshot: Path) -> Iterator[Fault]:
    """Compare the catalog's views and macros with those of a fresh one."""
    repair = f"delete {home.catalog}, then `warehouse relocate`"
    if not home.catalog.exists() or not is_fresh(home):
        yield Fault(str(home.catalog), "it does not show the current snapshot", "warehouse relocate")
        return
    try:
        with TemporaryDirectory() as folder, write_catalog(home, snapshot, Path(folder, "expected.duckdb")):
            expected = _defined(Path(folder, "expected.duckdb"))
        found = _defined(home.catalog)
    except (WarehouseError, duckdb.Error) as error:
        yield Fault(str(home.catalog), f"it cannot be read ({one_sentence(error)})", repair)
        return
    names = {definition.name for definition in definitions(snapshot, home.queries)}
    for name in sorted(names):
        if found.get(name) != expected.get(name):
            yield Fault(str(home.catalog), f"{name} is not as it was made", repair)


def _defined(catalog: Path) -> dict[str, str]:
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {literal(str(catalog))} AS opened (READ_ONLY)")
        return dict(connection.execute(_IN_CATALOG, {"database": "opened"}).fetchall())
