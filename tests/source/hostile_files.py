"""Files that are damaged or mean harm: made anew for each test, since they are large and compress well."""

from __future__ import annotations

import copy
import gzip
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.conftest import SHARD_SCHEMA, Record
from warehouse.source.compression import zstd

MEGABYTE = 2**20
LONG_TEXT = 100 * MEGABYTE
BOMB = 160 * MEGABYTE
DEPTH = 100_000
IDS = (
    "../../../etc/passwd", "..", "/absolute", "a'b", 'a"b', "a`b", "nul\0inside", "x" * 10_000, "CaSe", "case", "CASE",
    " blank ", "semi;colon--", "$(touch x)", "%s%n", "new\nline", "\x1b[2J", "\u202eabc", "é" * 300, "e\u0301",
)  # fmt: skip


def hostile_json(records: list[Record]) -> Iterator[tuple[str, bytes]]:
    """Names and contents of files of JSON."""
    chance = random.Random(16)
    lines = b"".join(json.dumps(record).encode() + b"\n" for record in records[:8])
    one = json.dumps(records[8]).encode()
    packed = {".gz": gzip.compress(lines), ".zst": zstd.compress(lines)}
    for number in range(6):
        yield f"cut-{number}.json", one[: chance.randrange(1, len(one) - 1)]
        flipped = bytearray(one)
        flipped[chance.randrange(len(one))] ^= 1 << chance.randrange(8)
        yield f"flipped-{number}.json", bytes(flipped)
    for suffix, content in packed.items():
        for number in range(5):
            yield f"cut-{number}.jsonl{suffix}", content[: chance.randrange(1, len(content) - 1)]
            flipped = bytearray(content)
            flipped[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            yield f"flipped-{number}.jsonl{suffix}", bytes(flipped)
        yield f"not-packed.json{suffix}", one
        pack = gzip_of if suffix == ".gz" else zstd_of
        yield f"bomb.json{suffix}", pack([b"[", *[b" " * MEGABYTE] * (BOMB // MEGABYTE), b"]"])
        yield f"bomb.jsonl{suffix}", pack([b'{"a": "', *[b"a" * MEGABYTE] * (BOMB // MEGABYTE), b'"}'])
        yield f"blank.jsonl{suffix}", pack([b"\n" * MEGABYTE] * 20)
    long = copy.deepcopy(records[9]) | {"youtube_title": "word " * (LONG_TEXT // 5)}
    yield "long.json", json.dumps(long).encode()
    yield "long.jsonl", json.dumps(long | {"original_video_filename": "long2.mp4"}).encode() + b"\n"
    yield "long.jsonl.gz", gzip_of([json.dumps(long | {"original_video_filename": "long3.mp4"}).encode()])
    for opened, closed in (("[", "]"), ('{"a":', "1" + "}")):
        nested = (
            opened * DEPTH + closed * (DEPTH if opened == "[" else 1) + ("}" * (DEPTH - 1) if opened != "[" else "")
        )
        yield f"nested-{len(opened)}.json", nested.encode()
        yield (
            f"nested-{len(opened)}.jsonl",
            one.replace(b'"youtube_title": ', b'"deep": %s, "youtube_title": ' % nested.encode(), 1),
        )
    yield "ids.jsonl", b"".join(json.dumps(record).encode() + b"\n" for record in named(records))
    yield "nothing.json", b""
    yield "nul.json", b"\0" * 1000


def named(records: list[Record]) -> list[Record]:
    """Records with hostile ids."""
    return [records[10] | {"original_video_filename": f"{name}.mp4"} for name in IDS]


def hostile_shards(records: list[Record]) -> Iterator[tuple[str, bytes]]:
    """Names and contents of files of Parquet."""
    chance = random.Random(17)
    for compression in ("snappy", "zstd", "gzip"):
        whole = shard(records[:8], compression=compression)
        footer = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
        for number in range(5):
            yield f"cut-{compression}-{number}.parquet", whole[: chance.randrange(5, len(whole) - 1)]
            for part, begin, end in (("pages", 4, footer), ("footer", footer, len(whole))):
                flipped = bytearray(whole)
                flipped[chance.randrange(begin, end)] ^= 1 << chance.randrange(8)
                yield f"{part}-{compression}-{number}.parquet", bytes(flipped)
    for compression in ("zstd", "gzip"):
        bomb = records[9] | {"original_video_filename": f"{compression}.mp4", "youtube_title": "a" * BOMB}
        yield f"bomb-{compression}.parquet", shard([bomb], compression=compression)
    long = records[9] | {"youtube_title": "word " * (LONG_TEXT // 5)}
    yield "long.parquet", shard([long], compression="snappy")
    texts = pa.table({"json": [json.dumps(long | {"original_video_filename": "long2.mp4"})]})
    sink = io.BytesIO()
    pq.write_table(texts, sink, compression="zstd")
    yield "long-text.parquet", sink.getvalue()
    yield "ids.parquet", shard(named(records))
    yield "nothing.parquet", b""
    yield "nul.parquet", b"\0" * 1000


def shard(records: list[Record], **options: str) -> bytes:
    sink = io.BytesIO()
    rows = [{"mp4": b"video", "json": record} for record in records]
    pq.write_table(pa.Table.from_pylist(rows, SHARD_SCHEMA), sink, **options)
    return sink.getvalue()


def gzip_of(pieces: list[bytes]) -> bytes:
    sink = io.BytesIO()
    with gzip.open(sink, "wb", 1) as stream:
        stream.writelines(pieces)
    return sink.getvalue()


def zstd_of(pieces: list[bytes]) -> bytes:
    sink = io.BytesIO()
    with zstd.open(sink, "wb") as stream:
        stream.writelines(pieces)
    return sink.getvalue()


def write_all(folder: Path, files: Iterator[tuple[str, bytes]]) -> list[str]:
    """Write files to a folder; their names."""
    folder.mkdir(parents=True)
    names = []
    for name, content in files:
        (folder / name).write_bytes(content)
        names.append(name)
    return names
