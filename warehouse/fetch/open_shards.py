"""The shards that hold the videos, here or on the Hub, opened as they were when the snapshot was built."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import warehouse.hub as client
from warehouse.errors import SourceError
from warehouse.fetch.column import video_chunks
from warehouse.fetch.flows import Bytes, LocalBytes, RemoteBytes
from warehouse.fetch.locate import RowGroup, ShardRow
from warehouse.hub import Hub, Listing, RemoteFile, parse_location
from warehouse.hub.byte_ranges import footer_range, parse_footer, trailer_range
from warehouse.hub.http_errors import DamagedError
from warehouse.hub.range_reader import RangeReader
from warehouse.snapshot.manifest import Manifest
from warehouse.source.find import is_remote
from warehouse.source.footer import footer_fingerprint, read_footer
from warehouse.source.metadata import read_metadata

# in one request the trailer and, of a usual shard, the footer
_TAIL_BYTES = 64 * 2**10


@dataclass(frozen=True)
class Shards:
    """Where shards are: a folder, or a repository at a commit."""

    location: str
    root: Path | None
    listing: Listing | None = None
    hub: Hub | None = None

    @property
    def remote(self) -> bool:
        """Whether they are on the Hub."""
        return self.listing is not None

    @property
    def client(self) -> Hub:
        """How the Hub is reached."""
        return self.hub or client.HUB

    def row_groups(self, shard: str) -> list[RowGroup]:
        """The row groups with videos, by the footer of a shard on this machine; none of one that is not, or is damaged.

        A shard on the Hub is not asked for its footer: a plan reads nothing.
        """
        if self.root is None:
            return []
        try:
            chunks = video_chunks(read_metadata(self.root / shard))
        except (OSError, pa.ArrowException, DamagedError):
            return []  # the fetch says what is wrong
        return [
            RowGroup(chunk.first_row, chunk.rows, chunk.stop - chunk.start, chunk.codec == "UNCOMPRESSED")
            for chunk in chunks
        ]

    @contextmanager
    def opened(
        self, place: ShardRow, stop: threading.Event, on_bytes: Callable[[int], None]
    ) -> Iterator[tuple[Bytes, pq.FileMetaData]]:
        """The bytes of a shard and its footer; within the context ``on_bytes`` hears of what is read.

        Whether the bytes are still those of that shard is to be asked of them before what they gave is used.

        Raises DamagedError if it is not the shard that the snapshot was built from, and OSError.
        """
        source = self._remote(place, stop, on_bytes) if self.listing else self._local(place, on_bytes)
        try:
            yield source, _footer(source)
        finally:
            source.close()

    def _local(self, place: ShardRow, on_bytes: Callable[[int], None]) -> LocalBytes:
        assert self.root is not None
        path = self.root / place.shard
        source = LocalBytes(path, on_bytes)  # opened first, so that it cannot be replaced after the check
        if (
            place.fingerprint.startswith("footer-sha256:")
            and footer_fingerprint(read_footer(path)) != place.fingerprint
        ):
            source.close()
            raise DamagedError("it is not the file that the snapshot was built from")
        return source

    def _remote(self, place: ShardRow, stop: threading.Event, on_bytes: Callable[[int], None]) -> RemoteBytes:
        assert self.listing is not None
        file = RemoteFile(place.shard, place.bytes, place.fingerprint.removeprefix("sha256:"))
        return RemoteBytes(RangeReader(self.client, self.listing, file, stop, on_bytes), place.bytes)


def shards_of(manifest: Manifest, hub: Hub | None = None) -> Shards:
    """The shards that a snapshot was built from, at its revision.

    Raises:
        SourceError: they are on the Hub, and the snapshot does not say at which commit.
    """
    if not is_remote(manifest.location):
        path = Path(manifest.location)
        return Shards(manifest.location, path if path.is_dir() else _common_root(manifest.location))
    if manifest.revision is None:
        raise SourceError(f"{manifest.location}: the snapshot names no commit: build it again with `warehouse ingest`.")
    parsed = parse_location(manifest.location)
    listing = Listing(parsed.repository, parsed.revision, manifest.revision, (), parsed.path)
    return Shards(manifest.location, None, listing, hub)


def _common_root(location: str) -> Path:
    from warehouse.source import find_source  # a glob's names are relative to what its files share

    source = find_source(location)
    first = source.files[0]
    return Path(first.location.removesuffix(first.name))


def _footer(source: Bytes) -> pq.FileMetaData:
    at = trailer_range(source.size)
    tail_at = max(0, at.start - _TAIL_BYTES)
    tail = source.read(tail_at, source.size)
    trailer = tail[at.start - tail_at :]
    found = footer_range(trailer, source.size)
    held = found.start >= tail_at
    footer = tail[found.start - tail_at : found.stop - tail_at] if held else source.read(found.start, found.stop)
    return parse_footer(footer)
