from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse.errors import AccessError, SourceError, WarehouseError
from warehouse.hub import FetchProgress, Hub, fetch, list_remote, parse_location

from .commands import wait_for
from .conftest import REPOSITORY, SPEC
from .server import SIGNATURE_SECONDS, LoopbackHub
from .shards import chunks_of, needed_bytes, read_records, state_of, write_shards

VICTIM = "train-00001-of-00004.parquet"
JSON_RANGE = 2  # the third range of a shard, after trailer and footer

PASSING: dict[str, dict[str, Any]] = {
    "reset before the answer": {"kind": "reset"},
    "reset within the body": {"kind": "reset", "after": 500, "skip": JSON_RANGE},
    "reset by the Hub": {"kind": "reset", "host": "hub"},
    "stalled before the answer": {"kind": "stall"},
    "stalled within the body": {"kind": "stall", "after": 500, "skip": JSON_RANGE},
    "truncated body": {"kind": "truncate", "after": 500, "skip": JSON_RANGE},
    "empty body": {"kind": "truncate", "skip": JSON_RANGE},
    "truncated footer": {"kind": "truncate", "after": 9, "skip": 1},
    "truncated twice": {"kind": "truncate", "after": 300, "skip": JSON_RANGE, "times": 2},
    "signature expired at once": {"kind": "status", "status": 403},
    "signature expired between ranges": {"kind": "status", "status": 403, "skip": JSON_RANGE},
    "object is missing for a moment": {"kind": "status", "status": 404, "times": 2},
    "storage is down for a moment": {"kind": "status", "status": 503, "skip": 1},
    "Hub is down for a moment": {"kind": "status", "status": 500, "host": "hub", "times": 2},
    "gateway times out": {"kind": "status", "status": 504},
    "corrupted trailer": {"kind": "corrupt", "after": 6},
    "corrupted footer length": {"kind": "corrupt", "after": 1},
    "corrupted footer": {"kind": "corrupt", "after": 1, "skip": 1},
    "corrupted page header": {"kind": "corrupt", "after": 1, "skip": JSON_RANGE},
    "other digest for once": {"kind": "replaced", "host": "hub"},
    "other size for once": {"kind": "wrong_size", "skip": 1},
}

# a short wait is for what stalls; where a slow answer meets it, it is asked for again and again
PASSING_STALL: dict[str, Any] = {"timeout_seconds": 1.0, "tries": 12}
IMPATIENCE: dict[str, dict[str, Any]] = {
    "stalled before the answer": PASSING_STALL,
    "stalled within the body": PASSING_STALL,
    "stalled": {"timeout_seconds": 0.1},
}


def run(hub: Hub, cache: Path, impatience: dict[str, Any] | None = None, **options: Any) -> list[dict[str, Any]]:
    reader = replace(hub, **(impatience or {}))
    shards = fetch(list_remote(parse_location(SPEC), hub=hub), cache, hub=reader, **options)
    return read_records([shard.path for shard in shards])


def told(hub: Hub, cache: Path, impatience: dict[str, Any] | None = None, **options: Any) -> WarehouseError:
    """The error of a run; it is one line without a chain, and nothing half-written is left under a final name."""
    with pytest.raises(WarehouseError) as caught:
        run(hub, cache, impatience, **options)
    assert "\n" not in str(caught.value)
    assert (caught.value.__context__, caught.value.__cause__) == (None, None)
    assert all(pq.read_table(path).num_rows == 8 for path in cache.rglob("*.parquet"))
    return caught.value


@pytest.mark.slow
@pytest.mark.parametrize("fault", PASSING)
def test_a_passing_fault_changes_nothing(
    loopback_hub: LoopbackHub, hub: Hub, source: Path, tmp_path: Path, fault: str
) -> None:
    assert run(hub, tmp_path / "undisturbed") == read_records(sorted((source / "data").iterdir()))
    loopback_hub.trouble(**{"path": VICTIM, **PASSING[fault]})
    run(hub, tmp_path / "cache", IMPATIENCE.get(fault))
    assert state_of(tmp_path / "cache") == state_of(tmp_path / "undisturbed")
    assert all(not item.times for item in loopback_hub.faults)


@pytest.mark.slow
def test_a_broken_body_is_taken_up_where_it_broke(
    loopback_hub: LoopbackHub, hub: Hub, source: Path, tmp_path: Path
) -> None:
    loopback_hub.trouble("truncate", path=VICTIM, after=2000, skip=JSON_RANGE)
    run(hub, tmp_path / "cache")
    assert sum(request.sent for request in loopback_hub.of("storage", VICTIM)) == needed_bytes(source / "data" / VICTIM)


LASTING: dict[str, tuple[dict[str, Any], str]] = {
    "reset": ({"kind": "reset"}, "the connection to .* broke several times: run again"),
    "truncated": ({"kind": "truncate", "skip": JSON_RANGE}, "the connection to .* broke several times: run again"),
    "stalled": ({"kind": "stall"}, "no byte came for 0.1 s, several times: run again .* HF_HUB_DOWNLOAD_TIMEOUT"),
    "down": ({"kind": "status", "status": 503}, "answered 503 after several tries: wait some minutes"),
    "signature": ({"kind": "status", "status": 403}, "refuses the addresses that the Hub signs: set .* clock right"),
    "no ranges": ({"kind": "ignore_range"}, "ignores byte ranges: set HF_ENDPOINT to one that serves them"),
    "replaced": ({"kind": "replaced", "host": "hub"}, "not the listed file any more, twice: run again"),
    "resized": ({"kind": "wrong_size"}, "another size than listed.*, twice: run again"),
    "corrupted": ({"kind": "corrupt", "after": 1, "skip": 1}, "its footer is damaged, twice: run again"),
    "vanished": (
        {"kind": "status", "host": "hub", "status": 404, "headers": {"X-Error-Code": "EntryNotFound"}},
        "no such file or folder",
    ),
    "commit is gone": (
        {"kind": "status", "host": "hub", "status": 404, "headers": {"X-Error-Code": "RevisionNotFound"}},
        "there is no revision",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", LASTING)
def test_a_lasting_fault_is_told_and_the_progress_is_kept(
    loopback_hub: LoopbackHub, hub: Hub, source: Path, tmp_path: Path, fault: str
) -> None:
    details, words = LASTING[fault]
    if fault in IMPATIENCE:  # nothing but the stalled file is read with impatience
        run(hub, tmp_path / "cache", limit_files=1)
    loopback_hub.trouble(**{"path": VICTIM, "times": None, **details})
    error = told(hub, tmp_path / "cache", IMPATIENCE.get(fault), jobs=1)
    assert isinstance(error, SourceError)
    with pytest.raises(SourceError, match=words):
        raise error
    assert REPOSITORY in str(error)
    loopback_hub.faults.clear()
    loopback_hub.requests.clear()
    assert run(hub, tmp_path / "cache") == read_records(sorted((source / "data").iterdir()))
    assert len({request.file for request in loopback_hub.of("storage")}) == 3


def test_a_server_that_ignores_ranges_is_left_at_once(loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path) -> None:
    loopback_hub.publish(REPOSITORY, write_shards(tmp_path / "source", count=2, rows=1, mp4_bytes=30_000_000))
    loopback_hub.trouble("ignore_range", times=None)
    assert "ignores byte ranges" in str(told(hub, tmp_path / "cache"))
    wait_for(lambda: all(request.ended for request in loopback_hub.requests))
    assert loopback_hub.sent < 20_000_000  # what fits into the buffers of two sockets


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"", b"PAR1PAR1", b"<html>" * 100, b"PAR1" + b"x" * 100 + b"\xff\xff\xff\x7fPAR1"])
def test_what_is_no_parquet_is_told(
    loopback_hub: LoopbackHub, hub: Hub, source: Path, tmp_path: Path, content: bytes
) -> None:
    (source / "data" / VICTIM).write_bytes(content)
    loopback_hub.publish(REPOSITORY, source)
    assert VICTIM in str(told(hub, tmp_path / "cache"))


@pytest.mark.slow
def test_a_page_that_does_not_fit_its_checksum_is_told(loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path) -> None:
    folder = tmp_path / "source"
    folder.mkdir()
    text = pa.array([{"text_to_speech": f"{i:064d}"} for i in range(50)])
    pq.write_table(
        pa.table({"json": text}),
        folder / "a.parquet",
        compression="none",
        use_dictionary=False,
        write_page_checksum=True,
    )
    loopback_hub.publish(REPOSITORY, folder)
    size = chunks_of(folder / "a.parquet")[0].total_compressed_size
    loopback_hub.trouble("corrupt", after=size - 10, skip=JSON_RANGE, times=None)
    assert "pages cannot be decoded, twice" in str(told(hub, tmp_path / "cache"))


@pytest.mark.slow
def test_a_shard_without_a_record_is_told_with_its_columns(
    loopback_hub: LoopbackHub, hub: Hub, source: Path, tmp_path: Path
) -> None:
    pq.write_table(pa.table({"image": [b"x"], "label": [1]}), source / "data" / VICTIM)
    loopback_hub.publish(REPOSITORY, source)
    error = told(hub, tmp_path / "cache")
    assert f"{VICTIM} has neither a column json nor any field of a FineVideo record" in str(error)
    assert "(its columns: image, label)" in str(error)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("token", "words"),
    [
        (False, ["no token was sent", "accept the terms at {page}", "hf auth login"]),
        ("hf_stranger", ["the token has no access", "accept the terms at {page}"]),
    ],
)
def test_missing_access_is_told_with_the_place_to_get_it(
    loopback_hub: LoopbackHub, hub: Hub, source: Path, tmp_path: Path, token: str | bool, words: list[str]
) -> None:
    loopback_hub.tokens["hf_stranger"] = set()
    loopback_hub.publish(REPOSITORY, source, gated=True)
    error = told(replace(hub, token=token), tmp_path / "cache")
    assert isinstance(error, AccessError)
    page = f"{loopback_hub.endpoint}/datasets/{REPOSITORY}"
    assert all(word.format(page=page) in str(error) for word in words)
    assert "hf_stranger" not in str(error)


@pytest.mark.slow
@pytest.mark.parametrize(
    "headers",
    [{"RateLimit": '"resolvers";r=0;t=0', "RateLimit-Policy": '"w";"resolvers";q=3;w=300'}, {"Retry-After": "0"}],
)
def test_a_rate_limit_is_waited_out_and_shown(
    loopback_hub: LoopbackHub, hub: Hub, source: Path, tmp_path: Path, headers: dict[str, str]
) -> None:
    loopback_hub.trouble("status", host="hub", path=VICTIM, status=429, headers=headers)
    seen: list[FetchProgress] = []
    assert run(hub, tmp_path / "cache", on_progress=seen.append) == read_records(sorted((source / "data").iterdir()))
    first, second = (request for request in loopback_hub.of("hub", "") if VICTIM in request.path)
    assert second.started - first.started >= 1
    notes = [progress.note for progress in seen if progress.note]
    assert any("429" in note for note in notes)
    assert any("Waiting 1.0s" in note for note in notes)
    assert not any("Signature" in note for note in notes)


@pytest.mark.slow
def test_a_storage_may_sign_each_range_by_itself(loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path) -> None:
    loopback_hub.publish(REPOSITORY, write_shards(tmp_path / "source", count=2, rows=20, row_group_size=2))
    loopback_hub.signs_ranges = True
    assert run(hub, tmp_path / "cache") == read_records(sorted((tmp_path / "source" / "data").iterdir()))
    assert sum(request.status == 403 for request in loopback_hub.of("storage")) == 2


@pytest.mark.slow
def test_an_address_expires_between_two_ranges(
    loopback_hub: LoopbackHub, hub: Hub, source: Path, tmp_path: Path
) -> None:
    with ThreadPoolExecutor() as pool, loopback_hub.held("storage", VICTIM, skip=1) as gate:
        reading = pool.submit(run, hub, tmp_path / "cache")
        gate.wait_for()
        loopback_hub.clock_ahead_seconds = 2 * SIGNATURE_SECONDS
        gate.open()
        assert reading.result() == read_records(sorted((source / "data").iterdir()))
    assert 403 in {request.status for request in loopback_hub.of("storage")}
