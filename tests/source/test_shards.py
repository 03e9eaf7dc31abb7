"""Small shards are read together; that gives nothing else than reading one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import warehouse
from tests.conftest import SHARD_SCHEMA, Record, write_shards
from tools.sample import generate
from warehouse.errors import SourceError
from warehouse.home import Home
from warehouse.ingest import Options, ingest
from warehouse.model.schema import record_type
from warehouse.normalize import Conformed, conform_chunk
from warehouse.snapshot.read_ahead import MANY_FILES
from warehouse.source import Chunk, SourceFile, find_source
from warehouse.source.bundles import read_bundle
from warehouse.source.footer import read_footer, rows_behind, schema_bytes
from warehouse.source.read import read_chunks
from warehouse.source.shards import MOST_ROWS, has_checksums, read_shards


def values(type_: pa.DataType) -> st.SearchStrategy[Any]:
    """Any values of a type, null at every level."""
    if pa.types.is_struct(type_):
        return st.none() | st.fixed_dictionaries({field.name: values(field.type) for field in type_})
    if pa.types.is_list(type_):
        return st.none() | st.lists(values(type_.value_type), max_size=2)
    if pa.types.is_integer(type_):
        return st.none() | st.integers(-(2**63), 2**63 - 1)
    return st.none() | (st.floats() if pa.types.is_floating(type_) else st.text(max_size=20))


RECORDS = st.lists(values(record_type()).filter(bool), max_size=4)
WRITING = st.fixed_dictionaries(
    {
        "compression": st.sampled_from(["snappy", "zstd", "gzip", "none"]),
        "data_page_version": st.sampled_from(["1.0", "2.0"]),
        "data_page_size": st.sampled_from([10, 2**20]),
        "row_group_size": st.sampled_from([1, 3, 100]),
        "use_dictionary": st.booleans(),
        "store_schema": st.booleans(),
    }
)


def write(path: Path, records: list[Record], **options: Any) -> None:
    rows = [{"mp4": b"video", "json": record} for record in records]
    pq.write_table(pa.Table.from_pylist(rows, SHARD_SCHEMA), path, **options)


def told(chunks: Iterator[Conformed]) -> list[tuple[str, int, str]]:
    """Every record with its file and row, so that NaN is equal to NaN."""
    return [
        (name, row, repr(record))
        for chunk in chunks
        for name, row, record in zip(chunk.file_names, chunk.rows.tolist(), chunk.records.to_pylist(), strict=True)
    ]


def together(files: tuple[SourceFile, ...]) -> Chunk | None:
    try:
        return read_shards(files, [read_footer(file.path) for file in files])
    except OSError:
        return None


def alone(files: tuple[SourceFile, ...]) -> list[tuple[str, int, str]]:
    return told(conform_chunk(chunk) for file in files for chunk in read_chunks(file))


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(st.tuples(RECORDS, WRITING), min_size=1, max_size=4))
def test_any_records_are_the_same_together_and_alone(shards: list[tuple[list[Record], dict[str, Any]]]) -> None:
    with TemporaryDirectory() as folder:
        for number, (records, options) in enumerate(shards):
            write(Path(folder, f"{number}.parquet"), records, **options)
        files = find_source(folder).files
        chunk = together(files)
        assert chunk is not None
        assert told(iter([conform_chunk(chunk)])) == alone(files)
        assert list(conform_chunk(chunk).rows_by_file()) == [
            (f"{number}.parquet", len(records)) for number, (records, _) in enumerate(shards)
        ]


def other_type(path: Path) -> None:
    struct = pa.struct(
        [pa.field(f.name, pa.int32() if f.name == "duration_seconds" else f.type) for f in record_type()]
    )
    pq.write_table(pa.table({"json": pa.array([{"duration_seconds": 1}], struct)}), path)


def column_of_nulls(path: Path) -> None:
    struct = pa.struct([pa.field(f.name, pa.null() if f.name == "youtube_tags" else f.type) for f in record_type()])
    pq.write_table(pa.table({"mp4": [b""], "json": pa.array([{"duration_seconds": 1}], struct)}), path)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def damaged_page(path: Path) -> None:
    offset = pq.read_metadata(path).row_group(0).column(5).data_page_offset
    with path.open("r+b") as stream:
        stream.seek(offset)
        stream.write(b"\xff" * 200)


LEFT_ALONE: dict[str, Callable[[Path], object]] = {
    "another type": other_type,
    "a column of nulls": column_of_nulls,
    "no column json": lambda path: pq.write_table(pa.table({"youtube_title": ["a"]}), path),
    "texts": lambda path: pq.write_table(pa.table({"json": ["{}"]}), path),
    "a null record": lambda path: pq.write_table(pa.table({"json": pa.nulls(1, record_type())}), path),
    "checksums": lambda path: write(path, list(generate(2)), write_page_checksum=True),
    "truncated": truncated,
    "damaged page": damaged_page,
    "gone": Path.unlink,
    "many rows": lambda path: write(path, [{"duration_seconds": 1}] * MOST_ROWS),
}


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("name", LEFT_ALONE)
def test_other_shards_are_left_to_others(name: str, place: int, sample: list[Record], tmp_path: Path) -> None:
    files = find_source(str(write_shards(tmp_path, sample[:4], rows=2))).files
    assert together(files) is not None
    LEFT_ALONE[name](files[place].path)
    assert (together(files) is None) == ((name, place) != ("checksums", 1))
    assert together((files[place],) * 2) is None
    read = read_bundle(files, verify=True)
    readable = tuple(file for file in files if file.name not in read.failures)
    assert told(map(conform_chunk, read.chunks)) == alone(readable)
    assert (len(readable) == 1) == (name in ("truncated", "damaged page", "gone"))


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("dictionary", [True, False])
@pytest.mark.parametrize("checksum", [True, False])
def test_checksums_are_noticed(
    version: str, dictionary: bool, checksum: bool, sample: list[Record], tmp_path: Path
) -> None:
    path = tmp_path / "a.parquet"
    options = {"data_page_version": version, "use_dictionary": dictionary, "write_page_checksum": checksum}
    write(path, sample, **options)
    assert has_checksums(path, pq.read_metadata(path)) == checksum


def test_schemas_and_rows_are_told_by_footers(sample: list[Record], tmp_path: Path) -> None:
    write(tmp_path / "a.parquet", sample, row_group_size=5)
    write(tmp_path / "b.parquet", sample * 7, compression="zstd", data_page_version="2.0")
    column_of_nulls(tmp_path / "c.parquet")
    first, second, other = (read_footer(tmp_path / f"{name}.parquet") for name in "abc")
    schema = schema_bytes(first)
    assert schema is not None
    assert schema == schema_bytes(second) != schema_bytes(other)
    assert rows_behind(schema, first) == len(sample)
    assert rows_behind(schema, second) == 7 * len(sample)
    assert rows_behind(schema, other) is None
    assert [schema_bytes(first[:length]) for length in range(len(schema))] == [None] * len(schema)
    assert schema_bytes(b"\x00" * 100) is None


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """So many shards of one or two records that they are read together."""
    folder = tmp_path / "many"
    records = list(generate(MANY_FILES + 40))
    write_shards(folder / "ones", records[:-80], rows=1)
    write_shards(folder / "twos", records[-80:], rows=2)
    return folder


@pytest.mark.slow
def test_a_run_over_many_shards(many: Path, home: Home) -> None:
    assert len(list(many.rglob("*.parquet"))) == MANY_FILES
    assert ingest(home, str(many)).rows["videos"] == MANY_FILES + 40
    opened = warehouse.open(home.root)
    found = opened.sql("SELECT source_file, source_row, video_id FROM videos ORDER BY ALL").rows()
    files = find_source(str(many)).files
    ids = [
        (file.name, row + 1, record["original_video_filename"].removesuffix(".mp4"))
        for file in files
        for row, record in enumerate(pq.read_table(file.path, columns=["json"])["json"].to_pylist())
    ]
    assert found == sorted(ids)
    rows = opened.sql("SELECT source_file, rows FROM source_files ORDER BY ALL").rows()
    assert rows == sorted((file.name, pq.read_metadata(file.path).num_rows) for file in files)


@pytest.mark.slow
def test_one_bad_shard_among_many(many: Path, home: Home) -> None:
    bad = sorted(many.rglob("*.parquet"))[100]
    damaged_page(bad)
    with pytest.raises(SourceError, match=f"{bad.name} is damaged or not parquet"):
        ingest(home, str(many))
    manifest = ingest(home, str(many), Options(skip_bad_files=True))
    assert list(manifest.skipped) == [str(bad.relative_to(many))]
    assert manifest.rows["source_files"] == MANY_FILES - 1


@pytest.mark.slow
def test_duplicates_across_shards_that_are_read_together(many: Path, home: Home) -> None:
    first, *_, last = find_source(str(many)).files
    records = pq.read_table(first.path)
    pq.write_table(pa.concat_tables([records, pq.read_table(last.path)]), last.path)
    manifest = ingest(home, str(many))
    assert manifest.rows["rejected_records"] == 1
    (row,) = warehouse.open(home.root).sql("SELECT source_file, source_row FROM rejected_records").rows()
    assert row == (last.name, 1)


def test_rows_are_counted_from_one_in_each_file(sample: list[Record], tmp_path: Path) -> None:
    files = find_source(str(write_shards(tmp_path, sample[:5], rows=2))).files
    chunk = together(files)
    assert chunk is not None
    assert conform_chunk(chunk).rows.tolist() == [1, 2, 1, 2, 1]
    assert np.array_equal(conform_chunk(replace(chunk, files=chunk.files[:1], records=chunk.records[:2])).rows, [1, 2])


def read_or_refused(read: Callable[[], list[tuple[str, int, str]]]) -> list[tuple[str, int, str]] | str:
    try:
        return read()
    except SourceError as error:
        return str(error)


@pytest.mark.parametrize("bit", [0x01, 0x80])
def test_a_damaged_beginning_of_a_footer_is_read_or_refused_as_alone(tmp_path: Path, bit: int) -> None:
    first, second = tmp_path / "0.parquet", tmp_path / "1.parquet"
    for path, record in zip((first, second), generate(2), strict=True):
        write(path, [record])
    intact, files, footer = second.read_bytes(), find_source(str(tmp_path)).files, read_footer(second)
    start, schema = len(intact) - 8 - len(footer), schema_bytes(footer)
    assert schema is not None
    whole = alone(files)
    for place in [*range(0, len(schema), 53), *range(len(schema), len(schema) + 3)]:
        damaged = bytearray(intact)
        damaged[start + place] ^= bit
        second.write_bytes(damaged)
        at_once = read_or_refused(lambda: told(map(conform_chunk, read_bundle(files).chunks)))
        singly = read_or_refused(lambda: alone(files))
        assert at_once == singly or (at_once == whole and isinstance(singly, str)), place


@given(st.binary(max_size=60))
def test_what_is_no_footer_has_no_schema(data: bytes) -> None:
    schema = schema_bytes(b"\x15\x02\x19" + data)
    assert schema is None or (b"\x15\x02\x19" + data).startswith(schema)
    assert rows_behind(b"", b"\x16" + b"\xff" * len(data)) is None
    assert schema_bytes(b"\x15\x02\x19\xf3\xff\xff\x7f" + data) is None
    assert schema_bytes(b"\x15\x02\x19\x1c" + b"\x1c" * 5000 + data) is None
