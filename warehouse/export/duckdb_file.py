"""One DuckDB file that has everything: tables with keys and comments, views, macros; it reads no other file."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow.fs as pafs

from warehouse.catalog.definitions import comment, computed_views, create, macros
from warehouse.catalog.refresh import STORAGE_VERSION
from warehouse.errors import ExportError
from warehouse.export.attribution import terms_text
from warehouse.export.contents import Contents, facts_of
from warehouse.export.target import Target, target_errors
from warehouse.model import SOURCE_FILES, TABLES
from warehouse.queries import load_views
from warehouse.queries.sql_folder import sql_folder
from warehouse.quoting import literal

MARKER = "warehouse_export"
_CREDITS = """
CREATE VIEW credits AS
SELECT video_id, youtube_title, youtube_channel, 'https://www.youtube.com/watch?v=' || video_id AS watch_url FROM videos
"""


def place_database(contents: Contents, target: Target) -> int:
    """Make the file and put it at a target, in place of an earlier one; returns its bytes.

    Raises:
        ExportError: something else is there, or the target cannot be used.
        AccessError: it cannot be written for lack of permission.
    """
    with target_errors(target), TemporaryDirectory() as working:
        _require_ours_or_nothing(target, Path(working))
        if target.folder is None:
            path = Path(working) / "finevideo.duckdb"
            _write_database(contents, path)
            with path.open("rb") as source, target.system.open_output_stream(target.path) as stream:
                shutil.copyfileobj(source, stream, 2**23)
            return path.stat().st_size
        final = target.folder
        final.parent.mkdir(parents=True, exist_ok=True)
        partial = final.with_name(f".{final.name}.partial-{os.getpid()}")
        try:
            _write_database(contents, partial)
            partial.replace(final)
        finally:
            partial.unlink(missing_ok=True)
        return final.stat().st_size


def _write_database(contents: Contents, path: Path) -> None:
    try:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH {literal(str(path))} AS export (STORAGE_VERSION '{STORAGE_VERSION}')")
            connection.execute("USE export; BEGIN")
            _fill(connection, contents)
            connection.execute("COMMIT; USE memory; DETACH export")
    except (duckdb.IOException, duckdb.TransactionException) as error:  # the latter of a disk that fills in the commit
        raise OSError(str(error)) from error


def _fill(connection: duckdb.DuckDBPyConnection, contents: Contents) -> None:
    connection.execute((sql_folder() / "schema.sql").read_text())
    for table in (SOURCE_FILES, *(table for table in TABLES if table is not SOURCE_FILES)):
        files = ", ".join(literal(str(part)) for part in contents.parts(table))
        connection.execute(f"INSERT INTO {table.name} BY NAME FROM read_parquet([{files}])")
    _tell_origin(connection, contents)
    given = {view.name: f"{view.name}_rows" for view in load_views() if view.outside_sql}
    for view in load_views():
        if view.name in given:
            connection.register(given[view.name], contents.rows(view).to_arrow())
    everything = [*computed_views(given), *macros(contents.own_queries)]
    create(connection, everything)
    comment(connection, everything)


def _tell_origin(connection: duckdb.DuckDBPyConnection, contents: Contents) -> None:
    """The terms, whom to credit, and what the file was made from."""
    connection.execute("CREATE TABLE terms AS SELECT $text AS text", {"text": terms_text()})
    connection.execute(_CREDITS)
    facts = facts_of(contents.manifest)
    columns = ", ".join(f"${name} AS {name}" for name in facts)
    connection.execute(f"CREATE TABLE {MARKER} AS SELECT {columns}", facts)


def _require_ours_or_nothing(target: Target, working: Path) -> None:
    """Refuse to replace what is not an earlier export.

    Raises:
        ExportError: it is something else.
    """
    found = target.at()
    if found == pafs.FileType.NotFound:
        return
    refused = ExportError(f"{target.name} exists and is not an export of a warehouse: name a file that does not exist.")
    if found != pafs.FileType.File:
        raise refused
    path = target.folder
    if path is None:
        path = working / "before.duckdb"
        with target.system.open_input_stream(target.path) as source, path.open("wb") as stream:
            shutil.copyfileobj(source, stream, 2**23)
    try:
        with duckdb.connect(path, read_only=True) as connection:
            connection.execute(f"FROM {MARKER}")
    except duckdb.Error:
        raise refused from None
