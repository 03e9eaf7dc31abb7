"""What a refresh changed: the videos that were added, changed and removed since the snapshot before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from warehouse.model import INGEST_ISSUES, REJECTED_RECORDS, SOURCE_FILES, SOURCE_TABLES, VIDEOS, Table
from warehouse.quoting import literal, read_parquet
from warehouse.snapshot.manifest import Changes

# where a record was read is not part of it
_PLACE = {"source_file", "source_row"}
SIDES = ("old", "new")


def compare(old: Path, new: Path, unread: Mapping[str, str | None]) -> Changes:
    """The difference between the snapshots in two folders.

    ``unread`` names files that are in the source and were not read for ``new``, with their fingerprints, or None if
    those are not known: videos of them are not taken for removed.
    """
    with _opened(old, new, unread) as connection:
        added = _count(connection, "SELECT video_id FROM new_videos ANTI JOIN old_videos USING (video_id)")
        removed = [name for (name,) in connection.execute(f"{_REMOVED} ORDER BY video_id").fetchall()]
        return Changes(old.name, added, _changed(connection, old, new), removed)


def is_outdated(old: Path, new: Path, unread: Mapping[str, str | None]) -> bool:
    """Whether ``old`` has a video, or a record that could not be loaded, that the source no longer has."""
    with _opened(old, new, unread) as connection:
        return bool(_count(connection, _REMOVED) or _count(connection, _REMOVED_RECORDS))


# a record of which nothing but its text is known counts by that
_REMOVED = """
    SELECT video_id FROM (
        SELECT video_id, source_file FROM old_videos
        UNION SELECT video_id, source_file FROM old_rejected_records WHERE video_id IS NOT NULL
    ) SEMI JOIN read_files USING (source_file)
    WHERE video_id NOT IN (SELECT video_id FROM new_videos)
      AND video_id NOT IN (SELECT video_id FROM new_rejected_records WHERE video_id IS NOT NULL)
    GROUP BY video_id"""
_REMOVED_RECORDS = """
    SELECT raw FROM old_rejected_records SEMI JOIN read_files USING (source_file)
    WHERE video_id IS NULL AND raw NOT IN (SELECT raw FROM new_rejected_records)"""
_READ_FILES = """
    CREATE TEMP TABLE read_files AS SELECT source_file FROM old_source_files AS file
    WHERE NOT EXISTS (
        FROM unread WHERE unread.source_file = file.source_file
        AND coalesce(unread.fingerprint, file.fingerprint) = file.fingerprint)"""
_CANDIDATES = """
    CREATE TEMP TABLE candidates AS
    SELECT video_id FROM (FROM old_videos JOIN old_source_files USING (source_file)) AS old
    JOIN (FROM new_videos JOIN new_source_files USING (source_file)) AS new USING (video_id)
    WHERE (old.source_file, old.fingerprint) IS DISTINCT FROM (new.source_file, new.fingerprint)"""


def _opened(old: Path, new: Path, unread: Mapping[str, str | None]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for side, folder in zip(SIDES, (old, new), strict=True):
        for table in (VIDEOS, SOURCE_FILES, REJECTED_RECORDS):
            connection.execute(f"CREATE VIEW {side}_{table.name} AS FROM {read_parquet(folder / table.name)}")
    connection.execute("CREATE TEMP TABLE unread (source_file VARCHAR, fingerprint VARCHAR)")
    if unread:
        connection.executemany("INSERT INTO unread VALUES (?, ?)", [list(item) for item in unread.items()])
    connection.execute(_READ_FILES)
    return connection


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    ((count,),) = connection.execute(f"SELECT count(*) FROM ({query})").fetchall()
    return int(count)


def _changed(connection: duckdb.DuckDBPyConnection, old: Path, new: Path) -> int:
    """How many videos of changed files have other rows: compared by a digest of all rows of a video."""
    connection.execute(_CANDIDATES)
    if not _count(connection, "FROM candidates"):
        return 0
    tables = (*SOURCE_TABLES, INGEST_ISSUES)
    columns = {table: _common_columns(table, old, new) for table in tables}
    for side, folder, other in zip(SIDES, (old, new), (new, old), strict=True):
        files = {table: _own_files(table, folder, other) for table in tables}
        rows = " UNION ALL ".join(_digests(files, columns))
        digests = f"SELECT video_id, sum(digest) AS digest FROM ({rows}) GROUP BY video_id"
        connection.execute(f"CREATE TEMP TABLE {side}_digests AS {digests}")
    return _count(
        connection, "FROM old_digests JOIN new_digests USING (video_id) WHERE old_digests.digest <> new_digests.digest"
    )


def _digests(files: Mapping[Table, list[Path]], columns: Mapping[Table, list[str]]) -> Iterator[str]:
    for table, names in columns.items():
        digest = f"hash({literal(table.name)}, {', '.join(names)})::HUGEINT AS digest"
        if files[table]:
            rows = read_parquet(*files[table])
            yield f"SELECT video_id, {digest} FROM {rows} SEMI JOIN candidates USING (video_id)"


def _own_files(table: Table, folder: Path, other: Path) -> list[Path]:
    """A table's files that the other snapshot does not share: what was reused was not read again."""
    shared = {path.stat().st_ino for path in (other / table.name).glob("*.parquet")}
    return [path for path in (folder / table.name).glob("*.parquet") if path.stat().st_ino not in shared]


def _common_columns(table: Table, *folders: Path) -> list[str]:
    """The columns that both snapshots have: another version of the warehouse may have made the old one."""
    schemas = [set(pq.read_schema(min((folder / table.name).glob("*.parquet"))).names) for folder in folders]
    return sorted(set.intersection(*schemas) - _PLACE)
