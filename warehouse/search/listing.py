"""The list of an index's chunks, in the order of the source."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from warehouse.errors import HomeError

FOLDER = "search"
FORMAT = 1
_FILE_NAME = "index.json"


def write_listing(snapshot_folder: Path, chunks: Sequence[str]) -> None:
    """Write the list; an index without it is none."""
    content = json.dumps({"format": FORMAT, "chunks": list(chunks)}, indent=1)
    (snapshot_folder / FOLDER / _FILE_NAME).write_text(content + "\n")


def read_listing(snapshot_folder: Path) -> list[Path]:
    """The files of an index's chunks.

    Raises:
        HomeError: there is no index, or one of another format.
    """
    folder = snapshot_folder / FOLDER
    try:
        listing = json.loads((folder / _FILE_NAME).read_text())
    except (OSError, ValueError):
        listing = {}
    if listing.get("format") != FORMAT:
        raise HomeError(f"{snapshot_folder} has no search index that can be read: make one with `warehouse ingest`.")
    return [folder / name for name in listing["chunks"]]
