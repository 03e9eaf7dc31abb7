"""Unnest canonical records into the flat tables, in one pass over Arrow's lists.

A nested Arrow array is flat already: the elements of all lists of one kind are in one child array. A table's rows
are that child array; its key follows from the offsets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.model import SOURCE_TABLES, VIDEOS, Table
from warehouse.model.codecs import DECODERS, Mask, decode_resolutions
from warehouse.model.issues import Issue, Kind, json_text, pointer
from warehouse.model.schema import Shape, record_shape, table_schema


@dataclass(frozen=True)
class Batch:
    """Records of one part, sorted by video id.

    ``records`` has the type of ``record_type()``; the other arrays are as long: text, text and integers from 1.
    """

    records: pa.StructArray
    video_ids: pa.Array
    source_files: pa.Array
    source_rows: pa.Array


@dataclass(frozen=True)
class Elements:
    """A table's elements: the array, its key's columns, and the record that each element belongs to."""

    table: Table
    shape: Shape
    array: pa.Array
    key: dict[str, pa.Array]
    record: pa.Array


def normalize(batch: Batch) -> tuple[dict[str, pa.Table], list[Issue]]:
    """The rows of every source table, sorted by key, and what could not be understood."""
    elements: dict[str, Elements] = {}
    tables: dict[str, pa.Table] = {}
    issues: list[Issue] = []
    for table in SOURCE_TABLES:
        here = _child(table, elements[table.parent.name]) if table.parent else _root(batch)
        elements[table.name] = here
        columns, unread = _columns(here, batch)
        tables[table.name] = pa.Table.from_arrays(columns, schema=table_schema(table))
        issues += [*_nulls(here, batch), *unread]
    return tables, issues


def _root(batch: Batch) -> Elements:
    everything = pa.array(np.arange(len(batch.records)))
    return Elements(VIDEOS, record_shape(), batch.records, {"video_id": batch.video_ids}, everything)


def _child(table: Table, parent: Elements) -> Elements:
    lists = _at(parent.array, table.list_path)
    shape = _shape_at(parent.shape, table.list_path).item
    assert shape is not None
    owner = pc.list_parent_indices(lists)
    key = {name: values.take(owner) for name, values in parent.key.items()}
    key[table.index] = _positions(lists, owner)
    return Elements(table, shape, pc.list_flatten(lists), key, parent.record.take(owner))


def _positions(lists: pa.ListArray, owner: pa.Array) -> pa.Array:
    """The place of each element within its list, counted from 1."""
    lengths = pc.fill_null(pc.list_value_length(lists), 0).to_numpy().astype(np.int64)
    first = np.cumsum(lengths) - lengths
    return pa.array(np.arange(1, len(owner) + 1) - first[owner.to_numpy()])


def _at(array: pa.Array, path: str) -> pa.Array:
    """The values at a dotted path, null where a struct on the way is null."""
    return pc.struct_field(array, path.split(".")) if path else array


def _shape_at(shape: Shape, path: str) -> Shape:
    for name in path.split(".") if path else ():
        shape = shape.fields[name]
    return shape


def _columns(here: Elements, batch: Batch) -> tuple[list[pa.Array], list[Issue]]:
    given = _given(here, batch)
    columns: list[pa.Array] = []
    issues: list[Issue] = []
    if here.table is VIDEOS:
        resolutions = _at(here.array, "resolution")
        given["width"], given["height"], unread = decode_resolutions(resolutions)
        issues += _unread(here, batch, "resolution", resolutions, unread)
    for column in here.table.all_columns:
        if column.path is None:
            columns.append(given[column.name])
            continue
        values = _at(here.array, column.path)
        if column.type in DECODERS:
            texts = values
            values, unread = DECODERS[column.type](texts)
            issues += _unread(here, batch, column.path, texts, unread)
        columns.append(values)
    return columns, issues


def _given(here: Elements, batch: Batch) -> dict[str, pa.Array]:
    """The columns that are not read from the element itself."""
    if here.table is VIDEOS:
        return {**here.key, "source_file": batch.source_files, "source_row": batch.source_rows}
    return dict(here.key)


def _unread(here: Elements, batch: Batch, path: str, values: pa.Array, unread: Mask) -> Iterator[Issue]:
    if unread.any():
        rows = np.flatnonzero(unread)
        detail = "the text is not of the form"
        yield from _issues(here, batch, Kind.UNREADABLE_VALUE, path, rows, values.take(pa.array(rows)), detail)


def _nulls(here: Elements, batch: Batch) -> Iterator[Issue]:
    """Structs and lists that are null: in a row they look like empty ones."""
    if here.shape.type is None:
        for path, shape, rows in _null_nodes(here.array, here.shape, "", None):
            detail = f"a {'list' if shape.item else 'struct'} is null"
            yield from _issues(here, batch, Kind.UNEXPECTED_NULL, path, rows, pa.nulls(len(rows)), detail)


def _null_nodes(
    array: pa.Array, shape: Shape, path: str, parent: Mask | None
) -> Iterator[tuple[str, Shape, np.ndarray]]:
    """Path, shape and rows of what is null itself, not within a null."""
    null = array.is_null().to_numpy(zero_copy_only=False) if array.null_count else None
    if null is not None:
        rows = np.flatnonzero(null if parent is None else null & ~parent)
        if len(rows):
            yield path, shape, rows
    for name, child in shape.fields.items():
        if child.type is None:
            yield from _null_nodes(pc.struct_field(array, name), child, f"{path}.{name}".lstrip("."), null)


def _issues(
    here: Elements, batch: Batch, kind: Kind, path: str, rows: np.ndarray, values: pa.Array, detail: str
) -> Iterator[Issue]:
    """An issue for each of the rows of a table at which the value at ``path`` is not as declared."""
    for row, value in zip(rows.tolist(), values.to_pylist(), strict=True):
        record = here.record[row].as_py()
        yield Issue(
            source_file=batch.source_files[record].as_py(),
            source_row=batch.source_rows[record].as_py(),
            video_id=batch.video_ids[record].as_py(),
            kind=kind,
            path=".".join(part for part in (here.shape.path, path) if part),
            pointer=_pointer(here, row, path),
            detail=detail,
            raw=json_text(value),
        )


def _pointer(here: Elements, row: int, path: str) -> str:
    parts: list[str | int] = []
    for table in here.table.lineage[1:]:
        parts += [*table.list_path.split("."), here.key[table.index][row].as_py() - 1]
    return pointer([*parts, *(path.split(".") if path else ())])
