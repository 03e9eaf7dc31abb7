"""Differences between a source and the declared shape, located in the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from warehouse.model.issues import Kind, json_text, pointer
from warehouse.model.schema import Shape


@dataclass(frozen=True)
class Finding:
    """A difference: at ``pointer`` of the record ``row`` (counted from 0 in its chunk), or in the whole file (None)."""

    row: int | None
    kind: Kind
    path: str
    pointer: str | None
    detail: str
    raw: str | None


Parts = tuple[str | int, ...]


def unknown_field(row: int, shape: Shape, name: str, parts: Parts, value: Any) -> Finding:
    """A key that the model does not know, kept with its value; ``parts`` lead to the struct that has it.

    Raises:
        UnicodeEncodeError: the name has a lone surrogate, which no column can hold.
    """
    path = f"{shape.path}.{name}".lstrip(".")
    where = pointer((*parts, name))
    where.encode()
    return Finding(row, Kind.UNKNOWN_FIELD, path, where, "the model has no such field", json_text(value))


def missing_field(row: int | None, shape: Shape, parts: Parts | None) -> Finding:
    """A declared key that is absent from a record (or from every record of the file)."""
    where = None if parts is None else pointer(parts)
    return Finding(row, Kind.MISSING_FIELD, shape.path, where, "the declared field is absent", None)


def changed_type(row: int, shape: Shape, parts: Parts, value: Any, *, read: bool) -> Finding:
    """A value of another type than declared; ``read`` tells whether it was understood all the same."""
    outcome = "read as" if read else "cannot be read as"
    detail = f"{json_name(value)} {outcome} {shape_name(shape)}"
    return Finding(row, Kind.CHANGED_TYPE, shape.path, pointer(parts), detail, json_text(value))


def changed_column(shape: Shape, found: pa.DataType) -> Finding:
    """A column of another type than declared whose values are all taken over unchanged."""
    detail = f"{found} instead of {shape.arrow}"
    return Finding(None, Kind.CHANGED_TYPE, shape.path, None, detail, None)


def shape_name(shape: Shape) -> str:
    """What the model expects at a place, in a word."""
    return "list" if shape.item else shape.type.value if shape.type else "struct"


def json_name(value: Any) -> str:
    """JSON's name for the type of a value."""
    names = {bool: "boolean", int: "integer", float: "number", str: "text", list: "list", dict: "struct"}
    return names.get(type(value), type(value).__name__)
