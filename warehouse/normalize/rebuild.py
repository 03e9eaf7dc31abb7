"""The inverse of the normalizer: the original nested records from the columns of the tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from warehouse.model import SOURCE_TABLES, Table, Type
from warehouse.model.codecs import ENCODERS
from warehouse.model.issues import Issue, Kind, pointer_parts
from warehouse.model.schema import Shape, record_shape

Columns = Mapping[str, Sequence[Any]]


def rebuild(tables: Mapping[str, Columns]) -> dict[str, dict[str, Any]]:
    """The canonical records of videos by their ids, keys in alphabetical order; ``patched`` makes them exact.

    ``tables`` has for every source table its columns: lists of Python values of one length, rows sorted by key.
    """
    lists: dict[tuple[str, str], dict[tuple[Any, ...], list[Any]]] = {}
    records: dict[str, dict[str, Any]] = {}
    for table in SOURCE_TABLES:
        columns = tables[table.name]
        keys = list(zip(*(columns[name] for name in table.key), strict=True))
        elements = _elements(table, columns, len(keys))
        if table.parent is None:
            records = {key[0]: element for key, element in zip(keys, elements, strict=True)}
        else:
            parents = lists[table.parent.name, table.list_path]
            for key, element in zip(keys, elements, strict=True):
                parents[key[:-1]].append(element)
        for child in SOURCE_TABLES:
            if child.parent is table:
                path = child.list_path.split(".")
                found = (_inside(element, path) for element in elements)
                lists[table.name, child.list_path] = dict(zip(keys, found, strict=True))
    return records


def patched(record: dict[str, Any], issues: Iterable[Issue]) -> dict[str, Any]:
    """A canonical record with every difference of its source put back; changes and returns ``record``."""
    for issue in issues:
        if issue.pointer is not None:
            _apply(record, pointer_parts(issue.pointer), issue)
        elif issue.kind is Kind.MISSING_FIELD:
            _delete_everywhere(record, issue.path.replace("[]", ".[]").split("."))
    return record


def _elements(table: Table, columns: Columns, count: int) -> Sequence[Any]:
    """The elements that the rows of a table are, their lists still empty."""
    values = {
        column.path: _encoded(column.type, columns[column.name]) for column in table.columns if column.path is not None
    }
    return _values(_element_shape(table), values, "", count)


def _values(shape: Shape, values: Columns, path: str, count: int) -> Sequence[Any]:
    """``count`` values of a shape: a struct's are made from its fields' columns at once."""
    if path in values:
        return values[path]
    if shape.item is not None:
        return [[] for _ in range(count)]
    if not shape.fields:
        return [None] * count
    fields = [_values(field, values, f"{path}.{name}".lstrip("."), count) for name, field in shape.fields.items()]
    return [dict(zip(shape.fields, row, strict=True)) for row in zip(*fields, strict=True)]


def _encoded(type_: Type, values: Sequence[Any]) -> Sequence[Any]:
    encode = ENCODERS.get(type_)
    return values if encode is None else [None if value is None else encode(value) for value in values]


@cache
def _element_shape(table: Table) -> Shape:
    shape = record_shape()
    for part in (table.source or "").replace("[]", ".[]").split(".") if table.source else ():
        shape = shape.fields[part] if shape.item is None else shape.item
    return shape


def _inside(element: Any, names: Iterable[Any]) -> Any:
    for name in names:
        element = element[name]
    return element


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
