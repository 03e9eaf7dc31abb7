"""What there is to know of a warehouse at a glance."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.snapshot.manifest import Manifest, read_manifest
from warehouse.snapshot.publish import published
from warehouse.source import find_source
from warehouse.source.find import is_remote
from warehouse.text import size_text

if TYPE_CHECKING:
    from warehouse.hub import Hub


class SourceNow(NamedTuple):
    """Whether a source is still what was read, as a word for programs and told to people.

    ``unchanged``, ``changed``, ``pinned`` (to a commit that is not the newest), ``not_readable`` or ``not_asked``.
    """

    state: str
    told: str


def summary_of(manifest: Manifest, *, published: bool) -> dict[str, Any]:
    """What a run did, for programs; where nothing was ``published``, nothing was added, changed or removed.

    Before the first snapshot of a source there was none of its videos: ``since`` is None, and all are added.
    """
    changes = manifest.changes if published else None
    first = published and changes is None
    return {
        "snapshot": manifest.snapshot,
        "published": published,
        "since": changes.since if changes else None,
        "added": changes.added if changes else manifest.rows["videos"] if first else 0,
        "changed": changes.changed if changes else 0,
        "removed": changes.removed if changes else [],
        "issues": _issue_counts(manifest),
        "rejected": manifest.rows["rejected_records"],
        **_origin(manifest),
    }


def state_of(home: Home, *, hub: Hub | None = None) -> dict[str, Any]:
    """The current snapshot, its source and the disk, for programs; ``hub`` is asked for its newest.

    Raises:
        HomeError: there is no warehouse.
        SourceError, AccessError: the Hub was to be asked and does not answer.
    """
    manifest = read_manifest(home.require_current())
    now = _source_now(home, manifest, hub)
    return {
        "home": str(home.root),
        "snapshot": manifest.snapshot,
        "source_state": now.state,
        "source_told": now.told,
        "issues": _issue_counts(manifest),
        "rejected": manifest.rows["rejected_records"],
        **_origin(manifest),
        "snapshots_kept": [path.name for path in published(home)],
        "disk_bytes": _disk_used(home.root),
    }


def _origin(manifest: Manifest) -> dict[str, Any]:
    return {
        "source": manifest.location,
        "revision": manifest.revision,
        "synthetic": manifest.synthetic,
        "partial": manifest.partial,
        "ingested": manifest.created_at,
        "seconds": round(manifest.seconds, 3),
        "files": manifest.files,
        "skipped": manifest.skipped,
        "rows": manifest.rows,
    }


def _issue_counts(manifest: Manifest) -> dict[str, int]:
    """How many issues there are of each kind."""
    issues: Counter[str] = Counter()
    for issue in manifest.issues:
        issues[issue.kind] += issue.count
    return dict(sorted(issues.items()))


def status_of(home: Home, *, hub: Hub | None = None) -> dict[str, str]:
    """Facts about the current snapshot, its source and the disk, each as text; ``hub`` is asked for its newest.

    Raises:
        HomeError: there is no warehouse.
        SourceError, AccessError: the Hub was to be asked and does not answer.
    """
    manifest = read_manifest(home.require_current())
    issues = _issue_counts(manifest)
    return {
        "home": str(home.root),
        "snapshot": manifest.snapshot,
        "source": manifest.location + (" (synthetic)" if manifest.synthetic else ""),
        "revision": manifest.revision or "none (local files)",
        "fingerprint": manifest.state[:16],
        "partial": "yes: only some files of the source, run `warehouse ingest` for all" if manifest.partial else "no",
        "ingested": manifest.created_at,
        "source now": _source_now(home, manifest, hub).told,
        "files": f"{manifest.files:,} ({size_text(manifest.source_bytes)})",
        **{f"rows in {name}": f"{count:,}" for name, count in manifest.rows.items()},
        **({f"issues: {kind}": f"{count:,}" for kind, count in issues.items()} or {"issues": "none"}),
        **_changes(manifest),
        **{f"skipped {name}": reason for name, reason in manifest.skipped.items()},
        "snapshots kept": ", ".join(path.name for path in published(home)),
        "disk used": size_text(_disk_used(home.root)),
    }


def _changes(manifest: Manifest) -> dict[str, str]:
    if manifest.changes is None:
        return {}
    changes = manifest.changes
    numbers = f"{changes.added:,} added, {changes.changed:,} changed, {len(changes.removed):,} removed"
    return {"videos": f"{numbers} since {changes.since}"}


def _source_now(home: Home, manifest: Manifest, hub: Hub | None) -> SourceNow:
    """Whether the source is still what was read."""
    if is_remote(manifest.location):
        return (
            _remote_now(manifest, hub) if hub else SourceNow("not_asked", "not asked: see `warehouse status --remote`")
        )
    try:
        found = find_source(manifest.location, exclude=home.root).limited(manifest.files if manifest.partial else None)
    except WarehouseError as error:
        return SourceNow("not_readable", f"not readable: {error}")
    if found.state == manifest.state:
        return SourceNow("unchanged", "unchanged")
    return SourceNow("changed", f"changed ({len(found.files):,} files now): run `warehouse ingest`")


def _remote_now(manifest: Manifest, hub: Hub) -> SourceNow:
    from warehouse.hub import MAIN, parse_location, resolve_commit  # the Hub's client takes a moment to import

    requested = parse_location(manifest.location)
    commit = resolve_commit(requested, hub=hub)
    if commit != manifest.revision:
        return SourceNow("changed", f"changed: {requested.revision} is at {commit} now: run `warehouse ingest`")
    if not requested.is_pinned:
        return SourceNow("unchanged", f"unchanged: this is the newest revision of {requested.revision}")
    newest = replace(requested, revision=MAIN)
    if resolve_commit(newest, hub=hub) == commit:
        return SourceNow("unchanged", f"unchanged: this is the newest revision of {newest.revision}")
    told = f"{newest.revision} is newer than the commit this is pinned to: run `warehouse ingest {newest}`"
    return SourceNow("pinned", told)


def _disk_used(folder: Path) -> int:
    """The bytes of all files; what snapshots share counts once."""
    stats = [path.stat() for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sum({(stat.st_dev, stat.st_ino): stat.st_size for stat in stats}.values())
