"""The footer of a Parquet file as bytes: what identifies the file, its schema, and the number of its rows.

To parse a footer whole takes Arrow half a millisecond, as much as a fifth of reading a small shard. What is needed of
most stands at its beginning, in Thrift's compact form: the version, the schema, and the number of rows. Once the schema
of one file is found, that of the next is only compared.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from warehouse.source.thrift import I32, read_number, skip, skip_list

_VERSION, _SCHEMA, _ROWS = 0x15, 0x19, 0x16


def read_footer(path: Path) -> bytes:
    """The bytes of a file's footer.

    Raises:
        OSError: the file cannot be read, or is too short to have one.
    """
    with path.open("rb") as stream:
        stream.seek(-8, 2)
        length = int.from_bytes(stream.read(4), "little")
        stream.seek(-8 - length, 2)
        return stream.read(length)


def footer_fingerprint(footer: bytes) -> str:
    """What identifies a Parquet file without reading it all: a sha256 of its footer (offsets, sizes, statistics)."""
    return f"footer-sha256:{hashlib.sha256(footer).hexdigest()}"


def schema_bytes(footer: bytes) -> bytes | None:
    """The beginning of a footer up to the end of the schema, equal for equal schemas; None if its form is unknown."""
    try:
        start = skip(footer, 1, I32)
        known = footer[0] == _VERSION and footer[start] == _SCHEMA
        return footer[: skip_list(footer, start + 1)] if known else None
    except (IndexError, RecursionError):
        return None


def rows_behind(schema: bytes, footer: bytes) -> int | None:
    """The number of rows of a file whose footer begins with a schema; None if it begins with another one."""
    try:
        starts = footer.startswith(schema + bytes([_ROWS]))
        return read_number(footer, len(schema) + 1)[0] >> 1 if starts else None
    except IndexError:
        return None
