"""The ingestion job: one source in, one published snapshot out."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.catalog.freshness import shown_snapshot
from warehouse.catalog.refresh import ensure_catalog
from warehouse.errors import DriftError
from warehouse.home import Home, home_errors, locked
from warehouse.model.issues import DRIFT
from warehouse.search.build_index import build_index
from warehouse.search.index_parts import has_index
from warehouse.snapshot.build import BuildResult, build
from warehouse.snapshot.croissant import write_croissant
from warehouse.snapshot.diff import compare
from warehouse.snapshot.integrity import checksums
from warehouse.snapshot.layout import has_vectors
from warehouse.snapshot.manifest import Manifest, manifest_of, read_manifest, software_version, write_manifest
from warehouse.snapshot.publish import clean, new_id, prune, publish, staging
from warehouse.snapshot.read_ahead import Progress
from warehouse.snapshot.removals import drop_outdated, previous, removed_so_far, unread_files
from warehouse.snapshot.reuse import PreviousSnapshot, ReusedParts
from warehouse.snapshot.stored_views import has_views, store_views
from warehouse.source import Source, find_source
from warehouse.source.find import SAMPLE, is_remote

if TYPE_CHECKING:
    from warehouse.hub import FetchProgress, Hub
    from warehouse.hub.remote_source import Remote


@dataclass(frozen=True)
class Options:
    """How to ingest.

    ``jobs`` is the number of threads, for a source on the Hub that of files fetched at a time. ``force`` builds
    everything, also what is unchanged; ``keep_removed`` keeps old snapshots that have videos which the source no
    longer has; ``tables_only`` leaves out what only makes questions faster: the search index and the stored views.
    """

    strict: bool = False
    skip_bad_files: bool = False
    jobs: int | None = None
    wait: bool = True
    limit_files: int | None = None
    force: bool = False
    keep_removed: bool = False
    tables_only: bool = False
    hub: Hub | None = None


@dataclass(frozen=True)
class Events:
    """What a caller may want to hear of during a run."""

    on_wait: Callable[[], None] = lambda: None
    on_source: Callable[[Source], None] = lambda _: None
    on_progress: Callable[[Progress], None] = lambda _: None
    on_note: Callable[[str], None] = lambda _: None
    on_fetch: Callable[[FetchProgress], None] = lambda _: None
    on_unchanged: Callable[[Manifest], None] = lambda _: None


def ingest(home: Home, location: str | None, options: Options = Options(), events: Events = Events()) -> Manifest:
    """Build a snapshot from a source and publish it; without a location, from the current snapshot's (else the sample).

    A source that is unchanged is not built again: the manifest returned is the current snapshot's. Of one that has
    changed, groups of files that have not changed are reused from the snapshot before.

    Raises:
        WarehouseError: one sentence on what is wrong; the current snapshot is untouched. A ``CatalogBusyError`` says
            that the snapshot is published and only the catalog waits.
    """
    with locked(home, events.on_wait, wait=options.wait), home_errors(home):
        home.snapshots.mkdir(exist_ok=True)
        clean(home)
        remote, source = find(home, location or last_location(home), options, events)
        events.on_source(source)
        manifest = unchanged(home, source, options)
        if manifest:
            events.on_unchanged(manifest)
        else:
            manifest = _make(home, remote, source, options, events)
        _finish(home, remote, source, manifest, keep_removed=options.keep_removed)
        return manifest


def last_location(home: Home) -> str:
    """The location that the current snapshot was built from; before the first one, the sample."""
    current = home.current()
    return SAMPLE if current is None else read_manifest(current).location


def find(home: Home, location: str, options: Options, events: Events) -> tuple[Remote | None, Source]:
    """The source at a location, and the listing behind it if it is on the Hub, from where it is still to be fetched.

    Raises:
        SourceError, AccessError: one sentence on what is wrong.
    """
    if not is_remote(location):
        return None, find_source(location, exclude=home.root).limited(options.limit_files)
    from warehouse.hub.remote_source import find_remote  # the Hub's client takes a moment to import

    remote = find_remote(location, home.raw, events.on_note, options.hub)
    return remote, remote.source(options.limit_files)


def unchanged(home: Home, source: Source, options: Options) -> Manifest | None:
    """The manifest of the current snapshot if building ``source`` would give the same tables again."""
    current = home.current()
    if current is None or options.force or options.strict:
        return None
    manifest = read_manifest(current)
    read = (manifest.location, manifest.revision, manifest.state, manifest.version, manifest.partial)
    now = (source.location, source.revision, source.state, software_version(), source.partial)
    whole = not manifest.skipped and (options.tables_only or (has_index(current) and has_views(current)))
    return manifest if whole and read == now else None


def _make(home: Home, remote: Remote | None, source: Source, options: Options, events: Events) -> Manifest:
    if remote is None:
        return _build(home, source, options, events)
    remote.fetch(limit_files=options.limit_files, jobs=options.jobs, on_progress=events.on_fetch, hub=options.hub)
    return _build(home, source, replace(options, jobs=None), events)


def _finish(home: Home, remote: Remote | None, source: Source, manifest: Manifest, *, keep_removed: bool) -> None:
    """What follows a publication; a run that was killed before it leaves it to the next one."""
    try:
        ensure_catalog(home)
    finally:
        prune(home, shown_snapshot(home))
        if not keep_removed:
            drop_outdated(home, source, manifest)
        if remote:
            remote.prune()


def _build(home: Home, source: Source, options: Options, events: Events) -> Manifest:
    started, clock, snapshot = datetime.now(UTC), time.monotonic(), new_id(home)
    before = None if options.force else _before(home, source)
    with staging(home, snapshot) as folder:
        built = build(
            source,
            folder,
            started,
            before=before,
            skip_bad_files=options.skip_bad_files,
            jobs=options.jobs,
            on_progress=events.on_progress,
        )
        if options.strict:
            _refuse_drift(built)
        if not options.tables_only:
            _make_fast(folder, ReusedParts(before.folder, built.taken) if before else None, options.jobs)
        _carry_vectors(home, folder, ReusedParts(before.folder, built.taken) if before else None)
        manifest = _manifest(source, built, snapshot, started, time.monotonic() - clock)
        manifest = _compared(home, folder, source, manifest)
        manifest = replace(manifest, checksums=checksums(folder, before.folder if before else None))
        write_manifest(folder, manifest)
        write_croissant(folder, manifest)
        publish(home, folder)
        return manifest


def _make_fast(folder: Path, taken: ReusedParts | None, jobs: int | None) -> None:
    """Store views and build the search index: at the same time where most is reused, as memory then suffices."""
    with ThreadPoolExecutor(2 if taken and taken.parts else 1) as pool:
        for done in [pool.submit(make, folder, taken, jobs=jobs) for make in (store_views, build_index)]:
            done.result()


def _carry_vectors(home: Home, folder: Path, taken: ReusedParts | None) -> None:
    """Take over the vectors of the current snapshot, whatever its source: they are of units, not of files."""
    current = home.current()
    if current is not None and has_vectors(current):
        from warehouse.meaning.carry_over import carry_over  # few homes have any

        carry_over(current, folder, taken.parts if taken and taken.before == current else {})


def _before(home: Home, source: Source) -> PreviousSnapshot | None:
    """The last snapshot of the same source."""
    folder = previous(home, source.location)
    return None if folder is None else PreviousSnapshot(folder, read_manifest(folder).groups)


def _compared(home: Home, folder: Path, source: Source, manifest: Manifest) -> Manifest:
    """The manifest with what has changed since the last snapshot of the same source."""
    before = previous(home, source.location)
    if before is None:
        return manifest
    changes = compare(before, folder, unread_files(source, manifest.skipped))
    removed = removed_so_far(read_manifest(before), changes, manifest.created_at, folder)
    return replace(manifest, changes=changes, removed=removed)


def _refuse_drift(built: BuildResult) -> None:
    drift = {(kind, path): count for (kind, path), count in built.issues.items() if kind in {k.value for k in DRIFT}}
    if drift:
        (kind, path), count = max(drift.items(), key=lambda item: item[1])
        raise DriftError(
            f"The source has drifted at {len(drift)} places, most at {path} ({kind}, {count} times), and --strict was "
            "given: nothing was published; run without --strict to keep and report it."
        )


def _manifest(source: Source, built: BuildResult, snapshot: str, started: datetime, seconds: float) -> Manifest:
    manifest = manifest_of(source, built.rows, built.issues, built.skipped, started, seconds)
    return replace(manifest, snapshot=snapshot, groups=built.groups)
