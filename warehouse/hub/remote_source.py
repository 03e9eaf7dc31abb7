"""A dataset on the Hub as a source: files whose bytes are in the raw cache once they were fetched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import warehouse.hub as client
from warehouse.hub import JOBS, FetchProgress, Hub, Listing, RemoteFile, fetch, list_remote, parse_location, prune
from warehouse.hub.cache import shard_path
from warehouse.source.files import Format, Source, SourceFile


@dataclass(frozen=True)
class Remote:
    """The files of a location at one commit, and the folder of the raw cache that they are kept in."""

    location: str
    listing: Listing
    cache: Path

    def source(self, limit_files: int | None = None) -> Source:
        """The source of all files, or of the first ``limit_files``; they can be read after ``fetch``."""
        files = tuple(self._file(file) for file in self.listing.files)
        return Source(self.location, files, revision=self.listing.commit).limited(limit_files)

    def fetch(
        self,
        *,
        limit_files: int | None = None,
        jobs: int | None = None,
        on_progress: Callable[[FetchProgress], None],
        hub: Hub | None = None,
    ) -> None:
        """Bring the files into the cache; those that are there are not read again. Raises what ``hub.fetch`` does."""
        fetch(
            self.listing,
            self.cache,
            jobs=jobs or JOBS,
            limit_files=limit_files,
            on_progress=on_progress,
            hub=hub or client.HUB,
        )

    def prune(self) -> None:
        """Remove from the cache what the listing no longer has."""
        prune(self.listing, self.cache)

    def _file(self, file: RemoteFile) -> SourceFile:
        digest = file.sha256 if ":" in file.sha256 else f"sha256:{file.sha256}"
        path = str(shard_path(self.cache, file))
        return SourceFile(file.path, path, Format.PARQUET, file.bytes, revision=self.listing.commit, fingerprint=digest)


def find_remote(location: str, raw: Path, on_note: Callable[[str], None], hub: Hub | None = None) -> Remote:
    """What a location on the Hub holds now; ``raw`` is the folder of all raw caches.

    Raises:
        SourceError, AccessError: one sentence on what is wrong.
    """
    parsed = parse_location(location)
    cache = raw / parsed.repository.replace("/", "--")
    return Remote(str(parsed), list_remote(parsed, hub=hub or client.HUB, cache=cache, on_note=on_note), cache)
