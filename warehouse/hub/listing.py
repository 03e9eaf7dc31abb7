"""The shards of a location at one commit, and the copy of that list which makes offline runs possible."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from warehouse.errors import SourceError
from warehouse.hub.location import Location

LISTING = "listing.json"


@dataclass(frozen=True)
class RemoteFile:
    """A shard at the commit: size in bytes, and its sha256 ("git:<blob id>" for a file that is kept in git itself)."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Listing:
    """The Parquet files of a location at one commit, in natural order."""

    repository: str
    requested_revision: str
    commit: str
    files: tuple[RemoteFile, ...]
    path: str = ""

    @property
    def bytes(self) -> int:
        """Size of all files together."""
        return sum(file.bytes for file in self.files)


def save_listing(listing: Listing, cache: Path) -> None:
    """Keep ``listing`` in ``cache`` for runs under HF_HUB_OFFLINE; replaced by rename."""
    partial = cache / f"{LISTING}.partial"
    partial.write_text(json.dumps(asdict(listing), indent=1))
    partial.replace(cache / LISTING)


def last_listing(location: Location, cache: Path | None) -> Listing:
    """What ``save_listing`` kept. Raises SourceError if that is nothing, or of another location."""
    try:
        kept = json.loads((cache / LISTING).read_text()) if cache else None
    except FileNotFoundError:
        kept = None
    wanted = (location.repository, location.revision, location.path)
    if kept is None or (kept["repository"], kept["requested_revision"], kept["path"]) != wanted:
        message = f"HF_HUB_OFFLINE is set and no earlier ingest of '{location.revision}' is in the cache: unset it once"
        raise SourceError(f"{location.repository}: {message}")
    return Listing(**{**kept, "files": tuple(RemoteFile(**file) for file in kept["files"])})
