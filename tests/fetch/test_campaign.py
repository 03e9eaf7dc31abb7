"""Killed again and again wherever it is, every kind of fetch ends in what an undisturbed one ends in.

A short form runs with every slow test; `--campaign` kills each kind many times.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import signal
import tarfile
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.hub.commands import finish, start
from tests.hub.server import LoopbackHub
from warehouse.fetch.export_folder import WrittenFile
from warehouse.home import Home

from .test_remote import SECRET, loopback_hub, remote_home, source

__all__ = ["loopback_hub", "remote_home", "source"]

pytestmark = pytest.mark.slow

SHORT, LONG = 2, 15
# three shards are read by twelve requests, and a moment later all is packed and described
REQUESTS, MOMENT_SECONDS = 13, 0.4
WAYS = {
    "plain": ["fetch", "--where", "true"],
    "card": ["fetch", "--where", "true", "--layout", "card"],
    "webdataset": ["fetch", "--where", "true", "--layout", "webdataset"],
    "parquet": ["fetch", "--where", "true", "--layout", "parquet"],
    "clips": ["clips", "--sql", "spans.sql", "--frames", "1"],
    "packed clips": ["clips", "--sql", "spans.sql", "--layout", "webdataset"],
}
SPANS = """
    SELECT video_id, start_seconds, start_seconds + 0.5 AS end_seconds
    FROM videos, (VALUES (0.2), (1.3)) AS spans(start_seconds)
"""
PAPERS = {"manifest.json", "metadata.jsonl", "CREDITS.md", "TERMS.md"}
DESCRIBED = {*PAPERS, ".fetch/kind", ".fetch/lock", ".fetch/samples.json"}


def contents(out: Path) -> dict[str, list[str]]:
    """The digests of each item's files, which must be those of the manifest; and nothing else is in the folder."""
    items = json.loads((out / "manifest.json").read_text())["items"]
    files = {item["key"]: [WrittenFile(**file) for file in item["files"]] for item in items}
    found = {key: [hashlib.sha256(_read(out, file)).hexdigest() for file in each] for key, each in files.items()}
    assert found == {key: [file.sha256 for file in each] for key, each in files.items()}
    there = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert there - DESCRIBED == {file.path for each in files.values() for file in each}
    return found


def _read(out: Path, file: WrittenFile) -> bytes:
    if file.member is None:
        return (out / file.path).read_bytes()
    if file.path.endswith(".tar"):
        with tarfile.open(out / file.path) as packed:
            member = packed.extractfile(file.member)
            assert member is not None
            return member.read()
    value = pq.read_table(out / file.path, columns=["mp4"])["mp4"][int(file.member)].as_py()
    assert isinstance(value, bytes)
    return value


@pytest.mark.parametrize("way", WAYS)
def test_after_kills_at_random_points(
    way: str,
    remote_home: Home,
    loopback_hub: LoopbackHub,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    (tmp_path / "spans.sql").write_text(SPANS)
    command = [str(tmp_path / word) if word == "spans.sql" else word for word in WAYS[way]]
    undisturbed, out = tmp_path / "undisturbed", tmp_path / "out"
    done = finish(start(loopback_hub, remote_home, *command, str(undisturbed), HF_TOKEN=SECRET))
    assert done.code == 0, done.err
    expected = contents(undisturbed)
    assert len(expected) == 12 * (2 if "clips" in way else 1)
    chance, codes = random.Random(way), set[int]()
    for _ in range(LONG if request.config.getoption("--campaign") else SHORT):
        # what an earlier kill left finished is asked for no more, so that the gate may wait for nothing
        with loopback_hub.held("storage", skip=chance.randrange(REQUESTS)) as gate:
            process = start(loopback_hub, remote_home, *command, str(out), "--jobs", "1", HF_TOKEN=SECRET)
            while process.poll() is None and not gate.most_waiting:
                time.sleep(0.01)
            gate.open()
            time.sleep(chance.random() * MOMENT_SECONDS)
            process.send_signal(signal.SIGKILL)
            codes.add(finish(process).code)
        if 0 in codes:  # it came too late for this one: the next ones kill another
            assert contents(out) == expected
            shutil.rmtree(out)
            codes.discard(0)
    assert codes
    completed = finish(start(loopback_hub, remote_home, *command, str(out), HF_TOKEN=SECRET))
    assert completed.code == 0, completed.err
    assert contents(out) == expected
