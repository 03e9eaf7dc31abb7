"""The vectors of a snapshot: for each model a folder with a listing, and what ``vector_files`` writes of each part.

A search imports this, and no Arrow.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from warehouse.errors import HomeError
from warehouse.search.arrays import Arrays, map_arrays
from warehouse.snapshot.digests import listing_text, require_as_written
from warehouse.snapshot.layout import VECTORS

FORMAT = 1
LISTING = "set.json"
ARRAYS = ".vectors"


@dataclass(frozen=True)
class VectorSet:
    """What one model gave: ``parts`` has for each part of the tables how many units have a vector.

    ``source`` is where the model can be loaded from; vectors that a user ``supplied`` are never computed.
    ``checksums`` has size and CRC-32 of each file by its name.
    """

    model: str
    revision: str | None
    dimension: int
    source: str | None = None
    supplied: bool = False
    created: str = ""
    parts: dict[str, int] = field(default_factory=dict)
    checksums: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def vectors(self) -> int:
        """How many there are."""
        return sum(self.parts.values())

    def having(self, part: str, count: int, sums: Mapping[str, str]) -> VectorSet:
        """The set with so many vectors in a part, whose files have these checksums."""
        return replace(self, parts={**self.parts, part: count}, checksums={**self.checksums, **sums})


def set_folder(snapshot: Path, model: str) -> Path:
    """The folder of a model's vectors, a name that every file system takes."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", model).strip("-.")[:60]
    return snapshot / VECTORS / f"{plain}-{hashlib.sha256(model.encode()).hexdigest()[:8]}"


def read_sets(snapshot: Path) -> dict[str, VectorSet]:
    """The sets of a snapshot by model, in the order in which they were begun."""
    found = [read_set(path.parent) for path in (snapshot / VECTORS).glob(f"*/{LISTING}")]
    return {given.model: given for given in sorted(found, key=lambda given: (given.created, given.model))}


def read_set(folder: Path) -> VectorSet:
    """The set of a folder.

    Raises:
        HomeError: its listing cannot be read, or is of another format.
    """
    try:
        content = json.loads((folder / LISTING).read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise ValueError(f"it has the format {content['format']}")
        require_as_written(content)
        return VectorSet(**content)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise HomeError(f"{folder / LISTING} cannot be read ({error}): delete {folder}, then embed again.") from error


def write_set(folder: Path, given: VectorSet) -> None:
    """Write the listing of a set; a reader sees the one before or this one."""
    aside = folder / f".{LISTING}"
    with aside.open("w", encoding="utf-8") as stream:
        stream.write(listing_text(asdict(given)))
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(folder / LISTING)


def mapped_parts(folder: Path, given: VectorSet) -> Iterator[Arrays]:
    """The arrays of a set, part after part, read as they are used."""
    for part in given.parts:
        if given.parts[part]:
            yield map_arrays(folder / f"{part}{ARRAYS}")
