"""Read small Parquet shards of exactly the declared shape together; every other one is left to others.

Polars reads and joins them in two thirds of the time, but knows no checksums and takes a column of nulls for one of any
type. So it only sees shards that have none, and whose schemas are equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.model.schema import record_type
from warehouse.source.files import Chunk, SourceFile
from warehouse.source.footer import I32, rows_behind, schema_bytes, skip
from warehouse.source.metadata import read_metadata
from warehouse.source.panics import without_panic_messages

# of all shards that are read at a time
MOST_ROWS = 4_096
# the head of a page's field crc, which follows on the field of its size
_CHECKSUM = 0x15


def read_shards(files: Sequence[SourceFile], footers: Sequence[bytes]) -> Chunk | None:
    """The records of whole shards in order, or None where they are to be read one by one.

    Whether pages have checksums is read from the first shard and holds for all with its schema.
    """
    paths = [file.path for file in files]
    rows = _rows(footers)
    try:
        if rows is None or sum(rows) > MOST_ROWS or not _is_plain(paths[0]):
            return None
        records = _read(paths)
    except (OSError, IndexError, pa.ArrowException):  # reading it alone reports why
        return None
    if records is None or records.null_count or len(records) != sum(rows):
        return None
    return Chunk(files[0], 1, records, tuple(zip(files, rows, strict=True)))


def has_checksums(path: Path, footer: pq.FileMetaData) -> bool:
    """Whether the first page of the last column has a checksum: then a writer gives one to every page."""
    if not footer.num_row_groups:
        return False
    column = footer.row_group(0).column(footer.num_columns - 1)
    with path.open("rb") as stream:
        stream.seek(column.dictionary_page_offset or column.data_page_offset)
        return _behind_sizes(stream.read(64)) == _CHECKSUM


def _rows(footers: Sequence[bytes]) -> list[int] | None:
    """The number of rows of each shard, or None if their schemas differ."""
    schema = schema_bytes(footers[0])
    found = [None if schema is None else rows_behind(schema, footer) for footer in footers]
    rows = [number for number in found if number is not None]
    return rows if len(rows) == len(footers) else None


def _is_plain(path: Path) -> bool:
    """Whether a shard has a column json of the declared type, and no checksums."""
    footer = read_metadata(path)
    schema = footer.schema.to_arrow_schema()
    declared = "json" in schema.names and schema.field("json").type == record_type()
    return declared and not has_checksums(path, footer)


def _read(paths: list[Path]) -> pa.StructArray | None:
    import polars as pl  # takes a moment, and few shards are read without it

    try:
        with without_panic_messages():
            frame = pl.scan_parquet(paths, glob=False, hive_partitioning=False).select("json").collect()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None
    records = frame["json"].rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    return records.cast(record_type())


def _behind_sizes(header: bytes) -> int:
    """The head of the field behind a page's type and its two sizes."""
    place = 0
    for _ in range(3):
        place = skip(header, place + 1, I32)
    return header[place]
