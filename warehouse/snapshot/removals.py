"""Removal requests: what the source no longer has is dropped from what was kept of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq

from warehouse.errors import HomeError
from warehouse.home import Home
from warehouse.model import VIDEOS
from warehouse.snapshot.diff import is_outdated
from warehouse.snapshot.manifest import Changes, Manifest, read_manifest
from warehouse.snapshot.publish import discard, published
from warehouse.source import Source
from warehouse.source.find import is_remote


def previous(home: Home, location: str) -> Path | None:
    """The last snapshot of the source at ``location``, at whatever revision; None if there is none."""
    return next((path for path in reversed(published(home)) if _is_of(path, location)), None)


def unread_files(source: Source, skipped: Iterable[str]) -> dict[str, str | None]:
    """The files that are in a source and were not read, with their fingerprints where those are known."""
    return {file.name: file.fingerprint for file in source.left_out} | dict.fromkeys(skipped)


def removed_so_far(before: Manifest, changes: Changes, moment: str, folder: Path) -> dict[str, str]:
    """All videos that were ever removed from a source, and when that was found.

    Those that came back, so that they are in the snapshot in ``folder``, are left out.
    """
    found = dict.fromkeys(changes.removed, moment) | before.removed
    here = set(pq.read_table(folder / VIDEOS.name, columns=["video_id"])["video_id"].to_pylist()) if found else set()
    return {name: found[name] for name in sorted(found.keys() - here)}


def drop_outdated(home: Home, source: Source, current: Manifest) -> tuple[str, ...]:
    """Remove the older snapshots of a source that have videos which it no longer has; returns their names."""
    folder, unread = home.snapshots / current.snapshot, unread_files(source, current.skipped)
    older = [path for path in published(home) if path != folder and _is_of(path, current.location)]
    dropped = [path for path in older if is_outdated(path, folder, unread)]
    for path in dropped:
        discard(home, path)
    return tuple(path.name for path in dropped)


def _is_of(snapshot: Path, location: str) -> bool:
    try:
        return same_origin(read_manifest(snapshot).location, location)
    except HomeError:
        return False


def same_origin(one: str, other: str) -> bool:
    """Whether two locations are the same source, at whatever revisions."""
    return _origin(one) == _origin(other)


def _origin(location: str) -> tuple[str, str]:
    if not is_remote(location):
        return location, ""
    from warehouse.hub import parse_location  # the Hub's client takes a moment to import

    parsed = parse_location(location)
    return parsed.repository, parsed.path
