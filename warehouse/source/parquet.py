"""Read records from Parquet: of the published layout only the column ``json``, never the bytes of a video."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.types as pt

from warehouse.errors import SourceError
from warehouse.model.schema import record_shape
from warehouse.source.files import Chunk, SourceFile
from warehouse.source.hive import add_columns, folder_fields
from warehouse.source.json_files import LARGEST_RECORD, too_long
from warehouse.source.json_texts import exact_runs, parse
from warehouse.source.metadata import read_metadata

BATCH_ROWS = 512
# times that a large column may be smaller than what is in it; texts of records are so about five times
MOST_PACKED = 100


def read_parquet(file: SourceFile) -> Iterator[Chunk]:
    """The records of a Parquet file, a bounded number of rows at a time.

    Raises:
        SourceError: no column can hold records.
        OSError, pa.ArrowException: the file is damaged or unreadable.
    """
    # reading ahead in yet other threads only costs time where all cores are busy
    metadata = read_metadata(file.path)
    with pq.ParquetFile(file.path, metadata=metadata, pre_buffer=False, page_checksum_verification=True) as parquet:
        columns = record_columns(parquet.schema_arrow, file.name)
        _require_bounded(metadata, columns, file)
        first_row = 1
        for batch in parquet.iter_batches(BATCH_ROWS, columns=columns, use_threads=False):
            for records in _records(batch, columns, file):
                yield Chunk(file, first_row, records)
                first_row += len(records)


def _require_bounded(metadata: pq.FileMetaData, columns: list[str], file: SourceFile) -> None:
    """Refuse what unpacks to far more than records do: values are unpacked before anything can be seen of them.

    Raises:
        SourceError: a column holds so much for each row, or so much more than its bytes, as no texts do.
    """
    groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    for group in groups:
        for chunk in map(group.column, range(group.num_columns)):
            size, packed = chunk.total_uncompressed_size, chunk.total_compressed_size
            if chunk.path_in_schema.split(".")[0] in columns and (
                size > LARGEST_RECORD * max(1, group.num_rows)
                or (size > LARGEST_RECORD and size > MOST_PACKED * packed)
            ):
                raise too_long(file)


def record_columns(schema: pa.Schema, name: str) -> list[str]:
    """The columns that hold the records: ``json``, or else the fields of a flat layout, unknown ones too.

    Columns that hold bytes are never among them.

    Raises:
        SourceError: there is neither, or ``json`` holds neither records nor their texts.
    """
    if "json" in schema.names:
        if not _holds_records(_stored_type(schema.field("json").type)):
            raise SourceError(
                f"{name} has a column json of type {str(schema.field('json').type)[:200]}, which holds no FineVideo "
                "records: it must be their JSON texts or a struct of their fields; name files of the dataset."
            )
        return ["json"]
    if not set(schema.names) & record_shape().fields.keys():
        raise SourceError(
            f"{name} has neither a column json nor any field of a FineVideo record (its columns: "
            f"{', '.join(schema.names)[:200]}): name files of the dataset."
        )
    return [field.name for field in schema if not _holds_bytes(field.type)]


def _holds_bytes(type_: pa.DataType) -> bool:
    if _is_bytes(type_) or pt.is_fixed_size_binary(type_):
        return True
    return any(_holds_bytes(type_.field(i).type) for i in range(type_.num_fields))


def _holds_records(type_: pa.DataType) -> bool:
    if pt.is_struct(type_):
        return any(type_.get_field_index(name) >= 0 for name in record_shape().fields)
    return _is_text(type_) or _is_bytes(type_) or pt.is_null(type_)


def _stored_type(type_: pa.DataType) -> pa.DataType:
    """The type of the values themselves, of a dictionary's and of Parquet's logical type JSON, too."""
    type_ = type_.value_type if pt.is_dictionary(type_) else type_
    return type_.storage_type if isinstance(type_, pa.BaseExtensionType) else type_


def _is_text(type_: pa.DataType) -> bool:
    return any(test(type_) for test in (pt.is_string, pt.is_large_string, pt.is_string_view))


def _is_bytes(type_: pa.DataType) -> bool:
    return any(test(type_) for test in (pt.is_binary, pt.is_large_binary, pt.is_binary_view))


def _records(batch: pa.RecordBatch, columns: list[str], file: SourceFile) -> Iterator[pa.Array | list[Any]]:
    if columns != ["json"]:
        yield add_columns(batch, folder_fields(file.location)).to_struct_array()
        return
    column = batch.column(0)
    stored = _stored_type(column.type)
    if not (_is_text(stored) or _is_bytes(stored)):
        yield column
        return
    texts = [text.encode() if isinstance(text, str) else text for text in column.to_pylist()]
    if max((len(text) for text in texts if text is not None), default=0) > LARGEST_RECORD:
        raise too_long(file)
    start = 0
    for count, records in exact_runs(texts):
        run = texts[start : start + count]
        yield [None if text is None else parse(text) for text in run] if records is None else records
        start += count
