"""The raw cache of one repository: a json-only Parquet file a shard, and the listing that it was filled from.

A cached shard is named after its source and a part of its sha256, so that a changed shard is another file, and says
in its own metadata what it was made from. It is complete: it came under its name by rename.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.hub.listing import LISTING, Listing, RemoteFile

PARTIAL = ".partial"
_PREFIX = "warehouse.source."
_DIGEST_LENGTH = 16


@dataclass(frozen=True)
class CachedShard:
    """A shard in the cache: its file, its source, the commit it was read at, rows, and bytes read for it."""

    path: Path
    source: RemoteFile
    commit: str
    rows: int
    read_bytes: int


def shard_path(cache: Path, source: RemoteFile) -> Path:
    """Where ``source`` is, or will be, in ``cache``."""
    digest = source.sha256.removeprefix("git:")[:_DIGEST_LENGTH]
    return cache / f"{source.path.removesuffix('.parquet')}.{digest}.parquet"


def shard_metadata(listing: Listing, source: RemoteFile, read_bytes: int) -> dict[str, str]:
    """The key-value metadata of the cached file of ``source``."""
    facts = {
        "repository": listing.repository,
        "commit": listing.commit,
        "path": source.path,
        "sha256": source.sha256,
        "bytes": source.bytes,
        "read_bytes": read_bytes,
    }
    return {_PREFIX + key: str(value) for key, value in facts.items()}


def find_shard(cache: Path, source: RemoteFile) -> CachedShard | None:
    """The shard of ``source`` in ``cache``; None if it is not there or is not whole."""
    path = shard_path(cache, source)
    try:
        footer = pq.read_metadata(path)
        facts = {key.decode(): value.decode() for key, value in (footer.metadata or {}).items() if b"." in key}
        if facts[_PREFIX + "sha256"] != source.sha256 or facts[_PREFIX + "path"] != source.path:
            return None
        read_bytes = int(facts[_PREFIX + "read_bytes"])
        return CachedShard(path, source, facts[_PREFIX + "commit"], footer.num_rows, read_bytes)
    except (OSError, pa.ArrowException, KeyError, ValueError):
        return None


def find_shards(listing: Listing, cache: Path) -> dict[RemoteFile, CachedShard]:
    """The shards of ``listing`` that are in ``cache``."""
    return {source: shard for source in listing.files if (shard := find_shard(cache, source)) is not None}


def prune(listing: Listing, cache: Path) -> tuple[Path, ...]:
    """Remove from ``cache`` what is not in ``listing``, remains of killed runs included; returns the removed shards.

    To be called once the new tables are published. Whoever calls holds the lock of the warehouse.
    """
    kept = {shard_path(cache, source) for source in listing.files}
    removed = tuple(path for path in sorted(cache.rglob("*.parquet")) if path not in kept)
    for path in removed:
        path.unlink()
    clear_partial(cache)
    for folder in sorted((path for path in cache.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    return removed


def clear_partial(cache: Path) -> None:
    """Remove what killed runs left half-written."""
    shutil.rmtree(cache / PARTIAL, ignore_errors=True)
    (cache / f"{LISTING}.partial").unlink(missing_ok=True)
