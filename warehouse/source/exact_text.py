"""Whether a JSON text is exactly of the declared shape: every field there, no other one, each value of its type."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from warehouse.model import Type
from warehouse.model.schema import Shape, record_shape


def is_exact(text: bytes) -> bool:
    """Whether a JSON text is one record of exactly the declared shape, nulls allowed."""
    try:
        _decoder().decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    return True


def array_elements(text: bytes) -> list[bytes]:
    """The texts of the elements of a JSON array; none if the text is not an array."""
    if not text.startswith(b"["):
        return []
    try:
        return list(map(bytes, _elements().decode(text)))
    except (msgspec.MsgspecError, RecursionError):
        return []


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
