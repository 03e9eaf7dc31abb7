"""The issues of a source that has another shape than the declared one, each located in the source."""

from __future__ import annotations

from typing import Any, NamedTuple

import pyarrow as pa

from warehouse.model.issues import Issue, Kind, json_text, pointer
from warehouse.model.schema import Shape

Parts = tuple[str | int, ...]


class RecordOrigin(NamedTuple):
    """Where a record comes from: its file's name and its row there, from 1; the video's id is known later."""

    source_file: str
    source_row: int | None
    video_id: None = None


def unknown_field(origin: RecordOrigin, shape: Shape, name: str, parts: Parts, value: Any) -> Issue:
    """A key that the model does not know, kept with its value; ``parts`` lead to the struct that has it.

    Raises:
        UnicodeEncodeError: the name has a lone surrogate, which no column can hold.
    """
    path = f"{shape.path}.{name}".lstrip(".")
    where = pointer((*parts, name))
    where.encode()
    return Issue(*origin, Kind.UNKNOWN_FIELD, path, where, "the model has no such field", json_text(value))


def missing_field(origin: RecordOrigin, shape: Shape, parts: Parts | None) -> Issue:
    """A declared key that is absent from a record (or from every record of the file)."""
    where = None if parts is None else pointer(parts)
    return Issue(*origin, Kind.MISSING_FIELD, shape.path, where, "the declared field is absent", None)


def changed_type(origin: RecordOrigin, shape: Shape, parts: Parts, value: Any, *, read: bool) -> Issue:
    """A value of another type than declared; ``read`` is whether it was understood all the same."""
    outcome = "read as" if read else "cannot be read as"
    detail = f"{json_name(value)} {outcome} {shape_name(shape)}"
    return Issue(*origin, Kind.CHANGED_TYPE, shape.path, pointer(parts), detail, json_text(value))


def changed_column(file_name: str, shape: Shape, found: pa.DataType) -> Issue:
    """A column of another type than declared whose values are all kept unchanged."""
    detail = f"{found} instead of {shape.arrow}"
    return Issue(file_name, None, None, Kind.CHANGED_TYPE, shape.path, None, detail, None)


def shape_name(shape: Shape) -> str:
    """The name of what the model expects at a place."""
    return "list" if shape.item else shape.type.value if shape.type else "struct"


def json_name(value: Any) -> str:
    """JSON's name for the type of a value."""
    names = {bool: "boolean", int: "integer", float: "number", str: "text", list: "list", dict: "struct"}
    return names.get(type(value), type(value).__name__)
