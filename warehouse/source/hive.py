"""Folders that are columns, ``content_parent_category=Sports/``: fields of the record that its file leaves out."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyarrow as pa

from warehouse.model import Type
from warehouse.model.schema import record_shape, record_type

# how Hive, and all that follow it, write a null
_NULL = "__HIVE_DEFAULT_PARTITION__"
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")


def folder_fields(location: str) -> dict[str, Any]:
    """The fields of a record that the folders above a file give, with their values; mostly none."""
    return _fields(location.rpartition("/")[0]) if "=" in location else {}


def add_columns(batch: pa.RecordBatch, fields: dict[str, Any]) -> pa.RecordBatch:
    """A batch of records whose fields are columns of their own, with the ``fields`` that it has not."""
    for name, value in fields.items():
        if name not in batch.schema.names:
            type_ = pa.string() if isinstance(value, str) else record_type().field(name).type
            column = pa.array([value] * batch.num_rows, type_)
            batch = batch.append_column(name, column)
    return batch


def _value(text: str, type_: Type) -> int | str:
    """A value of the declared type; text that is none stays text, and is reported like any other value."""
    return int(text) if type_ is Type.INTEGER and _INTEGER.fullmatch(text) else text


@cache
def _fields(folder: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in Path(folder).parts:
        name, separator, text = part.partition("=")
        shape = record_shape().fields.get(name)
        if separator and shape and shape.type:
            found[name] = None if text == _NULL else _value(unquote(text), shape.type)
    return found
