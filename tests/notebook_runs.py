"""Run the notebooks, and accept what they give on the sample: ``python -m tests.notebook_runs``."""

from __future__ import annotations

import asyncio
import base64
import io
import os
import re
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from PIL import Image
from traitlets.config import Config

from tests.fetch.videos import write_long_videos
from tests.processes import PATIENCE_SECONDS
from tools.sample import SAMPLE_SIZE, generate
from warehouse.home import Home
from warehouse.ingest import ingest

nbformat: Any = import_module("nbformat")  # its functions have no types

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
# what a run leaves that the next one would change
VOLATILE = ("execution", "widgets")
PATIENT: Any = dict.fromkeys(("timeout", "startup_timeout", "iopub_timeout"), PATIENCE_SECONDS)

Notebook = Any


async def all_executed(home: Home, videos: Path) -> dict[Path, Notebook | BaseException]:
    """Every notebook, run from top to bottom on a warehouse, or what a cell raised; mostly they wait for kernels."""
    done = await asyncio.gather(*(_executed(path, home, videos) for path in NOTEBOOKS), return_exceptions=True)
    return dict(zip(NOTEBOOKS, done, strict=True))


async def _executed(path: Path, home: Home, videos: Path) -> Notebook:
    notebook = nbformat.read(path, as_version=4)
    places = {"WAREHOUSE_HOME": str(home.root), "WAREHOUSE_VIDEOS": str(videos)}
    environment = {**os.environ, **places, "NO_COLOR": "1", "COLUMNS": "120"}
    folder = {"metadata": {"path": str(FOLDER)}}
    with tempfile.TemporaryDirectory() as place:
        # by files: a port that is free when it is chosen may be taken when the kernel wants it
        config = Config({"KernelManager": {"transport": "ipc", "connection_file": f"{place}/kernel.json"}})
        # in one piece, since where a stream is cut is chance
        client = NotebookClient(notebook, **PATIENT, resources=folder, coalesce_streams=True, config=config)
        await client.async_execute(env=environment)
    for cell in notebook.cells:
        for name in VOLATILE:
            cell.metadata.pop(name, None)
    return notebook


def shape(notebook: Notebook) -> list[tuple[str, str, list[Any]]]:
    """What must not change unseen: each cell's kind and text, and the kinds of its outputs with a frame's columns."""
    return [(cell.cell_type, cell.source, [_output(o) for o in cell.get("outputs", [])]) for cell in notebook.cells]


def _output(output: Any) -> tuple[str, list[str], list[str]]:
    data = output.get("data", {})
    return output.output_type, sorted(data), re.findall(r"<th>(.*?)</th>", data.get("text/html", ""))


def shrunk(notebook: Notebook) -> Notebook:
    """A notebook whose pictures have few colours, a fifth of the bytes."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                output.data["image/png"] = _few_colours(output.data["image/png"])
    return notebook


def _few_colours(picture: str) -> str:
    out = io.BytesIO()
    image = Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB")
    image.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode()


def main() -> None:
    """Write the outputs of every notebook anew."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home.at(Path(folder) / "data")
        ingest(home, "sample")
        videos = write_long_videos(Path(folder) / "videos", list(generate(SAMPLE_SIZE)))
        for path, notebook in asyncio.run(all_executed(home, videos)).items():
            if isinstance(notebook, BaseException):
                raise notebook
            nbformat.write(shrunk(notebook), path)


if __name__ == "__main__":
    main()
