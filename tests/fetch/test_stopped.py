"""A fetch that is stopped anywhere, or whose disk is full: what is finished stays, and the next run completes it."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.conftest import Record
from tests.faults.runs import small_disk
from tests.hub.commands import finish, start
from tests.hub.server import LoopbackHub
from warehouse.home import Home

from .conftest import run
from .test_remote import SECRET, expected, loopback_hub, remote_home, source, written
from .videos import id_of

__all__ = ["loopback_hub", "remote_home", "source"]

pytestmark = pytest.mark.slow

# three shards are read by twelve requests; a process that is killed cannot tidy up, so that it is tried at more of them
STOPPED = [
    *((signal.SIGKILL, requests) for requests in (1, 4, 7, 10)),
    *((how, requests) for how in (signal.SIGTERM, signal.SIGINT) for requests in (3, 9)),
]
SOFTLY = {signal.SIGINT: 130, signal.SIGTERM: 143}


def leftovers(out: Path, names: dict[str, bytes]) -> list[str]:
    """What is in a folder of videos beside them, their metadata and what credits them."""
    files = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    known = {"metadata.jsonl", "manifest.json", "CREDITS.md", "TERMS.md", ".fetch/kind", ".fetch/lock"}
    return sorted(files - known - {f"videos/{name}.mp4" for name in names})


@pytest.mark.parametrize(("how", "requests"), STOPPED)
def test_stopped_run_is_completed(
    remote_home: Home,
    loopback_hub: LoopbackHub,
    tmp_path: Path,
    sample: list[Record],
    how: signal.Signals,
    requests: int,
) -> None:
    out = tmp_path / "out"
    command = ["fetch", "--where", "true", str(out), "--jobs", "1"]
    environment = {"HF_TOKEN": SECRET}
    with loopback_hub.held("storage", skip=requests) as gate:
        process = start(loopback_hub, remote_home, *command, **environment)
        gate.wait_for()
        process.send_signal(how)
        stopped = finish(process)
    assert stopped.code == SOFTLY.get(how, -how)
    assert "Traceback" not in stopped.err
    videos = expected(sample[:12])
    before = {path.stem: path.read_bytes() for path in out.rglob("*.mp4")}
    assert before.items() <= videos.items()
    done_shards = [n for n in range(3) if before.keys() >= {id_of(record) for record in sample[4 * n : 4 * n + 4]}]
    loopback_hub.requests.clear()
    done = finish(start(loopback_hub, remote_home, *command, **environment))
    assert done.code == 0, done.err
    assert written(out) == videos
    assert leftovers(out, videos) == []
    assert not [n for n in done_shards if loopback_hub.of("storage", f"train-0000{n}")]


@pytest.mark.parametrize(
    ("layout", "size"),
    [("plain", "8k"), ("plain", "64k"), ("plain", "160k"), ("webdataset", "64k"), ("parquet", "64k")],
)
def test_full_disk(video_home: Home, tmp_path: Path, sample: list[Record], layout: str, size: str) -> None:
    videos = expected(sample[:24])
    assert sum(map(len, videos.values())) > 200_000
    with small_disk(tmp_path / "disk", size) as resize:
        out = tmp_path / "disk" / "out"
        command = ["fetch", "--where", "true", str(out), "--format", layout]
        full = run(video_home, *command)
        assert full.exit_code == 1
        (sentence,) = [line for line in full.stderr.splitlines() if line.startswith("Error: ")]
        assert "full" in sentence
        resize("64m")
        done = run(video_home, *command)
        assert done.exit_code == 0, done.stderr
        if layout == "plain":
            assert written(out) == videos
            assert leftovers(out, videos) == []
        else:
            assert not [path for path in out.rglob("*") if "incoming" in path.name or "partial" in path.name]
