"""What people bring: JSON in any form under any name, rows that wrap the record, folders that are columns."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import warehouse
from tests.conftest import Record, text
from warehouse.cli.main import main
from warehouse.errors import SourceError
from warehouse.home import Home
from warehouse.hub import parse_location
from warehouse.ingest import Options, ingest
from warehouse.ingest.plan import plan
from warehouse.model.schema import record_type
from warehouse.normalize import Conformed, conform_chunk
from warehouse.source.find import find_source
from warehouse.source.json_files import LARGEST_COMPRESSED
from warehouse.source.read import read_chunks


def joined(values: list[Any], between: str, **form: Any) -> bytes:
    return between.join(json.dumps(value, **form) for value in values).encode()


def page(records: list[Record]) -> dict[str, Any]:
    """What the datasets server answers to a request for rows."""
    rows = [
        {"row_idx": number, "row": {"mp4": {"src": "https://x"}, "json": record}, "truncated_cells": []}
        for number, record in enumerate(records)
    ]
    return {"features": [{"name": "json"}], "rows": rows, "num_rows_total": len(rows), "partial": False}


def read(path: Path) -> list[Conformed]:
    (file,) = find_source(str(path)).files
    return list(map(conform_chunk, read_chunks(file)))


FORMS: dict[str, Callable[[list[Record]], bytes]] = {
    "lines": lambda records: joined(records, "\n"),
    "lines behind blank ones, with a mark": lambda records: b"\xef\xbb\xbf\n\r\n" + joined(records, "\r\n\r\n"),
    "values one behind the other": lambda records: joined(records, ""),
    "values over many lines": lambda records: joined(records, "\n", indent=2),
    "an array on a line": lambda records: json.dumps(records).encode(),
    "an array over many lines": lambda records: json.dumps(records, indent=1).encode(),
    "an array, a record a line": lambda records: b"[\n" + joined(records, ",\n") + b"\n]\n",
    "arrays one behind the other": lambda records: joined([records[:5], records[5:]], "\n"),
    "rows": lambda records: joined([{"json": record} for record in records], "\n"),
    "rows with other columns": lambda records: joined(
        [{"mp4": None, "json": r, "split": "train"} for r in records], "\n"
    ),
    "rows with texts": lambda records: joined([{"json": json.dumps(record)} for record in records], "\n"),
    "an array of rows": lambda records: json.dumps([{"json": record} for record in records]).encode(),
    "listed rows": lambda records: joined(page(records)["rows"], "\n"),
    "an answer that lists rows": lambda records: json.dumps(page(records)).encode(),
    "answers that list rows": lambda records: joined([page(records[:5]), page(records[5:])], "\n"),
    "one line behind a damaged one": lambda records: b'{"youtube_title": "x\n' + joined(records, "\n"),
}
NAMES = ["a.json", "a.jsonl", "A.JSON", "a.NDJSON", "a.json.gz", "a.JSONL.GZ"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", FORMS)
def test_any_form_under_any_name(form: str, name: str, sample: list[Record], tmp_path: Path) -> None:
    data = FORMS[form](sample[:9])
    (tmp_path / name).write_bytes(gzip.compress(data) if name.lower().endswith("gz") else data)
    chunks = read(tmp_path / name)
    records = [text(record) for chunk in chunks for record in chunk.records.to_pylist()]
    assert records == list(map(text, sample[:9]))
    assert not any(chunk.issues for chunk in chunks)
    assert sum(len(chunk.rejections) for chunk in chunks) == ("damaged" in form)


def test_what_is_not_read_is_told(sample: list[Record], tmp_path: Path) -> None:
    table = pa.table({"json": pa.array(sample, record_type())})
    pq.write_table(table, tmp_path / "A.PARQUET")
    for name in ("a.json", "b.JSON", "c.mp4", "README"):
        (tmp_path / name).write_text("{}")
    found = find_source(str(tmp_path))
    assert [file.name for file in found.files] == ["A.PARQUET"]
    assert found.unread == {".json": 2, ".mp4": 1, "no suffix": 1}
    told = CliRunner().invoke(main, ["--home", str(tmp_path / "home"), "ingest", str(tmp_path)])
    assert "Not read, since a source is Parquet or else JSON: 2 .json, 1 .mp4, 1 no suffix" in told.output


TWICE = [
    ('"youtube_title": ', '"youtube_title": "first", "youtube_title": '),
    ('"fps": ', '"fps": null, "fps": '),
    ('"youtube_title": ', '"new": 1, "new": 1, "youtube_title": '),
]


@pytest.mark.parametrize(
    "form", ["lines", "an array on a line", "values one behind the other", "rows", "rows with texts"]
)
@pytest.mark.parametrize(("old", "new"), TWICE)
def test_a_key_given_twice_rejects_the_record(
    form: str, old: str, new: str, sample: list[Record], tmp_path: Path
) -> None:
    data = FORMS[form](sample[:9])
    escaped = old.replace('"', '\\"') if "texts" in form else old
    doubled = data.replace(escaped.encode(), new.replace('"', '\\"' if "texts" in form else '"').encode(), 1)
    assert doubled != data
    (tmp_path / "a.json").write_bytes(doubled)
    chunks = read(tmp_path / "a.json")
    assert sum(len(chunk.records) for chunk in chunks) == 8
    (rejected,) = (rejection for chunk in chunks for rejection in chunk.rejections)
    assert rejected.source_row == 1
    assert "given twice" in rejected.reason
    assert rejected.raw.encode() in doubled


def test_a_file_of_one_record_with_a_key_given_twice_is_no_damaged_file(
    sample: list[Record], tmp_path: Path, home: Home
) -> None:
    for number, record in enumerate(sample[:9]):
        (tmp_path / f"{number}.json").write_text(json.dumps(record))
    first = (tmp_path / "0.json").read_text()
    (tmp_path / "0.json").write_text(first[:-1] + ', "fps": 1, "fps": 2}')
    done = ingest(home, str(tmp_path), Options(tables_only=True))
    assert (done.rows["videos"], done.rows["rejected_records"]) == (8, 1)


def test_the_first_reason_is_told_where_all_are_rejected(tmp_path: Path, home: Home) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"json": {"a": 1}}\n7\n')
    facts = plan(home, str(path))
    assert facts["records"] == "2, 2 of them would be rejected"
    assert facts["fault 2"] == "a.jsonl, row 2: the record is integer, not a struct"
    assert not home.root.exists()
    with pytest.raises(SourceError, match=r"2 rejected.*first: a\.jsonl, row 1: it has no field of a FineVideo record"):
        ingest(home, str(path))


def test_a_row_that_was_cut_is_rejected(sample: list[Record], tmp_path: Path, home: Home) -> None:
    answer = page(sample[:3])
    answer["rows"][1] |= {"row": {"json": json.dumps(sample[1])[:100]}, "truncated_cells": ["json"]}
    (tmp_path / "rows.json").write_text(json.dumps(answer))
    ingest(home, str(tmp_path / "rows.json"), Options(tables_only=True))
    rejected = warehouse.open(home.root).sql("SELECT source_row, reason, raw FROM rejected_records").row(0)
    assert rejected[:2] == (2, "the row was cut by the interface that listed it")
    assert json.loads(rejected[2]) == answer["rows"][1]


@pytest.mark.slow
@pytest.mark.parametrize("flat", [False, True])
def test_lists_that_are_empty_everywhere_are_no_drift(
    flat: bool, sample: list[Record], tmp_path: Path, home: Home
) -> None:
    content = sample[0]["content_metadata"]
    scenes = [scene | {"props": [], "cast": []} for scene in content["scenes"]]
    records = [
        record | {"youtube_tags": [], "content_metadata": content | {"scenes": scenes, "trimmingSuggestions": []}}
        for record in sample[:3]
    ]
    inferred = pa.array(records)
    assert inferred.type.field("youtube_tags").type == pa.list_(pa.null())
    table = pa.Table.from_struct_array(inferred) if flat else pa.table({"json": inferred})
    pq.write_table(table, tmp_path / "a.parquet")
    assert ingest(home, str(tmp_path / "a.parquet"), Options(strict=True)).issues == []
    video_id = records[1]["original_video_filename"].removesuffix(".mp4")
    assert text(warehouse.open(home.root).record(video_id)) == text(records[1])


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["parquet", "json"])
@pytest.mark.parametrize("key", ["content_parent_category", "resolution", "duration_seconds"])
def test_folders_that_are_columns(kind: str, key: str, sample: list[Record], tmp_path: Path, home: Home) -> None:
    records = [record | {"content_parent_category": "a/b = é"} for record in sample[:6]]
    table = pa.Table.from_struct_array(pa.array(records, record_type()))
    folder = tmp_path / "out"
    partitioning = ds.partitioning(pa.schema([table.schema.field(key)]), flavor="hive")
    ds.write_dataset(table, folder, format="parquet", partitioning=partitioning)
    if kind == "json":
        for path in list(folder.rglob("*.parquet")):
            rows = pq.ParquetFile(path).read().to_pylist()
            path.with_suffix(".jsonl").write_bytes(joined(rows, "\n"))
            path.unlink()
    assert key not in json.loads(next(folder.rglob("*.jsonl")).read_text().splitlines()[0]) if kind == "json" else True
    assert ingest(home, str(folder), Options(strict=True)).issues == []
    opened = warehouse.open(home.root)
    for record in records:
        assert text(opened.record(record["original_video_filename"].removesuffix(".mp4"))) == text(record)


def test_addresses_of_files(sample: list[Record], tmp_path: Path) -> None:
    path = tmp_path / "a b.jsonl"
    path.write_bytes(joined(sample[:1], "\n"))
    assert find_source(path.as_uri()) == find_source(str(path))
    for other in ("s3://bucket/x", "file://server/x", "gs://bucket/x"):
        with pytest.raises(SourceError, match="not a place that records are read from"):
            find_source(other)


def test_short_names_of_revisions() -> None:
    assert parse_location("hf://datasets/a/b@~parquet/c") == parse_location("hf://datasets/a/b@refs/convert/parquet/c")


def test_several_sources_are_told_how_to_be_written(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["--home", str(tmp_path / "home"), "ingest", "a.parquet", "b.parquet"])
    assert told.exit_code == 2
    assert "put the pattern in quotes" in told.output


@pytest.mark.parametrize("name", ["a.json.gz", "a.jsonl.gz"])
@pytest.mark.slow
def test_what_unpacks_to_more_than_memory_is_refused(name: str, tmp_path: Path, home: Home) -> None:
    with gzip.open(tmp_path / name, "wb", 1) as stream:
        stream.write(b'["')
        for _ in range(LARGEST_COMPRESSED // 2**20):
            stream.write(b"x" * 2**20)
    with pytest.raises(SourceError, match=f"{name} unpacks to a text of more than 64 MB"):
        ingest(home, str(tmp_path / name))


@pytest.mark.slow
@pytest.mark.parametrize(
    "time", ["00:00:05", "00:00:05.1234567", "00:00:05,123", "0:05", "00:61:05.000", "-0:00:05.000"]
)
def test_times_that_are_not_exactly_understood_are_kept(
    time: str, sample: list[Record], tmp_path: Path, home: Home
) -> None:
    record = json.loads(json.dumps(sample[0]))
    record["timecoded_text_to_speech"] = [{"start": time, "end": "00:00:09.000", "text": "x"}]
    (tmp_path / "a.json").write_text(json.dumps(record))
    ingest(home, str(tmp_path / "a.json"), Options(tables_only=True))
    opened = warehouse.open(home.root)
    assert opened.sql("SELECT start_seconds, end_seconds FROM transcript_segments").rows() == [(None, 9.0)]
    assert opened.sql("SELECT kind, raw FROM ingest_issues").rows() == [("unreadable_value", json.dumps(time))]
    assert text(opened.record(record["original_video_filename"].removesuffix(".mp4"))) == text(record)
