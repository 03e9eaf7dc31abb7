"""The rows of a statement as a Polars frame, within a bound on memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import polars as pl
import pyarrow as pa

from warehouse.errors import QueryError

_BATCH_ROWS = 65_536
_UNITS = {"": 1, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "ki": 2**10, "mi": 2**20, "gi": 2**30, "ti": 2**40}
_AMOUNT = re.compile(r"(?P<number>[\d.]+)\s*(?P<unit>[kmgt]?i?)b?(ytes?)?", re.IGNORECASE)
# Polars has no such types, or does not hold their values
_WITHOUT_FRAME = re.compile(r"\b(INTERVAL|UNION|VARIANT|BIGNUM)\b")
_KINDS = {"INTERRUPT": duckdb.InterruptException, "Out of Memory": duckdb.OutOfMemoryException}
_NAMES = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'")


def frame_of(relation: duckdb.DuckDBPyRelation, memory: str | None) -> pl.DataFrame:
    """All rows of a relation, one column for each of its, in its order.

    Raises:
        QueryError: a column has a type that a frame cannot hold, or the rows are larger than ``memory``.
    """
    for name, type_ in zip(relation.columns, relation.types, strict=True):
        if found := _WITHOUT_FRAME.search(_NAMES.sub("", str(type_))):
            raise QueryError(
                f"The column {name} is of type {found[0]}, which Polars data frames do not support: cast it."
            )
    with _engine_errors():
        return _whole(relation) if memory is None else _bounded(relation, memory)


def _whole(relation: duckdb.DuckDBPyRelation) -> pl.DataFrame:
    whole: pl.DataFrame = relation.pl()
    return whole


def _bounded(relation: duckdb.DuckDBPyRelation, memory: str) -> pl.DataFrame:
    # the engine does not count what it has handed over
    reader, batches, room = relation.to_arrow_reader(_BATCH_ROWS), list[pa.RecordBatch](), _bytes(memory)
    for batch in reader:
        batches.append(batch)
        room -= batch.nbytes
        if room < 0:
            raise QueryError(f"The result is larger than {memory}: narrow it, or allow more memory.")
    frame = pl.from_arrow(pa.Table.from_batches(batches, reader.schema))
    assert isinstance(frame, pl.DataFrame)
    return frame


@contextmanager
def _engine_errors() -> Iterator[None]:
    """Within the context, what the engine raises is its own error, also where Arrow wraps it in one of the system."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        text = str(error)
        kind = next((kind for sign, kind in _KINDS.items() if text.startswith(sign)), duckdb.Error)
        raise kind(text) from error


def _bytes(memory: str) -> float:
    found = _AMOUNT.fullmatch(memory.strip())
    return float(found["number"]) * _UNITS[found["unit"].lower()] if found else float("inf")
