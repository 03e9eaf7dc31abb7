"""What the encoding of the output cannot show is escaped as in JSON, and never ends in a traceback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Record
from warehouse.cli.terminal import write
from warehouse.home import Home
from warehouse.ingest import Options, ingest

TEXT = json.dumps({"a": "\ud800 é \U0001f600 \udc00"}, ensure_ascii=False)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252", "latin-1"])
def test_json_stays_json_in_every_encoding(encoding: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    write(TEXT, stream)
    stream.flush()
    assert json.loads(raw.getvalue().decode(encoding)) == json.loads(TEXT)


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_record_with_a_lone_surrogate_is_printed(
    encoding: str, sample: list[Record], tmp_path: Path, home: Home
) -> None:
    record = sample[0] | {"youtube_title": "\ud800 é"}
    (tmp_path / "a.json").write_text(json.dumps(record))
    ingest(home, str(tmp_path / "a.json"), Options(tables_only=True))
    name = record["original_video_filename"].removesuffix(".mp4")
    told = subprocess.run(
        [sys.executable, "-m", "warehouse", "--home", str(home.root), "record", "--", name],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    assert json.loads(told.stdout.decode(encoding)) == record
    out = tmp_path / "out.jsonl"
    subprocess.run(
        [sys.executable, "-m", "warehouse", "--home", str(home.root), "record", "--all", "-o", str(out)], check=True
    )
    assert json.loads(out.read_text()) == record
