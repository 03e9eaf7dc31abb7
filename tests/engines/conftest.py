"""What reads an export: real engines over a folder, and over a real server of buckets on the loopback."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.session import Warehouse

BUCKET = "warehouse-tests"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}


def configure_iceberg(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pyiceberg know the catalog ``lake`` on SQLite, as its configuration file does when it is imported."""
    import pyiceberg.catalog
    from pyiceberg.utils.config import Config

    (folder / "lake").mkdir()
    (folder / ".pyiceberg.yaml").write_text(
        f"catalog:\n  lake:\n    uri: sqlite:///{folder}/catalog.db\n    warehouse: file://{folder}/lake\n"
    )
    monkeypatch.setenv("PYICEBERG_HOME", str(folder))
    monkeypatch.setattr(pyiceberg.catalog, "_ENV_CONFIG", Config())


@pytest.fixture(scope="session")
def exported(wh: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of the sample to a folder that no test changes."""
    folder = tmp_path_factory.mktemp("exported") / "finevideo"
    wh.export(folder, queries=["mood_mix"])
    return folder


@pytest.fixture(scope="session")
def bucket() -> Iterator[str]:
    """The URL of an empty bucket on a server of its own; the environment leads Arrow and fsspec to it."""
    server = pytest.importorskip("moto.server", reason="moto is not installed: make engines")
    boto3 = pytest.importorskip("boto3")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    patch = pytest.MonkeyPatch()
    for name, value in {**CREDENTIALS, "AWS_ENDPOINT_URL": f"http://{host}:{port}"}.items():
        patch.setenv(name, value)
    # a proxy would not reach the loopback
    patch.setenv("NO_PROXY", ",".join(filter(None, ["127.0.0.1", os.environ.get("NO_PROXY", "")])))
    boto3.client("s3").create_bucket(Bucket=BUCKET)
    yield f"s3://{BUCKET}"
    patch.undo()
    running.stop()
