"""What Arrow makes of a Parquet footer, refused where asking it of a column would end the process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.source.footer import read_footer, read_struct

_MAGIC = b"PAR1"
# fields of the footer's structs, by their ids in the format
_ROW_GROUPS, _COLUMNS, _META_DATA, _SIZE_STATISTICS = 4, 1, 3, 16
_BYTES, _REPETITION, _DEFINITION = 1, 2, 3


def read_metadata(path: Path) -> pq.FileMetaData:
    """The metadata of a file: see ``parse_metadata``. Raises OSError, too."""
    return parse_metadata(read_footer(path))


def parse_metadata(footer: bytes) -> pq.FileMetaData:
    """The metadata in a footer, whose columns can all be asked for.

    Arrow throws where it makes a damaged column chunk, and its Python interface does not catch that.

    Raises:
        pa.ArrowException, OSError: the footer is damaged.
    """
    whole = pa.BufferReader(_MAGIC + footer + len(footer).to_bytes(4, "little") + _MAGIC)
    try:
        metadata = pq.read_metadata(whole)
        groups = read_struct(footer, 0)[0][_ROW_GROUPS]
        sound = all(_is_sound(group[_COLUMNS], metadata.schema) for group in groups) and _has_names(metadata)
    except pa.ArrowException:
        raise
    except (IndexError, KeyError, RecursionError, TypeError, AttributeError, ValueError):
        sound = False
    if not sound:
        raise pa.ArrowInvalid("its footer does not describe its columns")
    return metadata


def _is_sound(chunks: list[dict[int, Any]], schema: pq.ParquetSchema) -> bool:
    """Whether the chunks are as many as the columns, and their statistics of sizes such as their columns can have."""
    if len(chunks) != len(schema):
        return False
    for leaf, chunk in enumerate(chunks):
        sizes, column = chunk[_META_DATA].get(_SIZE_STATISTICS, {}), schema.column(leaf)
        if _BYTES in sizes and column.physical_type != "BYTE_ARRAY":
            return False
        for levels, highest in ((_REPETITION, column.max_repetition_level), (_DEFINITION, column.max_definition_level)):
            if len(sizes.get(levels, ())) not in (0, highest + 1):
                return False
    return True


def _has_names(metadata: pq.FileMetaData) -> bool:
    """True; raises ValueError where a name is not UTF-8."""
    groups = map(metadata.row_group, range(metadata.num_row_groups))
    return all(group.column(leaf).path_in_schema for group in groups for leaf in range(metadata.num_columns))
