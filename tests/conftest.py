"""Real parts for the tests: records, shards, warehouses and shells."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, settings

import warehouse
from tools.sample import SAMPLE_SIZE, generate
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.model.schema import record_type
from warehouse.session import Warehouse
from warehouse.source.find import natural_key

Record = dict[str, Any]

# a busy machine is not a fault of the code, and a brief run must be repeatable
settings.register_profile(
    "brief", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, max_examples=20
)
settings.register_profile("long", settings.get_profile("brief"), derandomize=False, max_examples=100)
settings.load_profile("brief")

# of the cases of a slow test, one in so many runs without --campaign
SLOW_ONE_IN = 5

SHARD_SCHEMA = pa.schema([("mp4", pa.binary()), ("json", record_type())])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--campaign",
        action="store_true",
        help="Disturb runs at many more points, and run every case of every test: takes many minutes.",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the cases of a slow test only every ``SLOW_ONE_IN``-th runs, unless all are asked for."""
    if config.getoption("--campaign"):
        return
    met = Counter[str]()
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        test = item.nodeid.split("[")[0]
        slow = item.get_closest_marker("slow") is not None
        (left if slow and met[test] % SLOW_ONE_IN else kept).append(item)
        met[test] += slow
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def pytest_configure() -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # so it is in the background of a shell, and the runs that a test stops would inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # so it is below nohup


def real_folder() -> Path:
    """The folder of real records, or a skipped test."""
    folder = os.environ.get("FINEVIDEO_RECORDS")
    if not folder:
        pytest.skip("FINEVIDEO_RECORDS names no folder of real records")
    return Path(folder)


def text(value: object) -> str:
    """A record as text: equal exactly where the records are, types of numbers included."""
    return json.dumps(value, sort_keys=True)


def write_shards(
    folder: Path, records: Sequence[Record], rows: int = 20, schema: pa.Schema = SHARD_SCHEMA, **options: Any
) -> Path:
    """Pack records into shards of the published layout, or of another one."""
    folder.mkdir(parents=True, exist_ok=True)
    starts = range(0, len(records), rows)
    for number, start in enumerate(starts):
        table = pa.Table.from_pylist(
            [{"mp4": os.urandom(2000), "json": record} for record in records[start : start + rows]], schema=schema
        )
        pq.write_table(table, folder / f"train-{number:05d}-of-{len(starts):05d}.parquet", **options)
    return folder


@pytest.fixture(scope="session")
def sample() -> list[Record]:
    return list(generate(SAMPLE_SIZE))


@pytest.fixture(scope="session")
def real() -> list[Record]:
    paths = sorted(real_folder().glob("*.json"), key=lambda path: natural_key(path.name))
    return [json.loads(path.read_text()) for path in paths]


@pytest.fixture(params=["sample", "real"])
def records(request: pytest.FixtureRequest) -> list[Record]:
    """The records of the sample, then the real ones."""
    found: list[Record] = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A warehouse of the sample that no test changes."""
    home = Home.at(tmp_path_factory.mktemp("sample") / "data")
    ingest(home, "sample")
    return home


@pytest.fixture(scope="session")
def wh(sample_home: Home) -> Warehouse:
    return warehouse.open(sample_home.root)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home that is not there yet."""
    return Home.at(tmp_path / "data")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """Another working directory than the repository."""
    folder, before = tmp_path / "elsewhere", Path.cwd()
    folder.mkdir()
    os.chdir(folder)
    yield folder
    os.chdir(before)
