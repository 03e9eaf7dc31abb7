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

from warehouse.model.schema import record_type

# one block of Arrow's reader, whose size is a 32-bit number
LARGEST = 2**30
# a text that is no struct ends Arrow's reader or the whole process, so each stands in one
_OPEN, _CLOSE = b'{"_":', b"}"


def exact_records(texts: Sequence[bytes]) -> pa.StructArray | None:
    """The records of texts, or None unless each is surely one record of exactly the declared shape, nulls allowed."""
    block = _block(texts)
    records = _records(block, len(texts))
    return records if records is not None and _is_all(records, block, len(texts)) else None


def records_of_exact(texts: Sequence[bytes]) -> pa.StructArray | None:
    """The records of texts that are known to be exact, or None where Arrow declines one."""
    return _records(_block(texts), len(texts))


def _block(texts: Sequence[bytes]) -> bytes:
    return b"".join((_OPEN, (_CLOSE + b"\n" + _OPEN).join(texts), _CLOSE))


def _records(block: bytes, expected: int) -> pa.StructArray | None:
    records = _read(block) if len(block) <= LARGEST else None
    return None if records is None or len(records) != expected or records.null_count else records


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
    structs = [array for array in arrays if isinstance(array, pa.StructArray)]
    keys = sum((len(array) - array.null_count) * array.type.num_fields for array in structs)
    numbers = sum(len(array) - array.null_count for array in arrays if pa.types.is_floating(array.type))
    texts = [buffer for array in arrays if pa.types.is_string(array.type) and (buffer := array.buffers()[2])]
    colons, dots = (_count(mark, [block]) - _count(mark, texts) for mark in b":.")
    return (colons - wrapped, dots) == (keys, numbers)


def _count(byte: int, buffers: Sequence[bytes | pa.Buffer]) -> int:
    return sum(int(np.count_nonzero(np.frombuffer(buffer, np.uint8) == byte)) for buffer in buffers)


def _arrays(array: pa.Array) -> Iterator[pa.Array]:
    """An array with all that are nested in it."""
    yield array
    if isinstance(array, pa.StructArray):
        for index in range(array.type.num_fields):
            yield from _arrays(array.field(index))
    elif pa.types.is_list(array.type):
        yield from _arrays(array.values)


@cache
def _options() -> pj.ParseOptions:
    schema = pa.schema([("_", record_type())])
    return pj.ParseOptions(explicit_schema=schema, newlines_in_values=True, unexpected_field_behavior="error")
