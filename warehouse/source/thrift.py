"""Find one's way in Thrift's compact form, in which Parquet writes its footers and the headers of its pages.

Every function raises IndexError where the data end too soon, and RecursionError where they are nested without end.
"""

from __future__ import annotations

I32 = 5
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 12
_INTEGERS = (4, I32, 6)
_SIZES = {_TRUE: 0, _FALSE: 0, _BYTE: 1, _DOUBLE: 8}


def read_number(data: bytes, place: int) -> tuple[int, int]:
    """An unsigned number, seven bits a byte with all but the last one marked, and the place behind it."""
    value = shift = 0
    while data[place] & 0x80:
        value |= (data[place] & 0x7F) << shift
        place, shift = place + 1, shift + 7
    return value | data[place] << shift, place + 1


def skip(data: bytes, place: int, type_: int) -> int:
    """The place behind a value of a type."""
    if type_ in _INTEGERS:
        return read_number(data, place)[1]
    if type_ == _BINARY:
        length, place = read_number(data, place)
        return place + length
    if type_ in (_LIST, _SET):
        return skip_list(data, place)
    if type_ == _STRUCT:
        return _skip_struct(data, place)
    if type_ not in _SIZES:
        raise IndexError
    return place + _SIZES[type_]


def skip_list(data: bytes, place: int) -> int:
    """The place behind a list, whose elements take a byte at least, truth values too."""
    size, type_ = data[place] >> 4, data[place] & 0x0F
    place += 1
    if size == 0x0F:
        size, place = read_number(data, place)
    if size > len(data):
        raise IndexError
    for _ in range(size):
        place = skip(data, place, _BYTE if type_ in (_TRUE, _FALSE) else type_)
    return place


def _skip_struct(data: bytes, place: int) -> int:
    while head := data[place]:
        place = place + 1 if head >> 4 else read_number(data, place + 1)[1]
        place = skip(data, place, head & 0x0F)
    return place + 1
