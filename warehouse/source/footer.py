"""The footer of a Parquet file as bytes: what identifies the file, its schema, and the number of its rows.

To parse a footer whole takes Arrow half a millisecond, as much as a fifth of reading a small shard. What is needed of
most is at its beginning, in Thrift's compact form: the version, the schema, and the number of rows. Once the schema
of one file is found, that of the next is only compared.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

_VERSION, _SCHEMA, _ROWS = 0x15, 0x19, 0x16

# types of Thrift's compact form
I32 = 5
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 12
_INTEGERS = (4, I32, 6)
_SIZES = {_TRUE: 0, _FALSE: 0, _BYTE: 1, _DOUBLE: 8}


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
        return footer[: _skip_list(footer, start + 1)] if known else None
    except (IndexError, RecursionError):
        return None


def rows_behind(schema: bytes, footer: bytes) -> int | None:
    """The number of rows of a file whose footer begins with a schema; None if it begins with another one."""
    try:
        starts = footer.startswith(schema + bytes([_ROWS]))
        return read_number(footer, len(schema) + 1)[0] >> 1 if starts else None
    except IndexError:
        return None


def read_number(data: bytes, place: int) -> tuple[int, int]:
    """An unsigned number, seven bits a byte with all but the last one marked, and the place behind it."""
    value = shift = 0
    while data[place] & 0x80:
        value |= (data[place] & 0x7F) << shift
        place, shift = place + 1, shift + 7
    return value | data[place] << shift, place + 1


def skip(data: bytes, place: int, type_: int) -> int:
    """The place behind a value of a type in Thrift's compact form, also of the headers of pages.

    Raises:
        IndexError: the data end too soon.
        RecursionError: they are nested without end.
    """
    if type_ in _INTEGERS:
        return read_number(data, place)[1]
    if type_ == _BINARY:
        length, place = read_number(data, place)
        return place + length
    if type_ in (_LIST, _SET):
        return _skip_list(data, place)
    if type_ == _STRUCT:
        return _skip_struct(data, place)
    if type_ not in _SIZES:
        raise IndexError
    return place + _SIZES[type_]


def read_struct(data: bytes, place: int) -> tuple[dict[int, Any], int]:
    """The fields of a struct by their ids, structs as dictionaries and lists as lists, and the place behind it.

    Raises:
        IndexError: the data end too soon.
        RecursionError: they are nested without end.
    """
    found: dict[int, Any] = {}
    field = 0
    while head := data[place]:
        place += 1
        if head >> 4:
            field += head >> 4
        else:
            number, place = read_number(data, place)
            field = _signed(number)
        type_ = head & 0x0F
        if type_ in (_TRUE, _FALSE):
            found[field] = type_ == _TRUE
        else:
            found[field], place = _read_value(data, place, type_)
    return found, place + 1


def _read_value(data: bytes, place: int, type_: int) -> tuple[Any, int]:
    if type_ == _STRUCT:
        return read_struct(data, place)
    if type_ in _INTEGERS:
        number, place = read_number(data, place)
        return _signed(number), place
    if type_ not in (_LIST, _SET):
        end = skip(data, place, type_)
        if end > len(data):
            raise IndexError
        return data[place:end], end
    size, element, place = _list_head(data, place)
    values = []
    for _ in range(size):
        value, place = _read_value(data, place, element)
        values.append(value)
    return values, place


def _signed(number: int) -> int:
    return number >> 1 ^ -(number & 1)


def _list_head(data: bytes, place: int) -> tuple[int, int, int]:
    """The size of a list, the type of its elements, which take a byte at least, truth values too, and their place."""
    size, type_ = data[place] >> 4, data[place] & 0x0F
    place += 1
    if size == 0x0F:
        size, place = read_number(data, place)
    if size > len(data):
        raise IndexError
    return size, _BYTE if type_ in (_TRUE, _FALSE) else type_, place


def _skip_list(data: bytes, place: int) -> int:
    """The place behind a list."""
    size, type_, place = _list_head(data, place)
    for _ in range(size):
        place = skip(data, place, type_)
    return place


def _skip_struct(data: bytes, place: int) -> int:
    while head := data[place]:
        place = place + 1 if head >> 4 else read_number(data, place + 1)[1]
        place = skip(data, place, head & 0x0F)
    return place + 1
