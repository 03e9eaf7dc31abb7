from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from warehouse.errors import AccessError, SourceError, WarehouseError
from warehouse.hub import Hub, Listing, estimate, fetch, list_remote, parse_location, resolve_commit

from .conftest import REPOSITORY, SPEC
from .server import LoopbackHub
from .shards import write_shards
from .test_troubles import PASSING_STALL


def listed(spec: str, hub: Hub) -> Listing:
    return list_remote(parse_location(spec), hub=hub)


def test_the_revision_is_resolved_once_and_the_tree_is_listed_once(
    loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path
) -> None:
    folder = write_shards(tmp_path / "many", count=12, rows=1, mp4_bytes=10)
    commit = loopback_hub.publish(REPOSITORY, folder)
    loopback_hub.page_size = 5
    listing = listed(SPEC, hub)
    assert (listing.commit, listing.requested_revision, len(listing.files)) == (commit, "main", 12)
    assert [request.path.split("?")[0].split("/")[5:] for request in loopback_hub.requests] == [
        ["revision", "main"],
        *[["tree", commit]] * 3,
    ]


def test_files_are_listed_in_natural_order_with_size_and_digest(
    loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path
) -> None:
    shard = write_shards(tmp_path / "one", count=1) / "data" / "train-00000-of-00001.parquet"
    for name in ("part-10.parquet", "part-9.parquet", "part-9b.parquet"):
        shutil.copy(shard, tmp_path / "one" / "data" / name)
    shard.rename(tmp_path / "one" / "a.parquet")
    commit = loopback_hub.publish(REPOSITORY, tmp_path / "one")
    files = listed(SPEC, hub).files
    assert [file.path for file in files] == [
        "a.parquet",
        "data/part-9.parquet",
        "data/part-9b.parquet",
        "data/part-10.parquet",
    ]
    blobs = loopback_hub.repositories[REPOSITORY].commits[commit]
    assert {(file.path, file.bytes, file.sha256) for file in files} == {
        (path, blob.size, blob.sha256) for path, blob in blobs.items()
    }


@pytest.mark.parametrize(
    ("suffix", "count"),
    [
        ("", 4),
        ("@v1", 2),
        ("@refs/convert/parquet/default/partial-train", 3),
        ("/data", 4),
        ("/data/*-0000[01]-*", 2),
        ("/data/train-00002-of-00004.parquet", 1),
    ],
)
@pytest.mark.usefixtures("source")
def test_revisions_folders_and_globs_select(
    loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path, suffix: str, count: int
) -> None:
    loopback_hub.publish(REPOSITORY, write_shards(tmp_path / "v1", count=2), "v1")
    converted = write_shards(tmp_path / "converted", count=3) / "data"
    shutil.move(converted, tmp_path / "converted" / "default" / "partial-train")
    loopback_hub.publish(REPOSITORY, tmp_path / "converted", "refs/convert/parquet")
    assert len(listed(SPEC + suffix, hub).files) == count


@pytest.mark.usefixtures("source")
def test_an_old_commit_can_be_named(loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path) -> None:
    old = resolve_commit(parse_location(SPEC), hub=hub)
    new = loopback_hub.publish(REPOSITORY, write_shards(tmp_path / "new", count=1))
    assert resolve_commit(parse_location(SPEC), hub=hub) == new
    assert (listed(f"{SPEC}@{old}", hub).commit, len(listed(f"{SPEC}@{old}", hub).files)) == (old, 4)


def test_a_gated_dataset_is_listed_and_estimated_before_access(
    loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path
) -> None:
    loopback_hub.publish(REPOSITORY, write_shards(tmp_path / "gated"), gated=True)
    listing = listed(SPEC, hub)
    asked = len(loopback_hub.requests)
    expected = estimate(listing, tmp_path / "cache")
    assert (expected.shards, expected.shards_to_fetch, expected.range_requests, expected.hub_requests) == (4, 4, 12, 4)
    assert 0 < expected.read_bytes <= expected.dataset_bytes == listing.bytes
    assert "FineVideo" in expected.basis
    assert len(loopback_hub.requests) == asked


@pytest.mark.usefixtures("source")
def test_an_estimate_learns_from_what_was_read(hub: Hub, loopback_hub: LoopbackHub, tmp_path: Path) -> None:
    listing = listed(SPEC, hub)
    fetch(listing, tmp_path / "cache", hub=hub, limit_files=2)
    read = loopback_hub.sent
    expected = estimate(listing, tmp_path / "cache")
    assert (expected.shards_to_fetch, expected.basis) == (2, "the 2 shards already read")
    assert expected.read_bytes == pytest.approx(read, rel=0.02)
    assert estimate(listing, tmp_path / "cache", limit_files=2).read_bytes == 0


@pytest.mark.parametrize(
    ("spec", "token", "kind", "words"),
    [
        ("hf://datasets/owner/nobody", False, SourceError, ["owner/nobody", "check the name", "hf auth login"]),
        ("hf://datasets/owner/nobody", "hf_good", SourceError, ["owner/nobody", "check the name", "token that may"]),
        (SPEC, "hf_wrong", AccessError, ["token is wrong or has expired", "hf auth login"]),
        (f"{SPEC}@nothing", False, SourceError, ["no revision 'nothing'", "/tree/main"]),
        (f"{SPEC}/nowhere", False, SourceError, ["owner/name/nowhere", "no such file or folder"]),
        (f"{SPEC}/*.csv", False, SourceError, ["no Parquet file fits '*.csv'"]),
    ],
)
@pytest.mark.usefixtures("source")
def test_what_is_not_there_is_told(
    loopback_hub: LoopbackHub,
    hub: Hub,
    spec: str,
    token: str | bool,
    kind: type[Exception],
    words: list[str],
) -> None:
    loopback_hub.tokens["hf_good"] = set()
    with pytest.raises(kind) as caught:
        listed(spec, replace(hub, token=token))
    assert all(word in str(caught.value) for word in words)
    assert "hf_wrong" not in str(caught.value)
    assert caught.value.__context__ is None


def test_no_network_is_told_at_once(hub: Hub, nowhere: str) -> None:
    with pytest.raises(SourceError, match=r"cannot reach http.*check the network"):
        listed(SPEC, replace(hub, endpoint=nowhere))


@pytest.mark.usefixtures("source")
def test_an_endpoint_that_is_no_hub_is_told(loopback_hub: LoopbackHub, hub: Hub) -> None:
    loopback_hub.trouble("html", host="hub")
    with pytest.raises(SourceError, match=r"check that HF_ENDPOINT .* is a Hub"):
        listed(SPEC, hub)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["reset", "stall", "status"])
@pytest.mark.usefixtures("source")
def test_a_listing_survives_a_passing_fault(loopback_hub: LoopbackHub, hub: Hub, kind: str) -> None:
    loopback_hub.trouble(kind, host="hub", path="/revision/")  # type: ignore[arg-type]
    loopback_hub.trouble(kind, host="hub", path="/tree/")  # type: ignore[arg-type]
    client = replace(hub, **PASSING_STALL) if kind == "stall" else hub
    assert len(listed(SPEC, client).files) == 4


@pytest.mark.parametrize(("status", "words"), [(503, "answered 503 after several tries"), (500, "wait some minutes")])
@pytest.mark.usefixtures("source")
def test_a_hub_that_stays_down_is_told(loopback_hub: LoopbackHub, hub: Hub, status: int, words: str) -> None:
    loopback_hub.trouble("status", host="hub", status=status, times=None)
    with pytest.raises(WarehouseError, match=words):
        listed(SPEC, hub)
