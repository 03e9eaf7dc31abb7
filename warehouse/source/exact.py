"""Read JSON texts that are exactly of the declared shape straight into Arrow; every other text is left to others.

A text passes where msgspec finds every declared field, no other one, and each value of its declared type. Only then
may Arrow's reader see it, which is fast and lets other threads run, but takes absent fields for null ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.json as pj

from warehouse.model import Type
from warehouse.schema import Shape, record_shape, record_type

# one block of Arrow's reader, whose size is a 32-bit number
LARGEST = 2**30
_LINES_TO_BLANKS = bytes.maketrans(b"\r\n", b"  ")


def is_exact(text: bytes) -> bool:
    """Whether a JSON text is one record of exactly the declared shape, nulls allowed."""
    try:
        _decoder().decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    return True


def exact_records(texts: Sequence[bytes]) -> pa.StructArray | None:
    """The records of texts that are all exact, or None where Arrow declines one (a key given twice, a huge number)."""
    block = b"\n".join(map(_one_line, texts))
    if len(block) > LARGEST:
        return None
    try:
        options = pj.ReadOptions(use_threads=False, block_size=len(block) + 1)
        table = pj.read_json(pa.BufferReader(block), options, _options())
    except pa.ArrowException:
        return None
    records = table.to_struct_array().combine_chunks()
    return records if len(records) == len(texts) and records.type == record_type() else None


def array_elements(text: bytes) -> list[bytes]:
    """The texts of the elements of a JSON array; none if the text is not an array."""
    if not text.startswith(b"["):
        return []
    try:
        return list(map(bytes, _elements().decode(text)))
    except (msgspec.MsgspecError, RecursionError):
        return []


def _one_line(text: bytes) -> bytes:
    """The text without line breaks, which stand only between the tokens of JSON."""
    return text.translate(_LINES_TO_BLANKS) if b"\n" in text or b"\r" in text else text


@cache
def _options() -> pj.ParseOptions:
    return pj.ParseOptions(explicit_schema=pa.schema(list(record_type())), unexpected_field_behavior="error")


@cache
def _elements() -> msgspec.json.Decoder[list[msgspec.Raw]]:
    return msgspec.json.Decoder(list[msgspec.Raw])


class _Number(float):
    """A number that JSON writes as one: 30.0, not 30."""


def _as_number(_: type, value: Any) -> _Number:
    if type(value) is not float:
        raise TypeError
    return _Number(value)


@cache
def _decoder() -> msgspec.json.Decoder[Any]:
    shape = record_shape()
    return msgspec.json.Decoder(_struct(shape), dec_hook=_as_number)


def _type(shape: Shape) -> Any:
    if shape.item is not None:
        return list[_type(shape.item)] | None  # type: ignore[misc]
    if shape.type is None:
        return _struct(shape) | None
    return {Type.INTEGER: int, Type.NUMBER: _Number}.get(shape.type, str) | None


def _struct(shape: Shape) -> Any:
    fields = [(name, _type(child)) for name, child in shape.fields.items()]
    return msgspec.defstruct("Record", fields, forbid_unknown_fields=True, gc=False)
