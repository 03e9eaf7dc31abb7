"""An export to a bucket: what a folder holds, whole or not at all, and no file more than the last export wrote."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pyarrow.fs as pafs
import pyarrow.parquet as pq
import pytest

from warehouse.errors import ExportError
from warehouse.export.target import PENDING
from warehouse.model import TABLES
from warehouse.session import Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


def files(url: str) -> dict[str, int]:
    system, path = pafs.FileSystem.from_uri(url)
    found = system.get_file_info(pafs.FileSelector(path, recursive=True, allow_not_found=True))
    return {info.path.removeprefix(f"{path}/"): info.size for info in found if info.is_file}


def read(url: str, table: str) -> pl.DataFrame:
    system, path = pafs.FileSystem.from_uri(f"{url}/{table}")
    frame = pl.from_arrow(pq.read_table(path, filesystem=system))
    assert isinstance(frame, pl.DataFrame)
    return frame


def test_bucket_holds_what_a_folder_holds(wh: Warehouse, exported: Path, bucket: str) -> None:
    url = f"{bucket}/same/finevideo"
    done = wh.export(url, queries=["mood_mix"])
    found = files(url)
    local = {str(path.relative_to(exported)): path.stat().st_size for path in exported.rglob("*") if path.is_file()}
    assert found == local
    assert (len(found), sum(found.values())) == (done.files, done.bytes)
    for table in TABLES:
        assert read(url, table.name).equals(pl.read_parquet(exported / table.name))


def test_the_next_export_replaces_the_one_before(wh: Warehouse, bucket: str) -> None:
    url = f"{bucket}/twice"
    wh.export(url)
    wh.export(url, tables=["scenes"])
    assert {name for name in files(url) if "/" in name} == {
        f"scenes/{wh.manifest.snapshot}-{path.name}" for path in (wh.snapshot / "scenes").iterdir()
    }
    assert PENDING not in files(url)


def test_what_a_killed_export_left_is_removed(wh: Warehouse, bucket: str) -> None:
    url = f"{bucket}/killed"
    system, path = pafs.FileSystem.from_uri(url)
    for name, content in {PENDING: json.dumps(["scenes/old-part.parquet"]), "scenes/old-part.parquet": "half"}.items():
        with system.open_output_stream(f"{path}/{name}") as stream:
            stream.write(content.encode())
    wh.export(url, tables=["scenes"])
    assert "scenes/old-part.parquet" not in files(url)
    assert PENDING not in files(url)


def test_something_else_is_never_replaced(wh: Warehouse, bucket: str) -> None:
    url = f"{bucket}/mine"
    system, path = pafs.FileSystem.from_uri(url)
    with system.open_output_stream(f"{path}/notes.txt") as stream:
        stream.write(b"mine")
    with pytest.raises(ExportError, match="not an export of a warehouse"):
        wh.export(url)
    assert files(url) == {"notes.txt": 4}


@pytest.mark.usefixtures("bucket")
def test_no_such_bucket(wh: Warehouse) -> None:
    with pytest.raises(ExportError, match="names a bucket that does not exist"):
        wh.export("s3://no-such-bucket-here/finevideo")
