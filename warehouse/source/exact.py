"""Read JSON texts that are exactly of the declared shape straight into Arrow; every other text is left to others.

Arrow's reader is fast and lets other threads run, but takes absent fields for null ones and 30 for 30.0. Whether it did
is told by counting: a text has a colon for every key and a dot for every number, and else only those in its strings.
Escaped ones make the count too small, never too large, so that nothing inexact passes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.json as pj

from warehouse.schema import record_type
from warehouse.source.exact_text import is_exact

# one block of Arrow's reader, whose size is a 32-bit number
LARGEST = 2**30
# a text that is no struct ends Arrow's reader or the whole process, so each stands in one
_OPEN, _CLOSE = b'{"_":', b"}"
_LINES_TO_BLANKS = bytes.maketrans(b"\r\n", b"  ")


def exact_records(texts: Sequence[bytes]) -> pa.StructArray | None:
    """The records of texts, or None unless each is surely one record of exactly the declared shape, nulls allowed."""
    if not texts or not all(map(_stands_on_one_line, texts)):
        return None
    block = b"".join((_OPEN, (_CLOSE + b"\n" + _OPEN).join(map(_one_line, texts)), _CLOSE))
    records = _read(block) if len(block) <= LARGEST else None
    if records is None or len(records) != len(texts) or records.null_count:
        return None
    return records if _is_all(records, block, len(texts)) else None


def _read(block: bytes) -> pa.StructArray | None:
    """What Arrow makes of the records; it declines unknown fields, keys given twice and values of another type."""
    try:
        options = pj.ReadOptions(use_threads=False, block_size=len(block) + 1)
        records = pj.read_json(pa.BufferReader(block), options, _options())["_"].combine_chunks()
        records.validate(full=True)  # that texts are Unicode
    except pa.ArrowException:
        return None
    return records


def _is_all(records: pa.StructArray, block: bytes, wrapped: int) -> bool:
    """Whether every declared key stands in the block, and every number is written as one."""
    arrays = list(_arrays(records))
    keys = sum((len(array) - array.null_count) * array.type.num_fields for array in arrays if _is_struct(array))
    numbers = sum(len(array) - array.null_count for array in arrays if pa.types.is_floating(array.type))
    texts = [buffer for array in arrays if pa.types.is_string(array.type) and (buffer := array.buffers()[2])]
    colons, dots = (_count(mark, [block]) - _count(mark, texts) for mark in b":.")
    return colons - wrapped == keys and dots == numbers


def _is_struct(array: pa.Array) -> bool:
    return pa.types.is_struct(array.type)


def _count(byte: int, buffers: Sequence[bytes | pa.Buffer]) -> int:
    return sum(int(np.count_nonzero(np.frombuffer(buffer, np.uint8) == byte)) for buffer in buffers)


def _arrays(array: pa.Array) -> Iterator[pa.Array]:
    """An array with all that are nested in it."""
    yield array
    if _is_struct(array):
        for index in range(array.type.num_fields):
            yield from _arrays(array.field(index))
    elif pa.types.is_list(array.type):
        yield from _arrays(array.values)


def _stands_on_one_line(text: bytes) -> bool:
    """Whether line breaks, if there are any, stand only between the tokens of JSON."""
    return not (b"\n" in text or b"\r" in text) or is_exact(text)


def _one_line(text: bytes) -> bytes:
    return text.translate(_LINES_TO_BLANKS) if b"\n" in text or b"\r" in text else text


@cache
def _options() -> pj.ParseOptions:
    return pj.ParseOptions(explicit_schema=pa.schema([("_", record_type())]), unexpected_field_behavior="error")
