"""A source on the Hub from end to end: ingest, refresh, removals, and what the other commands say of it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.conftest import Record
from tests.processes import read_until
from warehouse.home import Home
from warehouse.snapshot.publish import published

from .commands import (
    ROWS,
    Command,
    files_with,
    finish,
    local_tables,
    manifest_of,
    name_of,
    publish,
    publish_next,
    run,
    start,
    tables_of,
)
from .conftest import REPOSITORY, SPEC
from .server import LoopbackHub


@pytest.fixture
def published_sample(loopback_hub: LoopbackHub, sample: list[Record], tmp_path: Path) -> list[Record]:
    """Two dozen records in four shards, which are the main revision."""
    publish(loopback_hub, tmp_path / "first", sample[:24])
    return sample


@pytest.mark.slow
def test_the_tables_are_those_of_local_files(
    loopback_hub: LoopbackHub, records: list[Record], home: Home, tmp_path: Path
) -> None:
    commit = publish(loopback_hub, tmp_path / "source", records)
    code, out, err = run(loopback_hub, home, "ingest", SPEC)
    assert (code, out) == (0, "")
    assert tables_of(home) == local_tables(tmp_path / "source", tmp_path / "local")
    manifest = manifest_of(home)
    assert (manifest.location, manifest.revision, manifest.partial) == (SPEC, commit, False)
    assert f"{len(records)} videos" in err
    assert "\r" not in err


@pytest.mark.slow
def test_a_refresh_follows_the_branch_and_leaves_nothing_of_what_was_removed(
    loopback_hub: LoopbackHub, command: Command, published_sample: list[Record], home: Home, tmp_path: Path
) -> None:
    assert command("ingest", SPEC).code == 0
    with duckdb.connect(str(home.catalog)) as connection:
        connection.execute("CREATE TABLE my_labels AS SELECT 1 AS label")
    assert files_with(home.root, name_of(published_sample[0]))
    commit, gone = publish_next(loopback_hub, tmp_path, published_sample)
    loopback_hub.requests.clear()
    code, _, err = command("ingest")
    assert (code, "2 video(s) added, 1 changed, 8 removed (see `warehouse status --removed`)" in err) == (0, True)
    fetched = {request.file for request in loopback_hub.of("storage")}
    assert fetched == {"data/train-00000-of-00004.parquet", "data/train-00001-of-00004.parquet"}
    changes = manifest_of(home).changes
    assert changes is not None
    assert (manifest_of(home).revision, set(changes.removed)) == (commit, gone)
    assert set(command("status", "--removed", "-f", "csv").out.split()[1:]) == {
        f"{name},{manifest_of(home).created_at}" for name in gone
    }
    for name in gone:
        assert files_with(home.root, name) == [home.require_current() / "manifest.json"]
    assert published(home) == [home.require_current()]
    with duckdb.connect(str(home.catalog)) as connection:
        assert connection.execute("FROM my_labels").fetchall() == [(1,)]
    assert tables_of(home) == local_tables(tmp_path / "second", tmp_path / "local")


@pytest.mark.slow
def test_old_snapshots_are_kept_on_demand_and_dropped_by_the_next_run(
    loopback_hub: LoopbackHub, command: Command, published_sample: list[Record], home: Home, tmp_path: Path
) -> None:
    command("ingest", SPEC)
    _, gone = publish_next(loopback_hub, tmp_path, published_sample)
    assert command("ingest", "--keep-removed").code == 0
    assert len(published(home)) == 2
    assert not any(files_with(home.raw, name) for name in gone)
    assert "Nothing has changed" in command("ingest").err
    assert len(published(home)) == 1


@pytest.mark.slow
@pytest.mark.usefixtures("published_sample")
def test_what_is_unchanged_is_not_built_again(loopback_hub: LoopbackHub, command: Command, home: Home) -> None:
    command("ingest", SPEC)
    before = home.current()
    loopback_hub.requests.clear()
    code, _, err = command("ingest", "https://huggingface.co/datasets/owner/name")
    assert (code, home.current(), loopback_hub.of("storage")) == (0, before, [])
    assert "Nothing has changed since" in err
    assert command("ingest", "--force", "--tables-only").code == 0
    assert "Nothing has changed since" in command("ingest", "--tables-only").err
    assert "Since" in command("ingest").err
    assert (home.current() != before, loopback_hub.of("storage")) == (True, [])


@pytest.mark.slow
@pytest.mark.usefixtures("published_sample")
def test_a_damaged_file_in_the_cache_is_told_with_its_remedy(
    loopback_hub: LoopbackHub, command: Command, home: Home
) -> None:
    command("ingest", SPEC)
    path = next(home.raw.rglob("*.parquet"))
    content = bytearray(path.read_bytes())
    content[2000] ^= 0xFF
    path.write_bytes(content)
    code, _, err = command("ingest", "--force")
    assert (code, f"remove {path} and run again" in err) == (1, True)
    path.unlink()
    assert command("ingest", "--force").code == 0
    assert loopback_hub.requests


@pytest.mark.slow
@pytest.mark.usefixtures("published_sample")
def test_some_files_are_read_for_a_first_look_and_marked(command: Command, home: Home) -> None:
    code, _, err = command("ingest", SPEC, "--limit-files", "2")
    assert (code, "2 of 4 file(s)" in err, "12 videos (PARTIAL: not all files)" in err) == (0, True, True)
    assert manifest_of(home).partial
    assert "yes: only some files" in command("status").out
    assert "Nothing has changed" in command("ingest", "--limit-files", "2").err
    assert "12 video(s) added, 0 changed, 0 removed" in command("ingest").err
    assert not manifest_of(home).partial
    # what is left out is not removed
    assert "0 video(s) added, 0 changed, 0 removed" in command("ingest", "--limit-files", "2").err
    assert len(published(home)) == 2


def test_a_plan_takes_no_access_and_writes_nothing(
    loopback_hub: LoopbackHub, command: Command, sample: list[Record], home: Home, tmp_path: Path
) -> None:
    commit = publish(loopback_hub, tmp_path / "gated", sample, gated=True)
    code, out, err = command("ingest", SPEC, "--dry-run")
    assert (code, err, home.root.exists()) == (0, "", False)
    assert all(words in out for words in (commit, "8 of 8, 8 of them to be fetched", "8 to the Hub, up to 24"))
    assert [request.path.split("/")[5] for request in loopback_hub.requests] == ["revision", "tree"]
    assert "accept the terms at" in command("ingest", SPEC).err
    loopback_hub.publish(REPOSITORY, tmp_path / "gated")
    command("ingest", SPEC)
    assert "has all of it already" in command("ingest", "--dry-run").out
    assert "3 of them to be fetched" not in command("ingest", "--dry-run", "--limit-files", "3").out


@pytest.mark.slow
@pytest.mark.usefixtures("published_sample")
def test_a_plan_for_local_files_counts_the_bytes_of_records(command: Command, tmp_path: Path) -> None:
    code, out, _ = command("ingest", str(tmp_path / "first"), "--dry-run")
    facts = dict(line.strip().split("   ", 1) for line in out.splitlines()[3:-1])
    assert (code, facts["requests"].strip(), facts["files"].strip()) == (0, "none", "4")


@pytest.mark.slow
def test_status_tells_whether_a_revision_is_the_newest(
    loopback_hub: LoopbackHub, command: Command, published_sample: list[Record], tmp_path: Path
) -> None:
    old = loopback_hub.repositories[REPOSITORY].revisions["main"]
    command("ingest", f"{SPEC}@{old}")
    loopback_hub.requests.clear()
    assert "not asked: see `warehouse status --remote`" in command("status").out
    assert loopback_hub.requests == []
    assert "this is the newest revision of main" in command("status", "--remote").out
    new, _ = publish_next(loopback_hub, tmp_path, published_sample)
    assert f"main is newer than the commit this is pinned to: run `warehouse ingest {SPEC}`" in " ".join(
        command("status", "--remote").out.split()
    )
    code, _, err = command("ingest", SPEC)
    assert (code, "8 removed" in err) == (0, True)
    assert "this is the newest revision of main" in command("status", "--remote").out
    publish(loopback_hub, tmp_path / "third", published_sample[:6])
    assert f"changed: main is at {new}" not in command("status", "--remote").out
    assert "run `warehouse ingest`" in command("status", "--remote").out
    loopback_hub.trouble("status", host="hub", status=503, times=None)
    assert command("status", "--remote").code == 1


@pytest.mark.slow
@pytest.mark.usefixtures("published_sample")
def test_another_source_leaves_the_snapshots_of_the_first(command: Command, home: Home) -> None:
    command("ingest", SPEC)
    code, _, err = command("ingest", "sample")
    assert (code, "removed" in err, len(published(home))) == (0, False, 2)


@pytest.mark.slow
@pytest.mark.usefixtures("published_sample")
def test_offline_the_last_listing_and_the_cache_are_enough(loopback_hub: LoopbackHub, home: Home) -> None:
    run(loopback_hub, home, "ingest", SPEC)
    before = tables_of(home)
    loopback_hub.requests.clear()
    assert "Nothing has changed" in run(loopback_hub, home, "ingest", HF_HUB_OFFLINE="1").err
    assert run(loopback_hub, home, "ingest", "--force", HF_HUB_OFFLINE="1").code == 0
    assert (tables_of(home), loopback_hub.requests) == (before, [])
    code, _, err = run(loopback_hub, home, "status", "--remote", HF_HUB_OFFLINE="1")
    assert (code, "HF_HUB_OFFLINE is set" in err) == (1, True)


@pytest.mark.slow
@pytest.mark.usefixtures("published_sample")
def test_of_two_runs_at_once_the_second_waits_and_finds_all_done(loopback_hub: LoopbackHub, home: Home) -> None:
    with loopback_hub.held("storage") as gate:
        first = start(loopback_hub, home, "ingest", SPEC)
        gate.wait_for()
        refused = run(loopback_hub, home, "ingest", SPEC, "--no-wait")
        second = start(loopback_hub, home, "ingest", SPEC)
        waiting = read_until(second, "Another ingest is at work")
    outcomes = [finish(first), finish(second)]
    assert [outcome.code for outcome in outcomes] == [0, 0]
    assert (refused.code, refused.err.count("\n"), "Another ingest is at work" in refused.err) == (1, 2, True)
    assert "waiting for it to end" in waiting
    assert "Nothing has changed" in outcomes[1].err
    assert len(loopback_hub.of("hub", "data/")) == 4


@pytest.mark.slow
def test_removals_are_followed_in_local_files_too(
    command: Command, published_sample: list[Record], home: Home, tmp_path: Path
) -> None:
    folder = tmp_path / "first" / "data"
    command("ingest", str(folder))
    next(iter(sorted(folder.iterdir()))).unlink()
    assert "0 video(s) added, 0 changed, 6 removed" in command("ingest").err
    assert len(published(home)) == 1
    assert files_with(home.root, name_of(published_sample[0])) == [home.require_current() / "manifest.json"]


@pytest.mark.slow
@pytest.mark.usefixtures("published_sample")
def test_a_video_that_came_back_is_no_longer_told_as_removed(command: Command, home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "first" / "data"
    victim = min(folder.iterdir())
    command("ingest", str(folder))
    victim.rename(tmp_path / victim.name)
    command("ingest")
    assert len(manifest_of(home).removed) == ROWS
    (tmp_path / victim.name).rename(victim)
    command("ingest")
    assert manifest_of(home).removed == {}
