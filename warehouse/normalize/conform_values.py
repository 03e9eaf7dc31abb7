"""Records as Python values (parsed JSON) against the declared shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from warehouse.model import Type
from warehouse.model.issues import Issue, Kind, json_text, pointer
from warehouse.model.schema import Shape
from warehouse.normalize.drift import Parts, RecordOrigin, changed_type, missing_field, unknown_field

INT64 = range(-(2**63), 2**63)


def conform_values(
    values: Sequence[Any], shape: Shape, origins: Sequence[RecordOrigin], places: Sequence[Parts]
) -> tuple[pa.Array, list[Issue]]:
    """An array of the declared type from values of any type, and what did not fit.

    ``origins`` and ``places`` are each value's record and its path within the record.
    """
    issues: list[Issue] = []
    conformed = []
    for value, origin, parts in zip(values, origins, places, strict=True):
        fitting, found = conform_value(value, shape, origin, parts)
        conformed.append(fitting)
        issues += found
    return pa.array(conformed, shape.arrow), issues


def conform_value(value: Any, shape: Shape, origin: RecordOrigin, parts: Parts = ()) -> tuple[Any, list[Issue]]:
    """A value of the declared shape from one of any shape, and what did not fit.

    Raises:
        UnicodeEncodeError: an unknown field's name cannot be stored as text.
    """
    issues: list[Issue] = []
    return _Conform(origin, issues.append).value(value, shape, parts), issues


def empty(shape: Shape) -> Any:
    """The value of an absent field: no elements, no text; never null where a struct or list is declared."""
    if shape.item is not None:
        return []
    return {name: empty(child) for name, child in shape.fields.items()} or None


class _Conform:
    """The walk over one record."""

    def __init__(self, origin: RecordOrigin, report: Callable[[Issue], None]) -> None:
        self.origin = origin
        self.report = report

    def value(self, value: Any, shape: Shape, parts: Parts) -> Any:
        if value is None:
            return None
        if shape.item is not None:
            return self._list(value, shape, shape.item, parts)
        if shape.type is None:
            return self._struct(value, shape, parts)
        return self._leaf(value, shape, shape.type, parts)

    def _struct(self, value: Any, shape: Shape, parts: Parts) -> Any:
        if type(value) is not dict:
            return self._foreign(value, shape, parts)
        for name in sorted(value.keys() - shape.fields.keys()):
            self.report(unknown_field(self.origin, shape, name, parts, value[name]))
        return {
            name: self.value(value[name], child, (*parts, name))
            if name in value
            else self._missing(child, (*parts, name))
            for name, child in shape.fields.items()
        }

    def _list(self, value: Any, shape: Shape, item: Shape, parts: Parts) -> Any:
        if type(value) is not list:
            return self._foreign(value, shape, parts)
        return [self.value(element, item, (*parts, index)) for index, element in enumerate(value)]

    def _leaf(self, value: Any, shape: Shape, type_: Type, parts: Parts) -> Any:
        if type(value) is _PYTHON[type_]:
            if _fits(value):
                return value
            raw, where = json_text(value), pointer(parts)
            kind, detail = Kind.UNREADABLE_VALUE, "no column can hold the value"
            self.report(Issue(*self.origin, kind, shape.path, where, detail, raw))
            return None
        read = _READERS[type_](value)
        self.report(changed_type(self.origin, shape, parts, value, read=read is not None))
        return read

    def _missing(self, shape: Shape, parts: Parts) -> Any:
        self.report(missing_field(self.origin, shape, parts))
        return empty(shape)

    def _foreign(self, value: Any, shape: Shape, parts: Parts) -> Any:
        self.report(changed_type(self.origin, shape, parts, value, read=False))
        return empty(shape)


def _fits(value: Any) -> bool:
    if isinstance(value, str):
        return not any("\ud800" <= character <= "\udfff" for character in value) if not value.isascii() else True
    return type(value) is not int or value in INT64


def _text(value: Any) -> str | None:
    return str(value) if type(value) is int else None


def _integer(value: Any) -> int | None:
    if type(value) is float and value.is_integer() and int(value) in INT64:
        return int(value)
    if type(value) is str and value.lstrip("-").isdecimal() and value.isascii() and len(value) < 20:
        number = int(value)
        return number if str(number) == value and number in INT64 else None
    return None


def _number(value: Any) -> float | None:
    if type(value) is int:
        return float(value) if abs(value) <= 2**53 else None
    if type(value) is str and value.isascii():
        try:
            number = float(value)
        except ValueError:
            return None
        return number if repr(number) == value else None
    return None


_PYTHON: dict[Type, type] = {
    Type.TEXT: str,
    Type.TIMESTAMP: str,
    Type.DATE: str,
    Type.INTEGER: int,
    Type.NUMBER: float,
}
_READERS: dict[Type, Callable[[Any], Any]] = {
    Type.TEXT: _text,
    Type.TIMESTAMP: _text,
    Type.DATE: _text,
    Type.INTEGER: _integer,
    Type.NUMBER: _number,
}
