"""Every layout and format gives the same tables; whatever is damaged is told in one sentence that names the file."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import warehouse
from tests.conftest import SHARD_SCHEMA, Record, text, write_shards
from warehouse.errors import DriftError, SourceError
from warehouse.home import Home
from warehouse.ingest import Options, ingest
from warehouse.model.schema import record_type
from warehouse.source.compression import read_bytes, zstd
from warehouse.source.find import find_source, natural_key
from warehouse.source.read import read_chunks


def lines(records: list[Record]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def one_by_one(folder: Path, records: list[Record]) -> None:
    (folder / "metadata").mkdir()
    (folder / "videos").mkdir()
    for number, record in enumerate(records):
        (folder / "metadata" / f"sample_{number}.json").write_text(json.dumps(record))
        (folder / "videos" / f"sample_{number}.mp4").write_bytes(b"no record")


def as_table(records: list[Record]) -> pa.Table:
    return pa.Table.from_pylist([{"mp4": b"video", "json": record} for record in records], SHARD_SCHEMA)


def json_first(folder: Path, records: list[Record]) -> None:
    pq.write_table(as_table(records).select(["json", "mp4"]), folder / "a.parquet", row_group_size=5)


def json_as(type_: pa.DataType) -> Callable[[Path, list[Record]], None]:
    def write(folder: Path, records: list[Record]) -> None:
        texts = pa.array(map(json.dumps, records)).cast(type_)
        pq.write_table(pa.table({"mp4": [b"x"] * len(records), "json": texts}), folder / "a.parquet")

    return write


def own_fields(folder: Path, records: list[Record]) -> None:
    table = pa.Table.from_struct_array(pa.array(records, record_type()))
    pq.write_table(table.append_column("mp4", pa.array([b"video"] * len(records))), folder / "a.parquet")


def large_types(folder: Path, records: list[Record]) -> None:
    large = json.loads(json.dumps(records))
    struct = pa.struct(
        [pa.field(f.name, pa.large_string() if f.type == pa.string() else f.type) for f in record_type()]
    )
    pq.write_table(pa.table({"json": pa.array(large, struct)}), folder / "a.parquet", store_schema=True)


FORMATS: dict[str, Callable[[Path, list[Record]], object]] = {
    "json files": one_by_one,
    "shards": lambda folder, records: write_shards(folder / "data", records, rows=7),
    "row groups": lambda folder, records: write_shards(folder, records, rows=30, row_group_size=4),
    "json before mp4": json_first,
    "json as text": json_as(pa.string()),
    "json as bytes": json_as(pa.binary()),
    "json as large text": json_as(pa.large_string()),
    "json as a dictionary of texts": json_as(pa.dictionary(pa.int32(), pa.string())),
    "json as Parquet's own type JSON": json_as(pa.json_()),
    "own fields": own_fields,
    "large types": large_types,
    "json array": lambda folder, records: (folder / "a.json").write_text(json.dumps(records)),
    "json lines": lambda folder, records: (folder / "a.jsonl").write_bytes(lines(records)),
    "json lines with a mark, blank lines and CRLF": lambda folder, records: (folder / "a.jsonl").write_bytes(
        b"\xef\xbb\xbf" + lines(records).replace(b"\n", b"\r\n\r\n")
    ),
    "json lines gzip": lambda folder, records: (folder / "a.jsonl.gz").write_bytes(gzip.compress(lines(records))),
    "json lines zstd": lambda folder, records: (folder / "a.jsonl.zst").write_bytes(zstd.compress(lines(records))),
    "json gzip": lambda folder, records: [
        (folder / f"{n}.json.gz").write_bytes(gzip.compress(json.dumps(r).encode())) for n, r in enumerate(records)
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_format(name: str, sample: list[Record], tmp_path: Path, home: Home) -> None:
    source = tmp_path / "source"
    source.mkdir()
    FORMATS[name](source, sample)
    manifest = ingest(home, str(source), Options(strict=True))
    assert manifest.rows["videos"] == len(sample)
    assert manifest.issues == []
    opened = warehouse.open(home.root)
    for record in sample[:5]:
        video_id = record["original_video_filename"].removesuffix(".mp4")
        assert text(opened.record(video_id)) == text(record)


def test_mp4_is_never_read(sample: list[Record], tmp_path: Path, home: Home) -> None:
    write_shards(tmp_path / "source", sample, rows=50, compression="none", use_dictionary=False)
    (path,) = (tmp_path / "source").iterdir()
    chunk = pq.ParquetFile(path).metadata.row_group(0).column(0)
    assert chunk.path_in_schema == "mp4"
    with path.open("r+b") as stream:
        stream.seek(chunk.data_page_offset)
        stream.write(b"\xff" * chunk.total_compressed_size)
    assert ingest(home, str(path)).rows["videos"] == len(sample)


def test_glob_folder_and_file_names(sample: list[Record], tmp_path: Path) -> None:
    write_shards(tmp_path / "a" / "data", sample, rows=4)
    assert [f.name for f in find_source(str(tmp_path / "a")).files][:2] == [
        "data/train-00000-of-00012.parquet",
        "data/train-00001-of-00012.parquet",
    ]
    assert len(find_source(str(tmp_path / "a" / "data" / "train-0000*.parquet")).files) == 10
    assert len(find_source(str(tmp_path / "**" / "*.parquet")).files) == 12
    assert natural_key("sample_2") < natural_key("sample_10")


def damaged_footer(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-12] + b"\xff" * 4 + path.read_bytes()[-8:])


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def damaged_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    offset = pq.ParquetFile(path).metadata.row_group(0).column(5).data_page_offset
    data[offset : offset + 200] = b"\xff" * 200
    path.write_bytes(data)


def dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "damaged footer": (damaged_footer, "damaged or not parquet"),
    "damaged page": (damaged_page, "damaged or not parquet"),
    "truncated": (truncated, "damaged or not parquet"),
    "empty": (lambda path: path.write_bytes(b""), "damaged or not parquet"),
    "another kind": (lambda path: path.write_text("hello"), "damaged or not parquet"),
    "other columns": (lambda path: pq.write_table(pa.table({"a": [1]}), path), "neither a column json"),
    "column json of numbers": (lambda path: pq.write_table(pa.table({"json": [1]}), path), "of type int64"),
    "column json of others": (lambda path: pq.write_table(pa.table({"json": [{"a": 1}]}), path), "of type struct<a"),
    "link to nothing": (dangling, "a broken link"),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_bad_shard(fault: str, sample: list[Record], tmp_path: Path, home: Home) -> None:
    source = write_shards(tmp_path / "source", sample, rows=20)
    bad = source / "train-00001-of-00003.parquet"
    change, message = FAULTS[fault]
    change(bad)
    with pytest.raises(SourceError, match=message) as caught:
        ingest(home, str(source))
    assert bad.name in str(caught.value)
    assert home.current() is None
    manifest = ingest(home, str(source), Options(skip_bad_files=True))
    assert manifest.rows["videos"] == 28
    assert list(manifest.skipped) == [bad.name]
    listed = warehouse.open(home.root).sql("SELECT source_file, kind FROM ingest_issues")
    assert listed.rows() == [(bad.name, "skipped_file")]


JSON_FAULTS: dict[str, bytes] = {
    "a.json": b'{"youtube_title": ',
    "b.json": b"\xff\xfe",
    "a.jsonl.gz": gzip.compress(b"{}" * 1000)[:-10],
    "a.jsonl.zst": zstd.compress(b"{}" * 1000)[:-4],
    "b.jsonl.gz": b"no gzip",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", JSON_FAULTS)
def test_one_bad_json_file_among_many(name: str, sample: list[Record], tmp_path: Path, home: Home) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "good.jsonl").write_bytes(lines(sample))
    (source / name).write_bytes(JSON_FAULTS[name])
    with pytest.raises(SourceError, match=name):
        ingest(home, str(source))
    assert list(ingest(home, str(source), Options(skip_bad_files=True)).skipped) == [name]


def test_bad_records_do_not_stop_a_run(sample: list[Record], tmp_path: Path, home: Home) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"{\n[]\nnull\n\xff\n7\n{}\n" + lines(sample[:2]))
    assert ingest(home, str(path)).rows["videos"] == 2
    rejected = warehouse.open(home.root).sql(
        "SELECT source_row, encoding, raw FROM rejected_records ORDER BY source_row"
    )
    assert rejected.rows() == [
        (1, "text", "{"),
        (2, "json", "[]"),
        (3, "json", "null"),
        (4, "base64", "/w=="),
        (5, "json", "7"),
        (6, "json", "{}"),
    ]


@pytest.mark.parametrize("size", [0, 1, 4, 5, 9])
def test_a_file_is_read_whole_though_its_size_has_changed(size: int, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"[1.0]")
    assert read_bytes(str(tmp_path / "a.json"), size) == b"[1.0]"


def test_nothing_to_read(tmp_path: Path, home: Home) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "package.json").write_text('{"name": "x"}')
    for location, message in [
        (empty, "holds no Parquet or JSON files"),
        (tmp_path / "nothing", "does not exist"),
        (tmp_path / "*.parquet", "holds no Parquet|does not exist"),
        (tmp_path / "notes.txt", "is not a supported file"),
        (tmp_path / "package.json", "no record that could be loaded"),
    ]:
        with pytest.raises(SourceError, match=message):
            ingest(home, str(location))
    assert home.current() is None


def test_a_file_that_goes_away_during_a_run(sample: list[Record], tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(sample))
    (file,) = find_source(str(tmp_path)).files
    file.path.unlink()
    with pytest.raises(SourceError, match=r"a\.jsonl is gone since the run began"):
        list(read_chunks(file))


def test_a_pipe_is_refused_and_not_waited_for(sample: list[Record], tmp_path: Path, home: Home) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(sample))
    os.mkfifo(tmp_path / "b.jsonl")
    with pytest.raises(SourceError, match=r"b\.jsonl is a pipe"):
        ingest(home, str(tmp_path))


def test_links_that_lead_back_up_are_entered_once(sample: list[Record], tmp_path: Path) -> None:
    inner = tmp_path / "source" / "inner"
    inner.mkdir(parents=True)
    (inner / "a.jsonl").write_bytes(lines(sample))
    (inner / "up").symlink_to("..")
    (tmp_path / "source" / "self").symlink_to(".")
    assert [file.name for file in find_source(str(tmp_path / "source")).files] == ["inner/a.jsonl"]


def test_strict_publishes_nothing_on_drift(sample: list[Record], tmp_path: Path, home: Home) -> None:
    changed = [sample[0], sample[1] | {"new": 1}]
    (tmp_path / "a.jsonl").write_bytes(lines(changed))
    with pytest.raises(DriftError, match="new"):
        ingest(home, str(tmp_path / "a.jsonl"), Options(strict=True))
    assert home.current() is None
    manifest = ingest(home, str(tmp_path / "a.jsonl"))
    assert [(issue.kind, issue.path, issue.count) for issue in manifest.issues] == [("unknown_field", "new", 1)]


def test_drift_is_reported_with_path_and_count(sample: list[Record], tmp_path: Path, home: Home) -> None:
    struct = pa.struct([*(f for f in record_type() if f.name != "youtube_tags"), pa.field("new", pa.int64())])
    struct = pa.struct([pa.field(f.name, pa.int32() if f.name == "duration_seconds" else f.type) for f in struct])
    pq.write_table(pa.table({"json": pa.array(sample, struct)}), tmp_path / "a.parquet", row_group_size=10)
    found = {(issue.kind, issue.path): issue.count for issue in ingest(home, str(tmp_path / "a.parquet")).issues}
    assert found == {
        ("unknown_field", "new"): len(sample),
        ("missing_field", "youtube_tags"): len(sample),
        ("changed_type", "duration_seconds"): len(sample),
    }
