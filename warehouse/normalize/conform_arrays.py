"""Records as Arrow arrays against the declared shape: what fits passes unchanged, the rest is read value by value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

from warehouse.model import Type
from warehouse.model.issues import Issue
from warehouse.model.schema import Shape
from warehouse.normalize.conform_values import conform_values, empty
from warehouse.normalize.drift import Parts, RecordOrigin, changed_column, missing_field, unknown_field


@dataclass(frozen=True)
class _Place:
    """Where the elements of an array are: under ``name`` of the parent's, or in the lists of the parent's.

    The outermost place has the records' ``file_name`` and ``rows`` there.
    """

    file_name: str
    rows: npt.NDArray[np.int64]
    parent: _Place | None = None
    name: str = ""
    owner: npt.NDArray[np.int64] | None = None
    position: npt.NDArray[np.int64] | None = None

    def field(self, name: str) -> _Place:
        return _Place(self.file_name, self.rows, self, name)

    def elements(self, owner: npt.NDArray[np.int64], position: npt.NDArray[np.int64]) -> _Place:
        return _Place(self.file_name, self.rows, self, "", owner, position)

    def origin(self, index: int) -> RecordOrigin:
        if self.parent is None:
            return RecordOrigin(self.file_name, int(self.rows[index]))
        return self.parent.origin(index if self.owner is None else int(self.owner[index]))

    def parts(self, index: int) -> Parts:
        if self.parent is None:
            return ()
        if self.owner is None or self.position is None:
            return (*self.parent.parts(index), self.name)
        return (*self.parent.parts(int(self.owner[index])), int(self.position[index]))


def conform_array(
    array: pa.Array, shape: Shape, file_name: str, rows: npt.NDArray[np.int64]
) -> tuple[pa.Array, list[Issue]]:
    """An array of the declared type from one of any type, and what did not fit; ``rows`` has each record's row.

    Other encodings of the same values (large strings, dictionaries, another order of fields, a type of nulls where
    there is nothing else) are not an issue.
    """
    issues: list[Issue] = []
    return _conform(array, shape, _Place(file_name, rows), issues), issues


def _conform(array: pa.Array, shape: Shape, place: _Place, issues: list[Issue]) -> pa.Array:
    if array.type == shape.arrow:
        return array
    if pt.is_dictionary(array.type):
        return _conform(array.dictionary_decode(), shape, place, issues)
    if pt.is_null(array.type):
        return pa.nulls(len(array), shape.arrow)
    if shape.item is not None and _is_list(array.type):
        return _list(array, shape, shape.item, place, issues)
    if shape.fields and pt.is_struct(array.type):
        return _struct(array, shape, place, issues)
    if shape.type is not None and _widens(array.type, shape.type):
        if not _is_text(array.type):
            issues.append(changed_column(place.file_name, shape, array.type))
        return array.cast(shape.arrow)
    return _foreign(array, shape, place, issues)


def _struct(array: pa.StructArray, shape: Shape, place: _Place, issues: list[Issue]) -> pa.Array:
    present = {array.type.field(i).name: array.field(i) for i in range(array.type.num_fields)}
    for name in sorted(present.keys() - shape.fields.keys()):
        issues += _unknown(array, shape, name, present[name], place)
    children = [
        _conform(present[name], child, place.field(name), issues)
        if name in present
        else _missing(child, len(array), place, issues)
        for name, child in shape.fields.items()
    ]
    fields = [pa.field(name, child.arrow) for name, child in shape.fields.items()]
    return pa.StructArray.from_arrays(children, fields=fields, mask=array.is_null() if array.null_count else None)


def _list(array: pa.Array, shape: Shape, item: Shape, place: _Place, issues: list[Issue]) -> pa.Array:
    lengths = pc.fill_null(pc.list_value_length(array), 0).to_numpy(zero_copy_only=False).astype(np.int64)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    owner = np.repeat(np.arange(len(array)), lengths)
    inner = place.elements(owner, np.arange(len(owner)) - offsets[owner])
    items = _conform(pc.list_flatten(array), item, inner, issues)
    mask = array.is_null() if array.null_count else None
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), items, type=shape.arrow, mask=mask)


def _unknown(array: pa.StructArray, shape: Shape, name: str, values: pa.Array, place: _Place) -> list[Issue]:
    return [
        unknown_field(place.origin(index), shape, name, place.parts(index), value.as_py())
        for index, (value, present) in enumerate(zip(values, array.is_valid(), strict=True))
        if present.as_py()
    ]


def _missing(shape: Shape, length: int, place: _Place, issues: list[Issue]) -> pa.Array:
    issues.append(missing_field(RecordOrigin(place.file_name, None), shape, None))
    return pa.array([empty(shape)] * length, shape.arrow)


def _foreign(array: pa.Array, shape: Shape, place: _Place, issues: list[Issue]) -> pa.Array:
    indices = range(len(array))
    origins, places = [place.origin(i) for i in indices], [place.parts(i) for i in indices]
    conformed, found = conform_values(array.to_pylist(), shape, origins, places)
    issues += found
    return conformed


def _is_list(type_: pa.DataType) -> bool:
    return bool(pt.is_list(type_) or pt.is_large_list(type_) or pt.is_fixed_size_list(type_))


def _is_text(type_: pa.DataType) -> bool:
    return bool(pt.is_large_string(type_) or pt.is_string_view(type_) or pt.is_string(type_))


def _widens(found: pa.DataType, declared: Type) -> bool:
    """Whether every value of a type is a value of the declared one, in JSON too."""
    if declared is Type.INTEGER:
        return bool(pt.is_integer(found) and found != pa.uint64())
    if declared is Type.NUMBER:
        return bool(pt.is_floating(found))
    return _is_text(found)
