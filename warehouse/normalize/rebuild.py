"""The inverse of the normalizer: the original nested records from the columns of the tables.

The rows of a table become the elements of lists within those of its parent, all of one table at once; Python values
are made of the whole nested array only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.model import SOURCE_TABLES, VIDEOS, Table, Type
from warehouse.model.codecs import ENCODERS
from warehouse.model.issues import Issue, Kind, pointer_parts
from warehouse.model.schema import Shape, record_shape

# a row's place among those of its table, as one number: the row of its parent, and its position there
Places = npt.NDArray[np.int64]
_POSITIONS = 2**32


def rebuild(tables: Mapping[str, pa.Table]) -> dict[str, dict[str, Any]]:
    """The canonical records of videos by their ids, keys in alphabetical order; ``patched`` makes them exact.

    ``tables`` has every source table, rows sorted by key.
    """
    ids = tables[VIDEOS.name]["video_id"]
    places: dict[Table, Places] = {VIDEOS: np.arange(len(ids))}
    owners: dict[Table, Places] = {}
    for table in SOURCE_TABLES[1:]:
        owners[table] = _owners(table, tables[table.name], ids, places)
        places[table] = owners[table] * _POSITIONS + _numbers(tables[table.name][table.key[-1]])
    lists: dict[tuple[Table, str], pa.Array] = {}
    # each behind all those that are made from lists in it
    for table in reversed(SOURCE_TABLES):
        elements = _elements(table, tables[table.name], lists)
        if table.parent is None:
            return dict(zip(ids.to_pylist(), elements.to_pylist(), strict=True))
        counts = np.bincount(owners[table], minlength=len(places[table.parent]))
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        lists[table.parent, table.list_path] = pa.ListArray.from_arrays(offsets, elements)
    raise AssertionError("the first table has no parent")


def patched(record: dict[str, Any], issues: Iterable[Issue]) -> dict[str, Any]:
    """A canonical record with every difference of its source put back; changes and returns ``record``."""
    for issue in issues:
        if issue.pointer is not None:
            _apply(record, pointer_parts(issue.pointer), issue)
        elif issue.kind is Kind.MISSING_FIELD:
            _delete_everywhere(record, issue.path.replace("[]", ".[]").split("."))
    return record


def _owners(table: Table, rows: pa.Table, ids: pa.ChunkedArray, places: Mapping[Table, Places]) -> Places:
    """The row of the parent that each row belongs to."""
    owners = _numbers(pc.index_in(rows["video_id"], ids))
    for ancestor, name in zip(_ancestors(table), table.key[1:], strict=False):
        owners = np.searchsorted(places[ancestor], owners * _POSITIONS + _numbers(rows[name]))
    return owners


def _ancestors(table: Table) -> list[Table]:
    """The tables between a video and a table, from the outermost on."""
    parent = table.parent
    return [] if parent is None or parent.parent is None else [*_ancestors(parent), parent]


def _numbers(values: pa.ChunkedArray) -> Places:
    numbers: Places = values.to_numpy().astype(np.int64)
    return numbers


def _elements(table: Table, rows: pa.Table, lists: Mapping[tuple[Table, str], pa.Array]) -> pa.Array:
    """The elements that the rows of a table are, with the lists in them."""
    values = {
        column.path: _encoded(column.type, rows[column.name]) for column in table.columns if column.path is not None
    }
    values |= {path: array for (parent, path), array in lists.items() if parent is table}
    return _nested(_element_shape(table), values, "", rows.num_rows)


def _nested(shape: Shape, values: Mapping[str, pa.Array], path: str, count: int) -> pa.Array:
    """``count`` values of a shape, a struct's from the arrays of its fields."""
    if path in values:
        return values[path]
    if not shape.fields:
        return pa.nulls(count)
    fields = [_nested(field, values, f"{path}.{name}".lstrip("."), count) for name, field in shape.fields.items()]
    return pa.StructArray.from_arrays(fields, list(shape.fields))


def _encoded(type_: Type, values: pa.ChunkedArray) -> pa.Array:
    whole = values.combine_chunks()
    return ENCODERS[type_](whole) if type_ in ENCODERS else whole


@cache
def _element_shape(table: Table) -> Shape:
    shape = record_shape()
    for part in (table.source or "").replace("[]", ".[]").split(".") if table.source else ():
        shape = shape.fields[part] if shape.item is None else shape.item
    return shape


def _apply(record: dict[str, Any], parts: list[str], issue: Issue) -> None:
    *outer, last = parts
    target: Any = record
    for part in outer:
        target = target[int(part) if isinstance(target, list) else part]
    if issue.kind is Kind.MISSING_FIELD:
        target.pop(last, None)
    elif issue.raw is not None:
        target[int(last) if isinstance(target, list) else last] = json.loads(issue.raw)


def _delete_everywhere(node: Any, parts: list[str]) -> None:
    """Remove the key that a declared path names from every struct that it leads to."""
    head, *rest = parts
    if head == "[]":
        for element in node or ():
            _delete_everywhere(element, rest)
    elif isinstance(node, dict) and rest:
        _delete_everywhere(node.get(head), rest)
    elif isinstance(node, dict):
        node.pop(head, None)
