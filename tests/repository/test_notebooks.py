"""Every notebook runs on the sample, and what is committed of it is what it gives."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path

import pytest

from tests.conftest import Record
from tests.fetch.videos import write_long_videos
from warehouse.home import Home
from warehouse.ingest import ingest

nbformat = pytest.importorskip("nbformat", reason="the group notebooks is not installed")
pytest.importorskip("nbclient", reason="the group notebooks is not installed")

from tests.notebook_runs import NOTEBOOKS, Notebook, all_executed, shape  # noqa: E402 - needs what may be missing

pytestmark = pytest.mark.slow

REMEDY = "run `make notebook-outputs`, and look at the difference"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, sample: list[Record]) -> dict[Path, Notebook | BaseException]:
    folder = tmp_path_factory.mktemp("notebooks")
    home = Home.at(folder / "data")
    ingest(home, "sample")
    return asyncio.run(all_executed(home, write_long_videos(folder / "videos", sample)))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_and_its_outputs_are_fresh(path: Path, runs: dict[Path, Notebook | BaseException]) -> None:
    run = runs[path]
    if isinstance(run, BaseException):
        raise run
    for old, new in zip(shape(nbformat.read(path, as_version=4)), shape(run), strict=True):
        assert old == new, f"{path.name} is stale: {REMEDY}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_committed_notebook_is_small_has_pictures_and_says_synthetic(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    pictures = [base64.b64decode(o["data"]["image/png"]) for o in outputs if "image/png" in o.get("data", {})]
    assert path.stat().st_size < 400_000
    assert len(pictures) >= 3
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert "**synthetic sample**" in notebook.cells[0].source
    assert "/tmp/" not in path.read_text()
    assert "/home/" not in path.read_text()


def test_there_are_notebooks() -> None:
    assert {path.stem for path in NOTEBOOKS} >= {"tour", "mood_and_story", "training_set"}
