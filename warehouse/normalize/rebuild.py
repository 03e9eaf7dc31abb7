"""The inverse of the normalizer: the original nested record from the rows of the tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from warehouse.model import SOURCE_TABLES, Table
from warehouse.model.codecs import ENCODERS
from warehouse.model.issues import Kind, pointer_parts
from warehouse.model.schema import Shape, record_shape
from warehouse.normalize.conform_values import empty

Row = Mapping[str, Any]


class Patch(Protocol):
    """What an issue says about a place of the record."""

    @property
    def kind(self) -> Kind:
        """What is the matter."""
        ...

    @property
    def path(self) -> str:
        """The place in the declared shape."""
        ...

    @property
    def pointer(self) -> str | None:
        """The exact place, or None for every place that ``path`` names."""
        ...

    @property
    def raw(self) -> str | None:
        """The source value as JSON, or None where there is none."""
        ...


def rebuild(rows: Mapping[str, Sequence[Row]], patches: Iterable[Patch]) -> dict[str, Any]:
    """The source record of one video, keys in alphabetical order.

    ``rows`` has for every source table the video's rows, sorted by key; ``patches`` are the issues of the record
    and of its whole file.
    """
    elements: dict[tuple[str, tuple[Any, ...]], Any] = {}
    for table in SOURCE_TABLES:
        for row in rows[table.name]:
            key = tuple(row[name] for name in table.key)
            elements[table.name, key] = element = _element(table, row)
            if table.parent:
                parent = elements[table.parent.name, key[:-1]]
                _list_of(parent, table.list_path).append(element)
    record = next(element for (name, _), element in elements.items() if name == "videos")
    return patched(record, patches)


def patched(record: dict[str, Any], patches: Iterable[Patch]) -> dict[str, Any]:
    """A canonical record with every difference of its source put back; changes and returns ``record``."""
    for patch in patches:
        if patch.pointer is not None:
            _apply(record, pointer_parts(patch.pointer), patch)
        elif patch.kind is Kind.MISSING_FIELD:
            _delete_everywhere(record, patch.path.replace("[]", ".[]").split("."))
    return record


def _element(table: Table, row: Row) -> Any:
    shape = _element_shape(table)
    element = empty(shape)
    for column in table.columns:
        if column.path is None:
            continue
        value = row[column.name]
        if value is not None and column.type in ENCODERS:
            value = ENCODERS[column.type](value)
        if not column.path:
            return value
        *outer, name = column.path.split(".")
        _inside(element, outer)[name] = value
    return element


def _element_shape(table: Table) -> Shape:
    shape = record_shape()
    for part in (table.source or "").replace("[]", ".[]").split(".") if table.source else ():
        shape = shape.fields[part] if shape.item is None else shape.item
    return shape


def _inside(element: Any, names: Iterable[Any]) -> Any:
    for name in names:
        element = element[name]
    return element


def _list_of(element: Any, path: str) -> list[Any]:
    found: list[Any] = _inside(element, path.split("."))
    return found


def _apply(record: dict[str, Any], parts: list[str], patch: Patch) -> None:
    *outer, last = parts
    target: Any = record
    for part in outer:
        target = target[int(part) if isinstance(target, list) else part]
    if patch.kind is Kind.MISSING_FIELD:
        target.pop(last, None)
    elif patch.raw is not None:
        target[int(last) if isinstance(target, list) else last] = json.loads(patch.raw)


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
