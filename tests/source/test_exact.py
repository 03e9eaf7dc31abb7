"""Texts that are exactly of the declared shape are read at once; that gives nothing else than looking at each value."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Record
from tests.damage import BASES, VALUES, damaged_records, places
from warehouse.errors import SourceError
from warehouse.model.schema import record_type
from warehouse.normalize import Conformed, conform_chunk
from warehouse.source import Chunk, SourceFile, find_source
from warehouse.source.bundles import BUNDLE_BYTES, BUNDLE_FILES, cut_bundles, read_bundle
from warehouse.source.files import Format
from warehouse.source.json_files import BYTE_ORDER_MARK, read_texts
from warehouse.source.json_texts import FEW, array_elements, exact_records, is_exact, parse
from warehouse.source.read import fingerprint, read_chunks

FILE = SourceFile("a.jsonl", "a.jsonl", Format.JSON_LINES, 0)
EXACT = json.dumps(BASES[0]).encode()

# what JSON, or what some take for JSON, may have in the place of a value
LITERALS = [
    *(
        "0",
        "-0",
        "1",
        "30",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        str(2**70),
        "9" * 400,
    ),
    *(
        "-0.0",
        "0.1",
        "1.0",
        "1e2",
        "1E+2",
        "1e400",
        "-1e400",
        "1e-400",
        "5e-324",
        "1.7976931348623159e308",
        "1" * 400 + ".0",
    ),
    *("01", "1.", ".5", "+1", "1_0", "0x1", "NaN", "Infinity", "-Infinity", "nan", "true", "null", "nul", "", "'x'"),
    *("[]", "{}", "[null]", "[[]]", "[1,]", '{"a": 1,}', '{"a": 1, "a": 2}', "[" * 3000 + "]" * 3000, '{"a":' * 2000),
    *(
        '"x"',
        '"\\u0000"',
        '"\\ud800"',
        '"\\udc00\\ud800"',
        '"\\ud83d\\ude00"',
        '"\\ud83dx"',
        '"\\x"',
        '"\\u12"',
        '"',
        '"\t"',
    ),
    *(
        '"\x00"',
        '"\x7f"',
        '"é\u2028\ufeff"',
        '"\ud800"',
        '"\udcff"',
        "\ufeff1",
        "1\n",
        "\r\n1\t",
        "1\x0c",
        "1, 2",
        '1, "x": 2',
    ),
]
MARK = '"\\u0007the place\\u0007"'


def with_literal(record: Record, path: Sequence[str | int], literal: str) -> str:
    """The text of a record with a literal in the place of one of its values."""
    changed: Any = json.loads(json.dumps(record))
    *outer, last = path
    target = changed
    for key in outer:
        target = target[key]
    target[last] = json.loads(MARK)
    return json.dumps(changed).replace(MARK, literal)


@st.composite
def literal_texts(draw: st.DrawFn) -> str:
    record = draw(st.sampled_from(BASES))
    return with_literal(record, draw(st.sampled_from(list(places(record)))), draw(st.sampled_from(LITERALS)))


@st.composite
def doubled_texts(draw: st.DrawFn) -> str:
    """A record one of whose keys is given twice."""
    record = draw(st.sampled_from(BASES))
    text = json.dumps(record)
    key = draw(st.sampled_from([path[-1] for path in places(record) if isinstance(path[-1], str)]))
    value = draw(st.sampled_from(["1", "1.5", '"x"', "null", "[]", "{}"]))
    return text.replace(f'"{key}": ', f'"{key}": {value}, "{key}": ', draw(st.integers(1, 2)))


def written(value: Any, *, indent: int | None, ascii_only: bool) -> str:
    return json.dumps(value, indent=indent, ensure_ascii=ascii_only)


FRAMES = ["{}", " \t{}\r", "\ufeff{}", "{}x", "{},", "{}{}", "[{}]", "{}\x00", "\x0b{}"]
WRITTEN = st.builds(
    written,
    st.sampled_from(BASES) | damaged_records() | VALUES,
    indent=st.sampled_from([None, None, 2]),
    ascii_only=...,
)
TEXTS = st.builds(
    lambda text, frame: frame.replace("{}", text).encode(errors="surrogatepass"),
    WRITTEN | literal_texts() | doubled_texts(),
    st.sampled_from(["{}"] * 12 + FRAMES),
)

# runs of exact texts are long enough to be read at once
MIXED = st.lists(st.just([EXACT] * FEW) | st.lists(TEXTS, max_size=4), min_size=2, max_size=4).map(
    lambda lists: [text for texts in lists for text in texts]
)


def outcome(chunks: Iterable[Conformed]) -> tuple[list[str], list[str], list[str]]:
    """All that becomes of records, whatever chunks they came in; types of numbers are told apart."""
    records, issues, rejections = [], [], []
    for chunk in chunks:
        places = list(zip(chunk.file_names, chunk.rows.tolist(), strict=True))
        records += [f"{place} {record!r}" for place, record in zip(places, chunk.records.to_pylist(), strict=True)]
        issues += list(map(repr, chunk.issues))
        rejections += list(map(repr, chunk.rejections))
    return records, issues, rejections


def is_json(data: bytes) -> bool:
    try:
        json.loads(data.decode())
    except (ValueError, RecursionError):
        return False
    return True


def singly(file: SourceFile, texts: Sequence[bytes]) -> tuple[list[str], list[str], list[str]]:
    return outcome([conform_chunk(Chunk(file, 1, list(map(parse, texts))))])


@pytest.mark.parametrize("indent", [None, 2])
def test_clean_records_are_read_at_once(records: list[Record], indent: int | None) -> None:
    texts = [json.dumps(record, indent=indent).encode() for record in records]
    assert all(map(is_exact, texts))
    found = exact_records(texts)
    assert found is not None
    assert found.equals(pa.array(records, record_type()))
    assert [type(chunk.records) for chunk in read_texts(FILE, 1, texts)] == [pa.StructArray]


@pytest.mark.parametrize(
    "path", [("duration_seconds",), ("content_metadata", "fps"), ("youtube_title",), ("youtube_tags",)]
)
@pytest.mark.parametrize("literal", LITERALS, ids=ascii)
def test_what_passes_is_what_was_written(literal: str, path: tuple[str, ...]) -> None:
    text = with_literal(BASES[0], path, literal).encode(errors="surrogatepass")
    found = exact_records([text])
    if found is not None:
        assert repr(found.to_pylist()) == repr([dict(sorted(json.loads(text).items()))])


OPENED, CLOSED = EXACT.split(b'"content_metadata": ')
INEXACT = [
    [b""],
    [b" "],
    [b"null"],
    [b"{}"],
    [b"[]", b"1"],
    [EXACT + b" null " + EXACT],
    [EXACT + EXACT, b" "],
    [EXACT + b", " + EXACT, b""],
    [EXACT + b"}\n" + b'{"_":' + EXACT],
    [EXACT + b'}{"_":' + EXACT],
    [EXACT + b', "_": ' + EXACT],
    [EXACT[:-1], EXACT + b"}"],
    [EXACT[:-1] + b', "youtube_title": "', b'"}'],
    [OPENED + b'"content_metadata": ' + CLOSED[:-1], b"}"],
    [EXACT.replace(b'"youtube_title": "', b'"youtube_title": "\n')],
    [EXACT.replace(b'"youtube_title": "', b'"youtube_title": "\r')],
    [EXACT.replace(b'"youtube_title"', b'"youtube_\\u0074itle"').replace(b'"youtube_tags"', b'"youtube_title"')],
    [EXACT + b"\xff"],
    [EXACT.replace(b'"youtube_title": "', b'"youtube_title": "\xff')],
]


@pytest.mark.parametrize("texts", INEXACT, ids=lambda texts: ascii(b"|".join(text[-40:] for text in texts)))
def test_texts_that_are_not_one_exact_record_each_are_declined(texts: list[bytes]) -> None:
    assert exact_records([*texts, EXACT]) is None
    assert exact_records([EXACT, *texts]) is None


def test_a_field_given_twice_does_not_make_up_for_one_that_is_absent(records: list[Record]) -> None:
    for path in places(records[0]):
        changed: Any = json.loads(json.dumps(records[0]))
        *outer, last = path
        inside = changed
        for key in outer:
            inside = inside[key]
        if isinstance(inside, dict) and len(inside) > 1:
            (other, *_) = (key for key in inside if key != last)
            inside[MARK] = inside.pop(last)
            text = json.dumps(changed).replace(json.dumps(MARK), f'"{other}"').encode()
            assert exact_records([text]) is None, path


def test_a_number_written_as_an_integer_is_not_made_up_for_by_a_dot_in_a_text() -> None:
    changed = BASES[0] | {"youtube_title": "a: b. c.", "content_metadata": BASES[0]["content_metadata"] | {"fps": 30}}
    assert exact_records([json.dumps(changed).encode()]) is None
    changed["content_metadata"]["fps"] = 30.0
    text = json.dumps(changed).encode()
    assert exact_records([text, text]) is not None


def test_what_cannot_be_counted_is_still_read_at_once(tmp_path: Path) -> None:
    exponent = with_literal(BASES[0], ("content_metadata", "fps"), "1e-05").encode()
    escaped = EXACT.replace(b'"youtube_title": "', b'"youtube_title": "\\u003a')
    texts = [exponent, *[EXACT] * FEW, escaped]
    assert exact_records(texts) is None
    assert [type(chunk.records) for chunk in read_texts(FILE, 1, texts)] == [pa.StructArray]
    for number, text in enumerate(texts):
        (tmp_path / f"sample_{number}.json").write_bytes(text)
    read = read_bundle(find_source(str(tmp_path)).files)
    assert [type(chunk.records) for chunk in read.chunks] == [pa.StructArray]
    assert outcome(map(conform_chunk, read_texts(FILE, 1, texts))) == singly(FILE, texts)


@settings(suppress_health_check=list(HealthCheck))
@given(MIXED)
def test_texts_give_the_same_at_once_and_singly(texts: list[bytes]) -> None:
    at_once = list(read_texts(FILE, 1, texts))
    assert outcome(map(conform_chunk, at_once)) == singly(FILE, texts)


@settings(suppress_health_check=list(HealthCheck))
@given(MIXED, st.booleans())
def test_files_give_the_same_together_and_alone(texts: list[bytes], marked: bool) -> None:
    with TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            Path(folder, f"sample_{number}.json").write_bytes(BYTE_ORDER_MARK * marked + text)
        files = find_source(folder).files if texts else ()
        bundles = [read_bundle(bundle, verify=True) for bundle in cut_bundles(files, shards=False)]
        alone, failures = [], {}
        for file in files:
            try:
                alone += list(map(conform_chunk, read_chunks(file)))
            except SourceError as error:
                failures[file.name] = str(error)
        chunks = [conform_chunk(chunk) for bundle in bundles for chunk in bundle.chunks]
        assert outcome(chunks) == outcome(alone)
        assert {name: str(error) for bundle in bundles for name, error in bundle.failures.items()} == failures
        fingerprints = {name: value for bundle in bundles for name, value in bundle.fingerprints.items()}
        assert fingerprints == {file.name: fingerprint(file) for file in files if file.name not in failures}


@settings(suppress_health_check=list(HealthCheck))
@given(MIXED)
def test_an_array_gives_what_its_values_give(texts: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.json")
        path.write_bytes(b"[" + b",".join(texts) + b"]")
        (file,) = find_source(folder).files
        if is_json(path.read_bytes()):
            assert outcome(map(conform_chunk, read_chunks(file))) == singly(file, texts)
        else:
            with pytest.raises(SourceError, match="damaged"):
                list(read_chunks(file))


@pytest.mark.parametrize("literal", ["null", "[null]", "[]"])
def test_nulls_at_every_place(literal: str) -> None:
    texts = {with_literal(BASES[0], path, literal).encode() for path in places(BASES[0])}
    exact = [text for text in sorted(texts) if is_exact(text)]
    found = exact_records(exact)
    assert found is not None
    assert found.to_pylist() == list(map(json.loads, exact))


@pytest.mark.parametrize("kind", [Format.JSON, Format.PARQUET])
def test_files_are_bundled_up_to_a_bound(kind: Format) -> None:
    small, large = replace(FILE, format=kind, bytes=1), replace(FILE, format=kind, bytes=BUNDLE_BYTES[kind])
    most = BUNDLE_FILES[kind]
    files = [small] * (most + 1) + [large, large, FILE, FILE, small, small]
    assert list(map(len, cut_bundles(files, shards=True))) == [most, 1, 1, 1, 1, 1, 2]


def test_shards_are_read_alone_unless_many_are_due_and_if_they_have_checksums() -> None:
    shard = replace(FILE, format=Format.PARQUET)
    assert list(map(len, cut_bundles([shard] * 3, shards=False))) == [1, 1, 1]
    assert list(map(len, cut_bundles([replace(shard, revision="main")] * 3, shards=True))) == [1, 1, 1]


def test_array_elements() -> None:
    assert array_elements(b'[{"a": 1}, [2], null]') == [b'{"a": 1}', b"[2]", b"null"]
    assert array_elements(b'{"a": [1]}') == array_elements(b"[1") == array_elements(b"[NaN]") == []
    assert array_elements(b"[" * 10**6) == []
