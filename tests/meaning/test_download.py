"""`embed --download` fetches a model from a Hub, here one on the loopback interface; nothing is fetched unasked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import write_shards
from tests.hub.commands import Outcome, run
from tests.hub.server import LoopbackHub, running
from tools.sample import generate
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.meaning.encoders import DEFAULT_MODEL
from warehouse.meaning.vector_sets import read_sets

pytestmark = pytest.mark.slow


@pytest.fixture
def hub(model: Path, tmp_path: Path) -> Iterator[tuple[LoopbackHub, str]]:
    """A Hub that has the default model, and weights for other runtimes beside it; its commit."""
    published = tmp_path / "published"
    shutil.copytree(model, published)
    (published / "model.safetensors").write_bytes(b"weights for another runtime")
    with running() as loopback:
        yield loopback, loopback.publish(DEFAULT_MODEL, published)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.at(tmp_path / "data")
    ingest(home, str(write_shards(tmp_path / "shards", list(generate(1)))))
    return home


def embed(hub: LoopbackHub, home: Home, *arguments: str) -> Outcome:
    return run(hub, home, "embed", *arguments)


def test_a_model_is_fetched_once_and_only_when_asked_for(hub: tuple[LoopbackHub, str], home: Home) -> None:
    loopback, commit = hub
    refused = embed(loopback, home)
    assert refused.code == 1
    assert "add --download" in refused.err
    assert loopback.requests == []
    fetched = embed(loopback, home, "--download")
    assert fetched.code == 0, fetched.err
    asked_for = {request.file for request in loopback.requests if request.file}
    assert "onnx/model.onnx" in asked_for
    assert "model.safetensors" not in asked_for
    (given,) = read_sets(home.require_current()).values()
    assert (given.model, given.revision, given.dimension) == (DEFAULT_MODEL, commit, 384)
    assert given.source is not None
    assert Path(given.source).is_relative_to(home.root.parent / "hf")
    count = len(loopback.requests)
    again = embed(loopback, home)
    assert "0 of them computed" in again.err
    found = run(loopback, home, "search", "storm", "--by", "meaning", "--limit", "1")
    assert found.code == 0, found.err
    assert len(loopback.requests) == count


def test_a_model_that_cannot_be_fetched_is_said(hub: tuple[LoopbackHub, str], home: Home) -> None:
    loopback, _ = hub
    absent = embed(loopback, home, "--download", "--model", "nobody/nothing")
    assert absent.code == 1
    assert "nobody/nothing cannot be fetched" in absent.err
    assert len(absent.err.strip().splitlines()) == 1
