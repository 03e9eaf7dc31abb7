"""Damaged and hostile files: each is named, nothing beside it is lost, no panic is told of, memory stays below 1 GB."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import warehouse
from tests.conftest import Record
from tests.processes import ended_if_it_hangs
from tests.source.hostile_files import hostile_json, hostile_shards, named, shard, write_all
from warehouse.home import Home
from warehouse.snapshot.manifest import read_manifest

pytestmark = pytest.mark.slow

MEGABYTES = 1000
# started by a small process: the peak of a child counts that of the process that starts it
PEAK = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, used = os.wait4(process.pid, 0)
print(used.ru_maxrss // 1024)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def ingested(home: Home, source: Path) -> tuple[int, str]:
    """The peak of memory in MB of an ingest that leaves damaged files out, and what it told."""
    whole = [sys.executable, "-c", PEAK, sys.executable, "-m", "warehouse", "--home", str(home.root)]
    process = subprocess.Popen(
        [*whole, "ingest", str(source), "--skip-bad-files"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with ended_if_it_hangs(process):
        out, told = process.communicate()
    assert process.returncode == 0, told
    return int(out), told


@pytest.mark.parametrize("kind", ["parquet", "json"])
def test_a_folder_of_damaged_and_hostile_files(kind: str, sample: list[Record], tmp_path: Path, home: Home) -> None:
    source = tmp_path / "source"
    names = write_all(source, hostile_shards(sample) if kind == "parquet" else hostile_json(sample))
    intact = sample[20:24]
    if kind == "parquet":
        (source / "intact.parquet").write_bytes(shard(intact))
    else:
        (source / "intact.jsonl").write_text("\n".join(map(json.dumps, intact)))
    peak, told = ingested(home, source)
    assert "Traceback" not in told
    assert "panicked" not in told
    assert peak < MEGABYTES
    opened, manifest = warehouse.open(home.root), read_manifest(home.require_current())
    rows = dict(opened.sql("SELECT source_file, rows FROM source_files").rows())
    kept = Counter(opened.sql("SELECT source_file FROM videos").to_series())
    kept.update(opened.sql("SELECT source_file FROM rejected_records").to_series())
    for name in names:
        assert (name in manifest.skipped) != (name in rows)
        assert name not in manifest.skipped or name in manifest.skipped[name]
        assert rows.get(name, 0) == kept[name] or name.startswith("blank")
    for record in (*intact, *named(sample)):
        video = record["original_video_filename"].removesuffix(".mp4")
        assert opened.record(video) == record
    assert {path.name for path in tmp_path.iterdir()} == {"source", "data"}
