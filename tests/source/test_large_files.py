"""A file of many chunks, which are read ahead in the background, loses nothing and keeps its order."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

import warehouse
from tests.conftest import Record
from warehouse.errors import SourceError
from warehouse.home import Home
from warehouse.ingest import Options, ingest
from warehouse.snapshot.read_ahead import CHUNKS_AHEAD
from warehouse.source.json_files import BATCH_ROWS

# the first two chunks, two more readings ahead, and a little
ROWS = BATCH_ROWS * (2 + 2 * CHUNKS_AHEAD) + 10
BAD_ROW = ROWS - 5


def numbered(sample: list[Record]) -> Iterator[bytes]:
    """Lines of distinct videos, one of which is no record."""
    for row in range(1, ROWS + 1):
        record = sample[row % len(sample)] | {"original_video_filename": f"{row:06}.mp4"}
        yield b"{" if row == BAD_ROW else json.dumps(record).encode()


@pytest.fixture
def lines(sample: list[Record]) -> bytes:
    return b"\n".join(numbered(sample)) + b"\n"


@pytest.mark.slow
def test_rows_are_all_there_in_order(tmp_path: Path, lines: bytes) -> None:
    source = tmp_path / "a.jsonl"
    source.write_bytes(lines)
    home = Home.at(tmp_path / "home")
    ingest(home, str(source), Options(tables_only=True))
    opened = warehouse.open(home.root)
    videos = opened.sql("SELECT video_id, source_row FROM videos ORDER BY source_row")
    expected = [row for row in range(1, ROWS + 1) if row != BAD_ROW]
    assert videos["source_row"].to_list() == expected
    assert videos["video_id"].to_list() == [f"{row:06}" for row in expected]
    assert opened.sql("SELECT source_row FROM rejected_records").item() == BAD_ROW
    told = opened.sql("SELECT fingerprint, rows, bytes FROM source_files").row(0)
    assert told == (f"sha256:{hashlib.sha256(lines).hexdigest()}", ROWS, len(lines))
    last = videos.filter(pl.col("source_row") == ROWS)["video_id"].item()
    assert opened.record(last) == json.loads(lines.splitlines()[-1])


@pytest.mark.slow
def test_damage_far_behind_is_told(tmp_path: Path, lines: bytes) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.jsonl.gz").write_bytes(gzip.compress(lines, 1)[:-1000])
    (source / "b.jsonl").write_bytes(lines.splitlines()[0])
    home = Home.at(tmp_path / "home")
    with pytest.raises(SourceError, match=r"^a\.jsonl\.gz is damaged or not jsonl"):
        ingest(home, str(source), Options(tables_only=True))
    assert home.current() is None
    done = ingest(home, str(source), Options(tables_only=True, skip_bad_files=True))
    assert list(done.skipped) == ["a.jsonl.gz"]
    assert done.rows["videos"] == 1
