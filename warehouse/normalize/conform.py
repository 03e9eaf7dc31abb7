"""Chunks of records as they were read, brought to the declared shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from warehouse.model.issues import Issue, Rejection, json_text, raw_text
from warehouse.model.schema import record_shape, record_type
from warehouse.normalize.conform_arrays import conform_array
from warehouse.normalize.conform_values import conform_value
from warehouse.normalize.drift import RecordOrigin, json_name
from warehouse.source import Chunk, SourceFile, Unparsed


@dataclass(frozen=True)
class Conformed:
    """Records of the declared type; ``rows`` are their rows in the file, and their issues do not name the video yet.

    ``files`` are given where the records are those of several whole files, each with the number of its records.
    """

    file: SourceFile
    rows: npt.NDArray[np.int64]
    records: pa.StructArray
    issues: list[Issue]
    rejections: list[Rejection]
    files: tuple[tuple[SourceFile, int], ...] = ()

    @cached_property
    def file_names(self) -> list[str]:
        """The name of each record's file."""
        whole = self.files or [(self.file, len(self.records))]
        return [name for file, rows in whole for name in repeat(file.name, rows)]

    def rows_by_file(self) -> Iterator[tuple[str, int]]:
        """The names of the files with the number of their rows, rejected ones included."""
        if self.files:
            return ((file.name, rows) for file, rows in self.files)
        return iter([(self.file.name, len(self.records) + len(self.rejections))])


def conform_chunk(chunk: Chunk) -> Conformed:
    """The records of a chunk in the declared shape; those that are not records at all are rejected."""
    if isinstance(chunk.records, list):
        return _values(chunk, chunk.records)
    if chunk.files:
        counted = np.concatenate([np.arange(1, rows + 1) for _, rows in chunk.files])
        return Conformed(chunk.file, counted, chunk.records, [], [], chunk.files)
    rows = np.arange(chunk.first_row, chunk.first_row + len(chunk.records))
    rejections = []
    array = chunk.records
    if array.null_count:
        null = array.is_null().to_numpy(zero_copy_only=False)
        rejections = [_rejected(chunk.file, int(row), None) for row in rows[null]]
        array, rows = array.filter(pa.array(~null)), rows[~null]
    records, issues = conform_array(array, record_shape(), chunk.file.name, rows)
    return Conformed(chunk.file, rows, records, issues, rejections)


def _values(chunk: Chunk, values: list[Any]) -> Conformed:
    records: list[dict[str, Any]] = []
    rows: list[int] = []
    issues: list[Issue] = []
    rejections: list[Rejection] = []
    for row, value in enumerate(values, chunk.first_row):
        try:
            record, found = conform_value(_struct(value), record_shape(), RecordOrigin(chunk.file.name, row))
        except (TypeError, UnicodeEncodeError):
            rejections.append(_rejected(chunk.file, row, value))
        else:
            records.append(record)
            rows.append(row)
            issues += found
    return Conformed(chunk.file, np.array(rows, np.int64), pa.array(records, record_type()), issues, rejections)


def _struct(value: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise TypeError
    if not value.keys() & record_shape().fields.keys():
        raise TypeError
    return value


def _rejected(file: SourceFile, row: int, value: Any) -> Rejection:
    if isinstance(value, Unparsed):
        return Rejection(file.name, row, None, value.reason, *raw_text(value.data))
    if isinstance(value, dict):
        known = value.keys() & record_shape().fields.keys()
        reason = "the name of a field is not valid Unicode" if known else "it has no field of a FineVideo record"
    else:
        reason = f"the record is {'null' if value is None else json_name(value)}, not a struct"
    return Rejection(file.name, row, None, reason, "json", json_text(value))
