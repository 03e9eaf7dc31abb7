"""A video that a refresh removes takes its words along, whichever way one searches."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path

import duckdb
import huggingface_hub
import pytest
from click.testing import CliRunner

import warehouse
import warehouse.hub
from tests.conftest import Record, write_shards
from tests.hub.commands import ROWS, publish
from tests.hub.server import running
from tests.hub.shards import SPEC
from tests.processes import PATIENCE_SECONDS
from tests.search.quality import texts
from warehouse.cli import main
from warehouse.home import Home
from warehouse.hub import Hub
from warehouse.search.arrays import map_arrays
from warehouse.search.index_parts import read_listing
from warehouse.search.words import stem, words
from warehouse.snapshot.publish import published
from warehouse.source.compression import zstd

REMOVED = 5
LEAST_LETTERS = 5  # shorter words stand in compressed bytes by chance


@dataclass(frozen=True)
class Source:
    """Where records are published: what names it, and how they are replaced."""

    name: str
    replace: Callable[[list[Record]], object]


@pytest.fixture(params=["files", pytest.param("hub", marks=pytest.mark.slow)])
def source(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Source]:
    """A folder of shards, then a repository on a loopback Hub."""
    if request.param == "files":
        yield Source(str(tmp_path / "shards"), lambda records: replace_shards(tmp_path / "shards", records))
        return
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DISABLE_TELEMETRY", True)
    revisions = count()
    with running() as hub:
        monkeypatch.setattr(warehouse.hub, "HUB", Hub(hub.endpoint, token=False, timeout_seconds=PATIENCE_SECONDS))
        yield Source(SPEC, lambda records: publish(hub, tmp_path / f"revision{next(revisions)}", records))


def replace_shards(folder: Path, records: list[Record]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    write_shards(folder, records, rows=ROWS)


def run(home: Home, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["--home", str(home.root), *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def own_words(snapshot: Path, video: Record, others: list[Record]) -> list[str]:
    """The words of a video's moments that no other video has in any form, not even inside another word."""
    elsewhere = json.dumps(others).lower()
    stems = {stem(word) for word in words(elsewhere)}
    name = video["original_video_filename"].removesuffix(".mp4")
    spoken = [text.text.lower() for text in texts(snapshot) if text.key.video_id == name]
    found = {word for text in spoken for word in words(text) if word in text and len(word) >= LEAST_LETTERS}
    return sorted(word for word in found if word.isascii() and word not in elsewhere and stem(word) not in stems)


def found_by_command(home: Home, asked: list[str]) -> list[str]:
    # in quotes, for else the nearest word is searched in place of one that is gone
    return [word for word in asked if run(home, "search", f'"{word}"') != "Nothing was found.\n"]


def found_in_python(home: Home, asked: list[str]) -> list[str]:
    wh = warehouse.open(home.root)
    return [word for word in asked if not wh.search(f'"{word}"').is_empty()]


def found_in_shell(home: Home, asked: list[str]) -> list[str]:
    with duckdb.connect(str(home.catalog), read_only=True) as connection:
        return [word for word in asked if connection.execute("FROM search($word)", {"word": word}).fetchall()]


def found_in_index(snapshot: Path, asked: list[str]) -> list[str]:
    whole = b"\n".join(map(readable, read_listing(snapshot)))
    return [word for word in asked if word.encode() in whole]


def readable(index: Path) -> bytes:
    """The bytes of an index file, and those of its texts, which it holds compressed."""
    arrays = map_arrays(index)
    ends = [0, *arrays["block_ends"].tolist()]
    blocks = [zstd.decompress(arrays["blocks"][begin:end].tobytes()) for begin, end in pairwise(ends)]
    return b"\n".join([index.read_bytes(), *blocks]).lower()


@pytest.fixture
def removed(source: Source, sample: list[Record], home: Home) -> list[str]:
    """Words that were found when their video, which the source has no more, was still there."""
    video, others = sample[REMOVED], [*sample[:REMOVED], *sample[REMOVED + 1 : 24]]
    source.replace([*others, video])
    run(home, "ingest", source.name)
    only = own_words(home.require_current(), video, others)
    assert len(only) > 10
    assert all(way(home, only) == only for way in WAYS)
    assert found_in_index(home.require_current(), only) == only
    source.replace(others)
    return only


WAYS = (found_by_command, found_in_python, found_in_shell)


@pytest.mark.slow
@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("options", [(), ("--keep-removed",)], ids=["default", "kept on demand"])
def test_no_word_of_a_removed_video_is_found(removed: list[str], home: Home, options: tuple[str, ...]) -> None:
    run(home, "ingest", *options)
    assert [way(home, removed) for way in WAYS] == [[]] * len(WAYS)
    *older, newest = published(home)
    assert found_in_index(newest, removed) == []
    assert [found_in_index(snapshot, removed) for snapshot in older] == [removed] * bool(options)
