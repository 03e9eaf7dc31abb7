"""The real command line against a loopback Hub, and what it leaves on the disk."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from tests import processes
from tests.conftest import Record, write_shards
from tests.processes import PATIENCE_SECONDS
from warehouse.home import Home
from warehouse.model import TABLES
from warehouse.snapshot.build import build
from warehouse.snapshot.manifest import Manifest, read_manifest
from warehouse.source import find_source

from .server import LoopbackHub
from .shards import REPOSITORY, state_of

ROWS = 6
ROOT = Path(__file__).parents[2]
# what no two runs have in common
# source_files has the moment of reading, so that checksums differ, too
MOMENTARY = {"snapshot", "created_at", "seconds", "changes", "removed", "checksums", "digest"}
ORIGIN = ("revision", "fingerprint", "ingested_at")


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Command = Callable[..., Outcome]


def start(loopback_hub: LoopbackHub, home: Home, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return start_on(subprocess.PIPE, loopback_hub, home, *arguments, **environment)


def start_on(
    terminal: int, loopback_hub: LoopbackHub, home: Home, *arguments: str, **environment: str
) -> subprocess.Popen[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "HUGGING"))}
    given = {
        "HF_ENDPOINT": loopback_hub.endpoint,
        "HF_HUB_DOWNLOAD_TIMEOUT": str(PATIENCE_SECONDS),
        "HF_HOME": str(home.root.parent / "hf"),
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "PYTHONPATH": str(ROOT),
        "WAREHOUSE_HOME": str(home.root),
        **environment,
    }
    command = [sys.executable, "-m", "warehouse", *arguments]
    return subprocess.Popen(command, env={**inherited, **given}, stdout=subprocess.PIPE, stderr=terminal, text=True)


def finish(process: subprocess.Popen[str]) -> Outcome:
    out, err = processes.finish(process)
    return Outcome(process.returncode, out, err)


def run(loopback_hub: LoopbackHub, home: Home, *arguments: str, **environment: str) -> Outcome:
    return finish(start(loopback_hub, home, *arguments, **environment))


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def manifest_of(home: Home) -> Manifest:
    return read_manifest(home.require_current())


def local_tables(source: Path, folder: Path) -> dict[str, pa.Table]:
    """The tables of the files in a folder, built in another one."""
    folder.mkdir()
    build(find_source(str(source)), folder, datetime.now(UTC))
    return tables_in(folder)


def tables_of(home: Home) -> dict[str, pa.Table]:
    return tables_in(home.require_current())


def tables_in(snapshot: Path) -> dict[str, pa.Table]:
    """All tables without what tells of the origin of the files."""
    tables = {table.name: pq.read_table(snapshot / table.name) for table in TABLES}
    return {**tables, "source_files": tables["source_files"].drop_columns(list(ORIGIN))}


def end_state(home: Home) -> dict[str, Any]:
    """Everything that a run leaves, except for what tells of its moment."""
    manifest = json.loads((home.require_current() / "manifest.json").read_text())
    moment, since = manifest["created_at"], (manifest["changes"] or {}).pop("since", None)
    return {
        "tables": tables_of(home),
        "manifest": {name: value for name, value in manifest.items() if name not in MOMENTARY},
        "files": sorted(manifest["checksums"]),
        "raw": state_of(home.raw),
        "home": sorted(path.name for path in home.root.iterdir()),
        "snapshots": len(list(home.snapshots.iterdir())),
        "catalog": json.loads((home.root / ".catalog.json").read_text())["snapshot"] == manifest["snapshot"],
        "told": (manifest["changes"], sorted(manifest["removed"]), moment is not None, since is not None),
    }


def files_with(folder: Path, text: str) -> list[Path]:
    """The files below a folder whose bytes hold a text, in the pages of Parquet as well."""
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and holds(path, text)]


def holds(path: Path, text: str) -> bool:
    if text.encode() in path.read_bytes():
        return True
    return path.suffix == ".parquet" and text in str(pq.read_table(path).to_pylist())


def publish(loopback_hub: LoopbackHub, folder: Path, records: list[Record], *, gated: bool = False) -> str:
    write_shards(folder / "data", records, rows=ROWS)
    return loopback_hub.publish(REPOSITORY, folder, gated=gated)


def publish_next(loopback_hub: LoopbackHub, tmp_path: Path, sample: list[Record]) -> tuple[str, set[str]]:
    """A second revision: two videos of the first shard are gone, one of the second changed, the third gone, one new."""
    first, second = tmp_path / "first" / "data", tmp_path / "second" / "data"
    write_shards(second, [*sample[2:6], *sample[24:26]], rows=ROWS)
    names = sorted(path.name for path in first.iterdir())
    (second / "train-00000-of-00001.parquet").rename(second / names[0])
    write_shards(tmp_path / "other", [{**sample[6], "youtube_title": "another title"}, *sample[7:12]], rows=ROWS)
    shutil.copy(tmp_path / "other" / "train-00000-of-00001.parquet", second / names[1])
    shutil.copy(first / names[3], second / names[3])
    gone = {name_of(record) for record in (*sample[:2], *sample[12:18])}
    return loopback_hub.publish(REPOSITORY, tmp_path / "second"), gone


def name_of(record: Record) -> str:
    return str(record["original_video_filename"]).removesuffix(".mp4")
