"""The list of an index's chunks by part of the tables, in the order of the source."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from warehouse.errors import HomeError
from warehouse.snapshot.digests import listing_text, require_as_written

FOLDER = "search"
FORMAT = 7
_FILE_NAME = "index.json"


def write_listing(snapshot_folder: Path, parts: Mapping[str, Sequence[str]], version: str) -> None:
    """Write the list: the names of each part's chunks, and what made them. An index without it is none."""
    content = {"format": FORMAT, "version": version, "parts": {part: list(names) for part, names in parts.items()}}
    (snapshot_folder / FOLDER / _FILE_NAME).write_text(listing_text(content))


def read_listing(snapshot_folder: Path) -> list[Path]:
    """The files of an index's chunks.

    Raises:
        HomeError: there is no index, or one of another format, or its list is damaged.
    """
    folder = snapshot_folder / FOLDER
    return [folder / name for names in _read(folder)["parts"].values() for name in names]


def has_index(snapshot_folder: Path) -> bool:
    """Whether a snapshot has an index that this version reads."""
    try:
        return bool(_read(snapshot_folder / FOLDER))
    except HomeError:
        return False


def chunks_by_part(snapshot_folder: Path, version: str) -> dict[str, list[Path]]:
    """The files of an index's chunks by part of the tables; none if there is no index of that version."""
    folder = snapshot_folder / FOLDER
    try:
        listing = _read(folder)
    except HomeError:
        return {}
    same = listing["version"] == version
    return {part: [folder / name for name in names] for part, names in listing["parts"].items() if same}


def _read(folder: Path) -> dict[str, Any]:
    path = folder / _FILE_NAME
    try:
        listing = json.loads(path.read_bytes())
        if listing.get("format") == FORMAT:
            require_as_written(listing, always=True)
    except OSError:
        listing = {}
    except (ValueError, AttributeError) as error:
        raise HomeError(
            f"{path} is damaged ({error}): build the snapshot again with `warehouse ingest --force`."
        ) from error
    if listing.get("format") != FORMAT:
        raise HomeError(f"{folder.parent} has no search index that can be read: make one with `warehouse ingest`.")
    return dict(listing)
