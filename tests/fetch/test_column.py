"""Values out of a chunk of every layout, beside what Arrow reads; damage is told and never becomes a value."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.fetch.column import take_rows, video_chunks
from warehouse.fetch.decoding import Snappy
from warehouse.fetch.flows import LocalBytes, Window
from warehouse.hub.http_errors import DamagedError

CHANCE = np.random.default_rng(0)
# noise, text that compresses, an empty value, one that comes twice, one larger than a window
VALUES = [CHANCE.bytes(n) + bytes(3000) + b"abc" * 500 for n in (30_000, 5, 700_000, 70_000, 0, 12_345)] * 2
VALUES = [*VALUES, b"", VALUES[2], *(CHANCE.bytes(9000) for _ in range(20))]
CODECS = ("NONE", "SNAPPY", "ZSTD", "GZIP", "BROTLI", "LZ4")


def rows_of(path: Path, rows: Sequence[int]) -> dict[int, bytes | None]:
    found: dict[int, bytes | None] = {}

    def take(these: Sequence[int], pieces: Iterator[bytes] | None) -> None:
        value = None if pieces is None else b"".join(pieces)
        found.update(dict.fromkeys(these, value))

    source = LocalBytes(path)
    try:
        take_rows(source, video_chunks(pq.read_metadata(path)), rows, take)
    finally:
        source.close()
    return found


@pytest.mark.parametrize(("codec", "version", "dictionary"), [*product(CODECS, ("1.0", "2.0"), (True, False))])
def test_every_layout(tmp_path: Path, codec: str, version: str, dictionary: bool) -> None:
    path = tmp_path / "shard.parquet"
    for nullable, group_rows in ((False, 100), (True, 7)):
        values = [None if nullable and at % 5 == 3 else value for at, value in enumerate(VALUES)]
        schema = pa.schema([pa.field("mp4", pa.binary(), nullable=nullable), ("x", pa.int64())])
        table = pa.table({"mp4": values, "x": range(len(values))}, schema=schema)
        pq.write_table(
            table, path, compression=codec, data_page_version=version, use_dictionary=dictionary,
            row_group_size=group_rows, write_page_index=nullable,
        )  # fmt: skip
        for rows in ([0], [2, 3, 7, 13], [len(values) - 1], list(range(len(values)))):
            assert rows_of(path, rows) == {row: values[row] for row in rows}


class Held:
    """Bytes in memory as a file, and how many of them were read."""

    def __init__(self, data: bytes) -> None:
        self.data, self.size, self.taken = data, len(data), 0

    def read(self, start: int, stop: int) -> bytes:
        self.taken += stop - start
        return self.data[start:stop]

    def require_unchanged(self) -> None:
        pass

    def close(self) -> None:
        pass


@given(st.lists(st.one_of(st.binary(max_size=300), st.integers(1, 70_000).map(lambda n: b"ab%d" % n * (n % 90)))))
def test_snappy_is_arrow_s(parts: list[bytes]) -> None:
    content = b"".join(parts)
    packed = pa.compress(content, "snappy", asbytes=True)
    flow = Snappy(Window(Held(packed), 0, len(packed)))
    assert flow.exactly(len(content)) == content
    with pytest.raises(DamagedError):
        flow.some(1)


def test_what_stands_between_uncompressed_values_is_not_read(tmp_path: Path) -> None:
    values = [CHANCE.bytes(1_000_000) for _ in range(8)]
    pq.write_table(pa.table({"mp4": values}), tmp_path / "s.parquet", compression="NONE", use_dictionary=False)
    source = Held((tmp_path / "s.parquet").read_bytes())
    found: list[bytes] = []
    chunks = video_chunks(pq.read_metadata(tmp_path / "s.parquet"))
    take_rows(source, chunks, [5], lambda _, pieces: found.append(b"".join(pieces or ())))
    assert found == [values[5]]
    assert source.taken < 3_500_000


def test_damage_is_told_or_changes_nothing_but_a_value(tmp_path: Path) -> None:
    pq.write_table(pa.table({"mp4": VALUES[:6]}), path := tmp_path / "s.parquet")
    whole, (chunk,) = path.read_bytes(), video_chunks(pq.read_metadata(path))
    chance = random.Random(0)
    told = 0
    for _ in range(60):
        at = chance.choice([chance.randrange(chunk.start, chunk.stop), chunk.start + chance.randrange(40)])
        data = bytearray(whole)
        data[at] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        try:
            found = rows_of(path, [0, 5])
        except DamagedError:
            told += 1
        else:
            assert len(found) == 2
    assert told > 5
