"""Where in a shard the record is: from the footer to the byte ranges of its column chunks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.hub.http_errors import DamagedError
from warehouse.source.metadata import parse_metadata

MAGIC = b"PAR1"
TRAILER_BYTES = 8
# a damaged length must not make the whole shard a footer
_LARGEST_FOOTER_BYTES = 32 * 2**20


@dataclass(frozen=True, order=True)
class ByteRange:
    """The bytes from ``start`` up to, not including, ``stop``."""

    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start


def trailer_range(file_bytes: int) -> ByteRange:
    """The last 8 bytes, which hold the footer's length. Raises DamagedError if no Parquet file is that small."""
    if file_bytes < len(MAGIC) + TRAILER_BYTES:
        raise DamagedError(f"{file_bytes} bytes are too few for a Parquet file")
    return ByteRange(file_bytes - TRAILER_BYTES, file_bytes)


def footer_range(trailer: bytes, file_bytes: int) -> ByteRange:
    """Where the footer is, its trailer left out. Raises DamagedError if ``trailer`` is not Parquet's."""
    stop = file_bytes - TRAILER_BYTES
    start = stop - int.from_bytes(trailer[:4], "little")
    if trailer[4:] != MAGIC or not len(MAGIC) <= start < stop or stop - start > _LARGEST_FOOTER_BYTES:
        raise DamagedError("it does not end like a Parquet file")
    return ByteRange(start, stop)


def parse_footer(footer: bytes) -> pq.FileMetaData:
    """The metadata in ``footer``. Raises DamagedError if it cannot be parsed."""
    try:
        return parse_metadata(footer)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DamagedError("its footer is damaged") from error


def filled_groups(metadata: pq.FileMetaData) -> list[int]:
    """The row groups that have rows; the others' chunks may point nowhere."""
    return [group for group in range(metadata.num_row_groups) if metadata.row_group(group).num_rows]


def chunk_ranges(metadata: pq.FileMetaData, columns: Iterable[str], data_bytes: int) -> tuple[ByteRange, ...]:
    """The ranges that hold the column chunks of ``columns``, neighbours merged and nothing between them.

    ``data_bytes`` is where the footer starts. Raises DamagedError if a chunk lies outside of it.
    """
    wanted = set(columns)
    chunks = [
        _chunk_range(metadata.row_group(group).column(leaf))
        for leaf in range(metadata.num_columns)
        if metadata.schema.column(leaf).path.split(".")[0] in wanted
        for group in filled_groups(metadata)
    ]
    if any(not len(MAGIC) <= chunk.start <= chunk.stop <= data_bytes for chunk in chunks):
        raise DamagedError("its footer points outside of the file")
    return merge(chunks)


def merge(ranges: Iterable[ByteRange]) -> tuple[ByteRange, ...]:
    """The same bytes in as few ranges as possible, sorted.

    >>> merge([ByteRange(7, 9), ByteRange(1, 3), ByteRange(3, 5)])
    (ByteRange(start=1, stop=5), ByteRange(start=7, stop=9))
    """
    merged: list[ByteRange] = []
    for item in sorted(ranges):
        if merged and item.start <= merged[-1].stop:
            merged[-1] = ByteRange(merged[-1].start, max(merged[-1].stop, item.stop))
        else:
            merged.append(item)
    return tuple(merged)


def _chunk_range(chunk: pq.ColumnChunkMetaData) -> ByteRange:
    offsets = [chunk.data_page_offset]
    if chunk.has_dictionary_page and chunk.dictionary_page_offset:
        offsets.append(chunk.dictionary_page_offset)
    return ByteRange(min(offsets), min(offsets) + chunk.total_compressed_size)
