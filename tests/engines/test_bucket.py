"""An export to a bucket: what a folder holds, whole or not at all, and no file more than the last export wrote."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import polars as pl
import pyarrow.fs as pafs
import pyarrow.parquet as pq
import pytest

from tests.conftest import Record, write_shards
from tests.spark.test_ingest import require_same, run_on
from warehouse.errors import AccessError, ExportError
from warehouse.export.target import PENDING
from warehouse.home import Home
from warehouse.ingest import ingest
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


def test_spark_ingests_from_a_bucket_into_a_bucket(
    bucket: str, sample: list[Record], home: Home, tmp_path: Path
) -> None:
    shards = write_shards(tmp_path / "shards", sample)
    system, path = pafs.FileSystem.from_uri(f"{bucket}/spark")
    pafs.copy_files(str(shards), f"{path}/shards", destination_filesystem=system)
    ingest(home, str(shards))
    url = bucket.replace("s3:", "s3a:")
    for _ in range(2):
        run_on("local[2]", f"{url}/spark/shards", f"{url}/spark/out")
    pafs.copy_files(f"{path}/out", str(tmp_path / "out"), source_filesystem=system)
    require_same(tmp_path / "out", home.require_current())
    assert {name for name in files(f"{bucket}/spark/out") if "/" not in name} >= {"TERMS.md", "croissant.json"}


@pytest.mark.usefixtures("bucket")
def test_no_such_bucket(wh: Warehouse) -> None:
    with pytest.raises(ExportError, match="names a bucket that does not exist"):
        wh.export("s3://no-such-bucket-here/finevideo")


class Refusal(BaseHTTPRequestHandler):
    """A server of buckets that lets nobody in."""

    def do_GET(self) -> None:
        self.send_response(403)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")

    do_HEAD = do_PUT = do_POST = do_GET  # noqa: N815 - as above

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.usefixtures("bucket")
def test_no_permission(wh: Warehouse) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusal) as server:
        Thread(target=server.serve_forever).start()
        try:
            with pytest.raises(AccessError, match=r"cannot be written \(permission denied\)"):
                wh.export(f"s3://locked/finevideo?scheme=http&endpoint_override=127.0.0.1:{server.server_port}")
        finally:
            server.shutdown()
