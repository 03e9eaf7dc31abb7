"""What takes a process of its own: the environment, signals, memory, and what is printed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests import processes
from warehouse.hub import Hub, fetch, list_remote, parse_location

from .commands import wait_for
from .conftest import REPOSITORY, SPEC
from .server import LoopbackHub
from .shards import read_records, records, state_of, table, write_shards

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CLIENT = Path(__file__).with_name("client.py")
TOKEN = "hf_abcdefghijklmnopqrstuvwxyz"


def start(loopback_hub: LoopbackHub, cache: Path, *options: str, **environment: str) -> subprocess.Popen[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "HUGGING"))}
    given = {
        "HF_ENDPOINT": loopback_hub.endpoint,
        "HF_HOME": str(cache.parent / "hf"),
        "PYTHONPATH": str(ROOT),
        **environment,
    }
    command = [sys.executable, "-X", "dev", "-W", "error", str(CLIENT), SPEC, str(cache), *options]
    return subprocess.Popen(
        command, env={**inherited, **given}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = processes.finish(process)
    return process.returncode, out, err


def run(loopback_hub: LoopbackHub, cache: Path, *options: str, **environment: str) -> tuple[int, str, str]:
    return finish(start(loopback_hub, cache, *options, **environment))


def test_endpoint_and_token_come_from_the_environment(loopback_hub: LoopbackHub, source: Path, tmp_path: Path) -> None:
    loopback_hub.tokens[TOKEN] = {REPOSITORY}
    loopback_hub.publish(REPOSITORY, source, gated=True)
    code, out, err = run(loopback_hub, tmp_path / "cache", HF_TOKEN=TOKEN)
    assert (code, json.loads(out)["rows"], err) == (0, 32, "")


def test_the_token_of_a_login_is_used(loopback_hub: LoopbackHub, source: Path, tmp_path: Path) -> None:
    loopback_hub.tokens[TOKEN] = {REPOSITORY}
    loopback_hub.publish(REPOSITORY, source, gated=True)
    (tmp_path / "hf").mkdir()
    (tmp_path / "hf" / "token").write_text(TOKEN)
    assert run(loopback_hub, tmp_path / "cache")[0] == 0


@pytest.mark.parametrize("access", ["none", "unknown", "garbled", "reset", "down"])
def test_the_token_is_in_no_output_and_no_file(
    loopback_hub: LoopbackHub, source: Path, tmp_path: Path, access: str
) -> None:
    loopback_hub.publish(REPOSITORY, source, gated=True)
    token = TOKEN.replace("m", "\x01") if access == "garbled" else TOKEN
    if access not in {"unknown", "garbled"}:
        loopback_hub.tokens[TOKEN] = set() if access == "none" else {REPOSITORY}
    if access == "reset":
        loopback_hub.trouble("reset", host="hub", path="/resolve/", times=None)
    if access == "down":
        loopback_hub.trouble("status", host="hub", path="/resolve/", status=500, times=None)
    code, out, err = run(loopback_hub, tmp_path / "cache", HF_TOKEN=token)
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert err.startswith(("AccessError: ", "SourceError: "))
    debug = run(loopback_hub, tmp_path / "cache", HF_TOKEN=token, HF_DEBUG="1")
    assert "curl" in debug[2]
    secret = token[3:12]
    assert secret not in err + debug[2]
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


@pytest.mark.usefixtures("source")
def test_offline_works_from_a_filled_cache_without_a_request(loopback_hub: LoopbackHub, tmp_path: Path) -> None:
    online = run(loopback_hub, tmp_path / "cache")
    loopback_hub.requests.clear()
    offline = run(loopback_hub, tmp_path / "cache", HF_HUB_OFFLINE="1")
    assert (offline[0], json.loads(offline[1])["commit"]) == (0, json.loads(online[1])["commit"])
    next((tmp_path / "cache" / "data").iterdir()).unlink()
    code, _, err = run(loopback_hub, tmp_path / "cache", HF_HUB_OFFLINE="1")
    assert (code, "HF_HUB_OFFLINE is set and 1 of 4 shards are not in the cache: unset it" in err) == (1, True)
    assert loopback_hub.requests == []


@pytest.mark.usefixtures("source")
def test_offline_without_a_cache_is_told(loopback_hub: LoopbackHub, tmp_path: Path) -> None:
    code, _, err = run(loopback_hub, tmp_path / "cache", HF_HUB_OFFLINE="1")
    assert (code, len(err.splitlines())) == (1, 1)
    assert "HF_HUB_OFFLINE is set and no earlier ingest of 'main' is in the cache: unset it" in err
    assert loopback_hub.requests == []


def test_a_full_disk_is_told(loopback_hub: LoopbackHub, tmp_path: Path) -> None:
    folder = write_shards(tmp_path / "source", count=2, rows=100)
    loopback_hub.publish(REPOSITORY, folder)
    # a second thread would be given two seconds to tidy up, and may need more
    code, _, err = run(loopback_hub, tmp_path / "cache", "file_bytes=2000", "jobs=1")
    assert (code, len(err.splitlines())) == (1, 1)
    assert "cannot be stored (File too large): free or allow disk space" in err
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []
    assert run(loopback_hub, tmp_path / "cache")[0] == 0


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.usefixtures("source")
def test_a_run_that_waits_for_the_hub_can_be_ended_at_once(
    loopback_hub: LoopbackHub, tmp_path: Path, how: signal.Signals
) -> None:
    loopback_hub.trouble("status", host="hub", path="-00003-of-", status=429, headers={"Retry-After": "100000"})
    process = start(loopback_hub, tmp_path / "cache")
    wait_for(lambda: has_shards(tmp_path / "cache", 3))
    wait_for(lambda: 429 in {request.status for request in loopback_hub.requests if request.ended})
    process.send_signal(how)
    finish(process)
    assert process.returncode == -how
    code, out, _ = run(loopback_hub, tmp_path / "cache")
    assert (code, json.loads(out)["rows"]) == (0, 32)


def test_kills_at_any_point_leave_whole_shards_and_the_next_run_goes_on(
    loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = write_shards(tmp_path / "source", count=24, mp4_bytes=2_000)
    loopback_hub.publish(REPOSITORY, folder)
    cache = tmp_path / "cache"
    for threshold in (1, 8, 17) if request.config.getoption("--campaign") else (8,):
        with loopback_hub.held("hub", "-00020-of-"):  # so that no run gets to its end
            process = start(loopback_hub, cache, "jobs=2")
            wait_for(partial(has_shards, cache, threshold))
            process.kill()
            finish(process)
        assert all(pq.read_table(path).num_rows == 8 for path in cache.rglob("*.parquet"))
    present = len(list(cache.rglob("*.parquet")))
    assert present < 24
    loopback_hub.requests.clear()
    listing = list_remote(parse_location(SPEC), hub=hub)
    shards = fetch(listing, cache, hub=hub)
    assert len({request.file for request in loopback_hub.of("storage")}) == 24 - present
    assert read_records([shard.path for shard in shards]) == read_records(sorted((folder / "data").iterdir()))
    fetch(listing, tmp_path / "undisturbed", hub=hub)
    assert state_of(cache) == state_of(tmp_path / "undisturbed")


def has_shards(cache: Path, count: int) -> bool:
    return len(list(cache.rglob("*.parquet"))) >= count


def test_memory_does_not_grow_with_the_shard(loopback_hub: LoopbackHub, tmp_path: Path) -> None:
    peaks = {}
    for name, mp4_bytes in {"small": 1_000, "large": 4_000_000}.items():
        loopback_hub.publish(REPOSITORY, write_shards(tmp_path / name, count=3, mp4_bytes=mp4_bytes))
        code, out, _ = run(loopback_hub, tmp_path / f"{name}-cache")
        assert code == 0
        peaks[name] = json.loads(out)["peak_kib"]
    assert peaks["large"] - peaks["small"] < 20 * 1024


def test_memory_does_not_grow_with_the_json_of_a_shard(loopback_hub: LoopbackHub, tmp_path: Path) -> None:
    peaks = {}
    for name, count in {"small": 1, "large": 60}.items():
        folder = tmp_path / name
        folder.mkdir()
        part = table(records(0, 256, 8_000), 10)
        # one row group, so that bounding by row groups would not do
        pq.write_table(
            pa.concat_tables([part] * count), folder / "a.parquet", row_group_size=10**6, use_dictionary=False
        )
        loopback_hub.publish(REPOSITORY, folder)
        code, out, _ = run(loopback_hub, tmp_path / f"{name}-cache")
        assert (code, json.loads(out)["rows"]) == (0, 256 * count)
        peaks[name] = json.loads(out)["peak_kib"]
    assert (tmp_path / "large" / "a.parquet").stat().st_size > 60_000_000
    assert peaks["large"] - peaks["small"] < 40 * 1024
