"""One shard from the Hub to the cache: footer, json chunks, json-only Parquet, rename."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.hub.byte_ranges import (
    ByteRange,
    chunk_ranges,
    filled_groups,
    footer_range,
    parse_footer,
    trailer_range,
)
from warehouse.hub.cache import PARTIAL, CachedShard, shard_metadata, shard_path
from warehouse.hub.http_errors import DamagedError
from warehouse.hub.listing import Listing, RemoteFile
from warehouse.hub.range_reader import RangeReader
from warehouse.hub.sparse_file import SparseFile
from warehouse.source.parquet import record_columns

ROWS_PER_BATCH = 128
_READ_BUFFER_BYTES = 32 * 2**10
# free text hardly repeats, and nobody searches the cache: a third less time, and smaller
_WRITING = {"compression": "zstd", "use_dictionary": False, "write_statistics": False, "write_page_checksum": True}


def cache_shard(reader: RangeReader, listing: Listing, source: RemoteFile, cache: Path) -> CachedShard:
    """Read the record's columns of ``source`` and put them into ``cache``; memory stays bounded whatever their size.

    Raises DamagedError if the bytes are not what they should be, SourceError if it has no record, OSError if the
    disk is full, and what ``reader`` raises.
    """
    trailer = _read(reader, trailer_range(source.bytes))
    footer_at = footer_range(trailer, source.bytes)
    metadata = parse_footer(_read(reader, footer_at))
    with _damage_told():
        schema = metadata.schema.to_arrow_schema()
    columns = record_columns(schema, f"{listing.repository}/{source.path}")
    ranges = chunk_ranges(metadata, columns, footer_at.start)
    read_bytes = sum(map(len, ranges)) + source.bytes - footer_at.start
    path, folder = shard_path(cache, source), cache / PARTIAL
    folder.mkdir(parents=True, exist_ok=True)
    with SparseFile(source.bytes, folder) as sparse, _settled(path, folder) as partial:
        for item in ranges:
            sparse.fill(item, reader.read)
        _rewrite(_open(sparse, metadata), columns, shard_metadata(listing, source, read_bytes), partial)
    return CachedShard(path, source, listing.commit, metadata.num_rows, read_bytes)


def _read(reader: RangeReader, item: ByteRange) -> bytes:
    sink = io.BytesIO()
    reader.read(item, sink)
    return sink.getvalue()


def _open(sparse: SparseFile, metadata: pq.FileMetaData) -> pq.ParquetFile:
    return pq.ParquetFile(
        sparse,
        metadata=metadata,
        pre_buffer=False,
        buffer_size=_READ_BUFFER_BYTES,
        page_checksum_verification=True,
    )


def _batches(file: pq.ParquetFile, columns: list[str]) -> Iterator[pa.RecordBatch]:
    # one group at a time: batches across groups are not implemented for nested dictionaries
    for group in filled_groups(file.metadata):
        with _damage_told():
            for batch in file.iter_batches(ROWS_PER_BATCH, [group], columns, use_threads=False):
                batch.validate(full=True)
                yield batch


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise DamagedError("its pages cannot be decoded") from error


def _rewrite(file: pq.ParquetFile, columns: list[str], facts: dict[str, str], path: Path) -> None:
    rows = 0
    with _damage_told():
        schema = pa.schema([field for field in file.schema_arrow if field.name in columns], facts)
    with path.open("wb") as sink:
        with pq.ParquetWriter(sink, schema, **_WRITING) as writer:
            for batch in _batches(file, columns):
                writer.write_batch(batch)
                rows += batch.num_rows
        if rows != file.metadata.num_rows:
            raise DamagedError(f"it has {rows} rows where its footer says {file.metadata.num_rows}")
        sink.flush()
        os.fsync(sink.fileno())


@contextmanager
def _settled(path: Path, folder: Path) -> Iterator[Path]:
    """A file to write, which becomes ``path`` by rename if nothing is raised."""
    partial = folder / uuid4().hex
    try:
        yield partial
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
