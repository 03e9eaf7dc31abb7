"""An ingest by Spark gives the rows of a local one: duplicates, issues, rejected records and source files included."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import warehouse.spark
from benchmarks.generate_shards import Shard, plan
from tests.conftest import Record, write_shards
from tests.export.comparison import difference, parquet
from warehouse.errors import ExportError, SourceError
from warehouse.home import Home
from warehouse.ingest import Options, ingest
from warehouse.model import TABLES
from warehouse.snapshot.manifest import Manifest, read_manifest

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]
PATIENCE_SECONDS = 1200
GENERATED = 12_800


def damaged(records: Sequence[Record]) -> list[Record]:
    """Records with two that come again in other files, one that comes again in its own, and one with drift."""
    drifted = {**records[7], "content_metadata": None, "not_declared": 1}
    return [*records[:4], records[3], *records[4:7], drifted, *records[8:], records[0], records[5]]


def write_lines(path: Path, records: Sequence[Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records))
    return path


def require_same(target: Path | str, folder: Path) -> None:
    """Every table has the same rows, the time of the run aside."""
    for table in TABLES:
        kept = "* EXCLUDE (ingested_at)" if table.name == "source_files" else "*"
        one, other = (f"(SELECT {kept} FROM {parquet(root, table.name)})" for root in (target, folder))
        assert difference(one, other) == 0, table.name


def local(home: Home, source: Path) -> Path:
    ingest(home, str(source))
    return home.require_current()


def told(manifest: Manifest) -> tuple[object, ...]:
    return manifest.rows, manifest.issues, manifest.files, manifest.source_bytes, manifest.state


def test_tables_equal_those_of_a_local_run(spark: Any, records: list[Record], home: Home, tmp_path: Path) -> None:
    shards = write_shards(tmp_path / "shards", damaged(records), rows=10)
    manifest = warehouse.spark.ingest(spark, str(shards), str(tmp_path / "out"), task_records=20)
    expected = local(home, shards)
    assert manifest.rows["rejected_records"] == 3
    require_same(tmp_path / "out", expected)
    assert told(manifest) == told(read_manifest(expected)) == told(read_manifest(tmp_path / "out"))


def test_json_of_any_shape(spark: Any, sample: list[Record], home: Home, tmp_path: Path) -> None:
    write_lines(tmp_path / "lines" / "a.jsonl", [*sample[:5], {"nothing": 1}, 5, None])
    write_lines(tmp_path / "lines" / "b.jsonl", [sample[2], *sample[5:9]])
    warehouse.spark.ingest(spark, str(tmp_path / "lines"), str(tmp_path / "out"), task_records=1)
    require_same(tmp_path / "out", local(home, tmp_path / "lines"))


def test_the_target_is_a_warehouse_for_spark(spark: Any, sample: list[Record], tmp_path: Path) -> None:
    shards = write_shards(tmp_path / "shards", sample)
    warehouse.spark.ingest(spark, f"file://{shards}", str(tmp_path / "out"))
    assert len(list((tmp_path / "out" / "videos").iterdir())) == 2, "a task for each thread"
    left_out = warehouse.spark.register(spark, tmp_path / "out").left_out
    assert left_out["speech_languages"].startswith("speech_languages needs the rows of video_language")
    assert warehouse.spark.query(spark, "videos_by_category").count() > 1


def test_the_next_run_replaces_the_one_before(spark: Any, sample: list[Record], home: Home, tmp_path: Path) -> None:
    shards = write_shards(tmp_path / "shards", sample)
    warehouse.spark.ingest(spark, str(shards), str(tmp_path / "out"))
    shutil.rmtree(shards)
    write_shards(shards, sample[:-1])
    warehouse.spark.ingest(spark, str(shards), str(tmp_path / "out"))
    require_same(tmp_path / "out", local(home, shards))
    assert {path.name for path in tmp_path.iterdir()} == {"shards", "out", "data"}


def test_what_is_wrong_is_one_sentence(spark: Any, sample: list[Record], home: Home, tmp_path: Path) -> None:
    shards, out = write_shards(tmp_path / "shards", sample), tmp_path / "out"
    (shards / "train-00001-of-00003.parquet").write_bytes(b"PAR1 nonsense")
    with pytest.raises(SourceError, match=r"^train-00001-of-00003.parquet is damaged"):
        warehouse.spark.ingest(spark, str(shards), str(out))
    assert not out.exists()
    manifest = warehouse.spark.ingest(spark, str(shards), str(out), skip_bad_files=True)
    assert list(manifest.skipped) == ["train-00001-of-00003.parquet"]
    ingest(home, str(shards), Options(skip_bad_files=True))
    require_same(out, home.require_current())
    with pytest.raises(SourceError, match="does not exist"):
        warehouse.spark.ingest(spark, str(tmp_path / "nowhere"), str(out))
    with pytest.raises(ExportError, match="not an export of a warehouse"):
        warehouse.spark.ingest(spark, str(shards), str(shards))


def run_on(master: str, source: Path | str, target: Path | str, *options: str) -> None:
    """The command on a Spark of its own."""
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    command = [sys.executable, "-m", "warehouse.spark", str(source), str(target), "--master", master, *options]
    done = subprocess.run(
        command,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_cluster_of_processes_gives_the_same(sample: list[Record], home: Home, tmp_path: Path) -> None:
    shards = write_shards(tmp_path / "shards", damaged(sample), rows=10)
    run_on("local-cluster[2,1,1024]", shards, tmp_path / "out", "--task-records", "20")
    require_same(tmp_path / "out", local(home, shards))


@pytest.fixture(scope="module")
def generated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Many shards, the videos of one of them again in the last, and the tables of a local run."""
    if not request.config.getoption("--campaign"):
        pytest.skip("takes many minutes: --campaign")
    folder = tmp_path_factory.mktemp("generated")
    shards = folder / "shards"
    shards.mkdir()
    with ProcessPoolExecutor() as pool:
        list(pool.map(Shard.write, plan(shards, GENERATED, GENERATED // 32, mp4_bytes=100)))
    shutil.copy(min(shards.iterdir()), shards / "train-again.parquet")
    home = Home.at(folder / "data")
    ingest(home, str(shards), Options(tables_only=True))
    return shards, home.require_current()


@pytest.mark.parametrize("master", ["local[2]", "local-cluster[2,1,1024]"])
def test_many_generated_videos(master: str, generated: tuple[Path, Path], tmp_path: Path) -> None:
    shards, expected = generated
    run_on(master, shards, tmp_path / "out", "--task-records", "2048")
    assert read_manifest(tmp_path / "out").rows["videos"] == GENERATED
    assert told(read_manifest(tmp_path / "out")) == told(read_manifest(expected))
    require_same(tmp_path / "out", expected)
