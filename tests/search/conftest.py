"""Indexed snapshots for the tests."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Record, write_shards
from tools.sample import SAMPLE_SIZE, generate
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.search import chunks, open_index
from warehouse.search.build_index import build_index
from warehouse.search.index import SearchIndex
from warehouse.search.index_parts import FOLDER

Speech = Sequence[str]


def indexed(home: Home) -> Path:
    """The current snapshot of a home, with an index."""
    snapshot = home.require_current()
    if not (snapshot / FOLDER).is_dir():
        build_index(snapshot)
    return snapshot


def video(number: int, *speech: str, **changes: Any) -> Record:
    """A record in which nothing is said but these segments, of two seconds each."""
    record = copy.deepcopy(next(iter(generate(1, start=number))))
    content = record["content_metadata"]
    content["scenes"], content["qAndA"] = [], []
    content["title"] = record["youtube_title"] = content["description"] = record["youtube_description"] = ""
    content["characterList"], record["youtube_tags"] = [], []
    content["storylines"]["description"] = content["storylines"]["climax"]["description"] = ""
    record["timecoded_text_to_speech"] = [
        {"start": f"00:00:{2 * at:02}.000", "end": f"00:00:{2 * at + 2:02}.000", "text": f" {text}"}
        for at, text in enumerate(speech)
    ]
    return record | changes


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of few videos, so that a small index has several."""
    for name, size in (("LEAST_VIDEOS", 3), ("MEAN_VIDEOS", 4), ("MOST_VIDEOS", 9)):
        monkeypatch.setattr(chunks, name, size)


@pytest.fixture
def index_of(tmp_path: Path) -> Callable[[Sequence[Record]], SearchIndex]:
    """Indexes records."""

    def build(records: Sequence[Record]) -> SearchIndex:
        home = Home.at(tmp_path / "data")
        ingest(home, str(write_shards(tmp_path / "shards", records)))
        return open_index(indexed(home))

    return build


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """The index of the sample."""
    home = Home.at(tmp_path_factory.mktemp("search") / "data")
    ingest(home, "sample")
    return open_index(indexed(home))


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A warehouse of the sample's records in several files."""
    folder = tmp_path_factory.mktemp("many")
    home = Home.at(folder / "data")
    ingest(home, str(write_shards(folder / "shards", list(generate(SAMPLE_SIZE)), rows=8)))
    indexed(home)
    return home
