"""Each trouble through the command line: one sentence, exit code 1, the old snapshot untouched, the progress kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.conftest import Record
from tests.processes import PATIENCE_SECONDS
from warehouse.home import Home
from warehouse.hub import Hub
from warehouse.ingest import Options, ingest

from .commands import Command, Outcome, publish, publish_next, run
from .conftest import REPOSITORY, SPEC
from .server import LoopbackHub, running
from .shards import state_of

pytestmark = pytest.mark.slow

TOKEN = "hf_abcdefghijklmnopqrstuvwxyz"
VICTIM = "train-00001-of-00004.parquet"
FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "reset": ({"kind": "reset"}, "broke several times: run again (what was read is kept)"),
    "truncated": ({"kind": "truncate", "skip": 2}, "broke several times: run again (what was read is kept)"),
    "stalled": ({"kind": "stall"}, "no byte came for 0.1 s, several times"),
    "down": ({"kind": "status", "status": 503}, "answered 503 after several tries: wait some minutes"),
    "limited": ({"kind": "status", "host": "hub", "status": 429}, "answered 429 after several tries"),
    "signature": ({"kind": "status", "status": 403}, "refuses the addresses that the Hub signs"),
    "no ranges": ({"kind": "ignore_range"}, "ignores byte ranges: set HF_ENDPOINT"),
    "replaced": ({"kind": "replaced", "host": "hub"}, "not the listed file any more, twice"),
    "corrupted": ({"kind": "corrupt", "after": 1, "skip": 1}, "its footer is damaged, twice"),
    "no network page": ({"kind": "html", "host": "hub", "path": "/revision/"}, "check that HF_ENDPOINT"),
    "file is gone": (
        {"kind": "status", "host": "hub", "status": 404, "headers": {"X-Error-Code": "EntryNotFound"}},
        "no such file",
    ),
    "wrong token": ({"kind": "status", "host": "hub", "status": 401, "path": "/revision/"}, "no such dataset"),
}


@pytest.fixture(scope="module")
def served() -> Iterator[LoopbackHub]:
    with running() as hub:
        yield hub


@pytest.fixture(scope="module")
def settled(served: LoopbackHub, sample: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A warehouse of the first revision, while the second one is published."""
    folder = tmp_path_factory.mktemp("settled")
    home = Home.at(folder / "data")
    publish(served, folder / "first", sample[:24])
    ingest(home, SPEC, Options(hub=Hub(served.endpoint, token=False, timeout_seconds=PATIENCE_SECONDS)))
    publish_next(served, folder, sample)
    return home


@pytest.fixture
def loopback_hub(served: LoopbackHub) -> Iterator[LoopbackHub]:
    yield served
    served.faults.clear()


@pytest.fixture
def home(settled: Home) -> Home:
    return settled


@pytest.fixture
def untouched(settled: Home) -> Iterator[None]:
    """What readers see is the same after the test as before."""
    before = state_of(settled.snapshots), settled.current(), settled.catalog.read_bytes()
    yield
    assert (state_of(settled.snapshots), settled.current(), settled.catalog.read_bytes()) == before


def told(outcome: Outcome) -> str:
    """The one sentence of a failed run."""
    lines = [line for line in outcome.err.splitlines() if line.startswith("Error: ")]
    assert (outcome.code, outcome.out, len(lines)) == (1, "", 1), outcome
    assert "Traceback" not in outcome.err
    return lines[0]


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_lasts(loopback_hub: LoopbackHub, command: Command, home: Home, fault: str) -> None:
    details, words = FAULTS[fault]
    kept = set(home.raw.rglob("*.parquet"))
    loopback_hub.trouble(**{"path": VICTIM, "times": None, **details})
    impatience = {"timeout_seconds": 0.1} if fault == "stalled" else {}
    assert words in told(command("ingest", "--jobs", "1", **impatience))
    assert kept <= set(home.raw.rglob("*.parquet"))


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("hf://datasets/owner/nobody", "there is no such dataset"),
        (f"{SPEC}@nothing", "there is no revision 'nothing'"),
        (f"{SPEC}/nowhere", "no such file or folder"),
        (f"{SPEC}/*.csv", "no Parquet file fits"),
        ("hf://models/owner/name", "is not the address of a dataset"),
    ],
)
def test_what_is_not_there(command: Command, location: str, words: str) -> None:
    assert words in told(command("ingest", location))


@pytest.mark.usefixtures("untouched")
def test_no_network(command: Command, nowhere: str) -> None:
    assert "cannot reach" in told(command("ingest", endpoint=nowhere))


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("token", "words"),
    [("", "no token was sent"), (TOKEN, "the token has no access"), (f"{TOKEN}_wrong", "the token is wrong")],
)
def test_no_access(loopback_hub: LoopbackHub, home: Home, token: str, words: str) -> None:
    loopback_hub.tokens[TOKEN] = set()
    loopback_hub.repositories[REPOSITORY].gated = True
    outcome = run(loopback_hub, home, "ingest", "--force", **({"HF_TOKEN": token} if token else {}))
    loopback_hub.repositories[REPOSITORY].gated = False
    assert words in told(outcome)
    page = f"{loopback_hub.endpoint}/datasets/{REPOSITORY}"
    assert page in outcome.err or "hf auth login" in outcome.err
    assert TOKEN not in outcome.err
    assert not [path for path in home.root.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()]


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("content", [b"<html>" * 100, "drifted"])
def test_a_file_that_holds_no_records(
    loopback_hub: LoopbackHub, command: Command, tmp_path: Path, content: bytes | str
) -> None:
    path = tmp_path / "odd" / "a.parquet"
    path.parent.mkdir()
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        pq.write_table(pa.table({"image": [b"x"], "label": [1]}), path)
    loopback_hub.publish("owner/odd", path.parent)
    assert "owner/odd/a.parquet" in told(command("ingest", "hf://datasets/owner/odd"))


@pytest.mark.usefixtures("untouched")
@pytest.mark.usefixtures("sample")
def test_a_record_of_another_shape_fails_only_a_strict_run(
    loopback_hub: LoopbackHub, command: Command, tmp_path: Path
) -> None:
    rows = pa.array([{"original_video_filename": "abcdefghijk.mp4", "news": 1}])
    (tmp_path / "drift").mkdir()
    pq.write_table(pa.table({"json": rows}), tmp_path / "drift" / "a.parquet")
    loopback_hub.publish("owner/drift", tmp_path / "drift")
    assert "The source has drifted" in told(command("ingest", "hf://datasets/owner/drift", "--strict"))


@pytest.mark.usefixtures("untouched")
def test_offline_without_all_of_it(loopback_hub: LoopbackHub, home: Home) -> None:
    assert "HF_HUB_OFFLINE is set" in told(run(loopback_hub, home, "ingest", f"{SPEC}@other", HF_HUB_OFFLINE="1"))


def test_waits_are_told(loopback_hub: LoopbackHub, command: Command) -> None:
    loopback_hub.trouble("status", host="hub", path="/revision/", status=429, headers={"Retry-After": "1"})
    loopback_hub.trouble("status", host="hub", path=VICTIM, status=503, headers={"Retry-After": "1"})
    outcome = command("ingest")
    assert (outcome.code, "429" in outcome.err, "503" in outcome.err) == (0, True, True)
    assert outcome.err.count("Waiting") == 2
