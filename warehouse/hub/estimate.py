"""What a fetch would read and write, from the listing and the cache alone, without a request."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from warehouse.hub.cache import CachedShard, find_shards
from warehouse.hub.listing import Listing, RemoteFile

REQUESTS_PER_SHARD = 3
# FineVideo's own shards: 32 records of about 11.5 KB, as real ones take with snappy, in 476 MB
_TYPICAL_SHARE = 0.0008
# a footer that describes the record's 62 leaf columns
_TYPICAL_FOOTER_BYTES = 24_000


@dataclass(frozen=True)
class Estimate:
    """Shards and bytes of the selection and of the part to fetch; ``basis`` says what ``read_bytes`` rests on.

    ``range_requests`` reach the storage, ``hub_requests`` of them through the Hub itself, whose limits count them.
    ``written_bytes`` is what the cache grows by; ``record_bytes`` belong to the records of the whole selection.
    """

    shards: int
    shards_to_fetch: int
    range_requests: int
    hub_requests: int
    read_bytes: int
    written_bytes: int
    record_bytes: int
    dataset_bytes: int
    basis: str


def estimate(listing: Listing, cache: Path, *, limit_files: int | None = None) -> Estimate:
    """The cost of fetching ``listing``, or its first ``limit_files`` files, into ``cache``.

    The bytes rest on the share that was needed of the shards in the cache, else on the share in FineVideo's own.
    """
    selection = listing.files[:limit_files]
    present = find_shards(listing, cache)
    missing = [file for file in selection if file not in present]
    read_bytes = expected_bytes(missing, present.values())
    return Estimate(
        shards=len(selection),
        shards_to_fetch=len(missing),
        range_requests=REQUESTS_PER_SHARD * len(missing),
        hub_requests=len(missing),
        read_bytes=read_bytes,
        written_bytes=read_bytes,
        record_bytes=expected_bytes(selection, present.values()),
        dataset_bytes=listing.bytes,
        basis=f"the {len(present)} shards already read" if present else "the shape of FineVideo's own shards",
    )


def expected_bytes(files: Iterable[RemoteFile], known: Collection[CachedShard]) -> int:
    """The bytes to read of ``files``, judged by those that were read of ``known``."""
    if known:
        share = sum(shard.read_bytes for shard in known) / sum(shard.source.bytes for shard in known)
        return round(sum(file.bytes for file in files) * share)
    return sum(min(file.bytes, _TYPICAL_FOOTER_BYTES + round(file.bytes * _TYPICAL_SHARE)) for file in files)
