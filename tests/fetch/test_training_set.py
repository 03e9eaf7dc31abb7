"""The notebook goes from a question to a batch: what a model gets are pictures and captions of the chosen moments."""

from __future__ import annotations

import io
import json
import tarfile
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import Any

import av
import numpy as np
import polars as pl
import pytest

from tests.conftest import Record
from warehouse.home import Home
from warehouse.ingest import Options, ingest

from .conftest import UNCLOSED
from .videos import RATE, id_of, long_mp4, write_long_videos

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings(UNCLOSED)]

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "training_set.ipynb"


@pytest.fixture(scope="module")
def made(sample: list[Record], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the notebook's cells define, run as they stand; the one that draws the batch needs a notebook's packages."""
    folder = tmp_path_factory.mktemp("training")
    home = Home.at(folder / "data")
    ingest(home, "sample", Options(tables_only=True))
    shards = write_long_videos(folder / "videos", sample)
    cells = [cell for cell in json.loads(NOTEBOOK.read_text())["cells"] if cell["cell_type"] == "code"]
    found: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAREHOUSE_HOME", str(home.root))
        patch.setenv("WAREHOUSE_VIDEOS", str(shards))
        for cell in cells:
            text = "".join(cell["source"])
            if "PIL" not in text:
                exec(text, found)
    return found


def test_batch_has_the_moments_that_were_chosen(made: dict[str, Any], sample: list[Record]) -> None:
    lengths = {id_of(record): record["duration_seconds"] for record in sample}
    train: pl.DataFrame = made["manifest"].filter(pl.col("part") == "train")
    assert made["pictures"].shape == (4, 8, 64, 64, 3)
    with tarfile.open(made["tars"][0]) as packed:
        names = [name for name in packed.getnames() if name.endswith(".json")]
        told = [json.loads(packed.extractfile(name).read()) for name in names]  # type: ignore[union-attr]
    assert len(told) == made["outcome"].items >= 8
    chosen = {(row["video_id"], row["start_seconds"], row["end_seconds"]): row["caption"] for row in train.to_dicts()}
    assert all(chosen[row["video_id"], row["start_seconds"], row["end_seconds"]] == row["caption"] for row in told)
    assert made["captions"] == [row["caption"] for row in told[:4]]
    for clip, row in zip(made["pictures"], told, strict=False):
        # the made-up video is the same every ten seconds; encoding anew loses a little
        with av.open(io.BytesIO(long_mp4(lengths[row["video_id"]])), "r") as container:
            video = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        first, last = (ceil(row[name] * RATE - 1e-6) for name in ("start_seconds", "end_seconds"))
        # a picture more or less would be told by its colours
        for picture, at in ((clip[0], first), (clip[-1], last - 1)):
            assert np.abs(picture.astype(int) - video[at]).mean() < 5, (row, at)


def test_datasets_gives_the_same_batch(made: dict[str, Any]) -> None:
    if find_spec("datasets") is None:
        assert "not installed" in made["told"]
        pytest.skip("the notebook says that datasets is not installed; `make engines` runs this with it")
    assert made["told"].endswith("the same as above: True")
