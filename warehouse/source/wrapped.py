"""JSON records wrapped in something else: the rows of a shard, and the answers of interfaces that list rows."""

from __future__ import annotations

from typing import Any

from warehouse.model.issues import json_text
from warehouse.model.schema import record_shape
from warehouse.source.files import Unparsed
from warehouse.source.json_texts import parse

# the columns of a shard's row that hold a record; the datasets server's: the row of a listed row, and its rows
RECORD, ROW, ROWS, CUT_CELLS = "json", "row", "rows", "truncated_cells"


def listed_records(value: Any) -> list[Any] | None:
    """The elements of a value that lists records, an array or an answer with ``rows``; None if it does not."""
    found = value.get(ROWS) if isinstance(value, dict) and not is_record(value) else value
    return found if isinstance(found, list) and any(is_record(unwrap(element)) for element in found) else None


def unwrap(value: Any) -> Any:
    """The record that a value wraps as Parquet's rows do: ``{"json": record}``, also as text, also in a ``row``.

    What wraps no record is returned as it is; a text that cannot be read, or was cut, as ``Unparsed``.
    """
    if not isinstance(value, dict) or is_record(value):
        return value
    if isinstance(value.get(ROW), dict):
        if RECORD in (value.get(CUT_CELLS) or ()):
            return Unparsed(json_text(value).encode(), "the row was cut by the interface that listed it")
        inner = unwrap(value[ROW])
    else:
        inner = value.get(RECORD)
        if isinstance(inner, str):
            inner = _parse_inner(inner)
    if isinstance(inner, Unparsed):
        return Unparsed(json_text(value).encode(), inner.reason)
    return inner if is_record(inner) else value


def is_record(value: Any) -> bool:
    """Whether a value has any field of a record."""
    return isinstance(value, dict) and not value.keys().isdisjoint(record_shape().fields)


def _parse_inner(text: str) -> Any:
    parsed = parse(text.encode(errors="surrogatepass"))
    if isinstance(parsed, Unparsed):
        return Unparsed(parsed.data, f"its text in {RECORD} cannot be read: {parsed.reason}")
    return parsed
