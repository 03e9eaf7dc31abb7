"""Many shards at once: threads take them from a queue, and the calling thread alone reports, decides and stops."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from huggingface_hub import is_offline_mode

from warehouse.errors import SourceError, WarehouseError
from warehouse.hub.cache import CachedShard, clear_partial, find_shard
from warehouse.hub.client import HUB, Hub, ignore, relayed_notes
from warehouse.hub.estimate import expected_bytes
from warehouse.hub.http_errors import FAULTS, KEPT, DamagedError, Subject, explain
from warehouse.hub.listing import Listing, RemoteFile, save_listing
from warehouse.hub.range_reader import RangeReader
from warehouse.hub.remote_shard import cache_shard
from warehouse.hub.workers import working

JOBS = 16
_POLL_SECONDS = 0.1


@dataclass(frozen=True)
class FetchProgress:
    """How far a fetch is; ``note`` is what the client says of waits and retries, if that is the news.

    ``shards_present`` were in the cache before; ``bytes_expected`` gets better with each shard.
    """

    shards_total: int
    shards_present: int
    shards_done: int
    bytes_read: int
    bytes_expected: int
    note: str = ""


def fetch(
    listing: Listing,
    cache: Path,
    *,
    jobs: int = JOBS,
    limit_files: int | None = None,
    on_progress: Callable[[FetchProgress], None] = ignore,
    should_stop: Callable[[], bool] = lambda: False,
    hub: Hub = HUB,
) -> tuple[CachedShard, ...]:
    """Bring the shards of ``listing`` (or its first ``limit_files``) into ``cache``, and return them in its order.

    Shards that are there are not read again, so that a run that was stopped or killed resumes where it stopped.
    ``on_progress`` and ``should_stop`` are called from the calling thread. The caller holds the warehouse's lock.
    Raises SourceError or AccessError, one sentence each; finished shards stay.
    """
    selection = listing.files[:limit_files]
    clear_partial(cache)
    shards = {source: shard for source in selection if (shard := find_shard(cache, source)) is not None}
    missing = [source for source in selection if source not in shards]
    if missing and is_offline_mode():
        missed = f"HF_HUB_OFFLINE is set and {len(missing)} of {len(selection)} shards are not in the cache"
        raise SourceError(f"{listing.repository}: {missed}: unset it and run again")
    run = _Run(listing, cache, hub, missing, len(shards))
    # closed explicitly: after Ctrl-C nothing may go on in the background
    fetching = contextlib.closing(run.shards(jobs, on_progress, should_stop))
    with relayed_notes(run.events.put), fetching as fetched:
        shards.update((shard.source, shard) for shard in fetched)
    clear_partial(cache)
    cache.mkdir(parents=True, exist_ok=True)
    save_listing(listing, cache)
    return tuple(shards[source] for source in selection)


@dataclass
class _Run:
    listing: Listing
    cache: Path
    hub: Hub
    missing: Sequence[RemoteFile]
    present: int
    bytes_read: int = 0
    bytes_expected: int = field(init=False)
    done: list[CachedShard] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    # bytes of a body, a note, a finished shard, or what ends the run
    events: queue.SimpleQueue[int | str | CachedShard | BaseException] = field(default_factory=queue.SimpleQueue)

    def __post_init__(self) -> None:
        self.bytes_expected = expected_bytes(self.missing, [])

    def shards(
        self, jobs: int, on_progress: Callable[[FetchProgress], None], should_stop: Callable[[], bool]
    ) -> Generator[CachedShard, None, None]:
        jobs = min(max(jobs, 1), len(self.missing))
        with working(self._fetch, self.missing, jobs, self.stop, self.events.put):
            while len(self.done) < len(self.missing):
                if should_stop():
                    raise SourceError(f"{self.listing.repository}: stopped as asked: {KEPT}")
                with contextlib.suppress(queue.Empty):
                    event = self.events.get(timeout=_POLL_SECONDS)
                    on_progress(self._account(event))
                    if isinstance(event, CachedShard):
                        yield event

    def _account(self, event: int | str | CachedShard | BaseException) -> FetchProgress:
        if isinstance(event, BaseException):
            raise event
        if isinstance(event, int):
            self.bytes_read += event
        elif isinstance(event, CachedShard):
            self.done.append(event)
            self.bytes_expected = expected_bytes(self.missing, self.done)
        note = event if isinstance(event, str) else ""
        total = self.present + len(self.missing)
        return FetchProgress(total, self.present, len(self.done), self.bytes_read, self.bytes_expected, note)

    def _fetch(self, source: RemoteFile) -> CachedShard:
        trouble: WarehouseError
        try:
            return self._fetch_again_if_damaged(source)
        except FAULTS as error:
            trouble = explain(error, Subject(self.hub, self.listing.repository, self.listing.commit, source.path))
        except DamagedError as error:
            remedy = f"{KEPT}, or tell the maintainers at {self.hub.page(self.listing.repository)}"
            trouble = SourceError(f"{self.listing.repository}/{source.path}: {error}, twice: {remedy}")
        raise trouble

    def _fetch_again_if_damaged(self, source: RemoteFile) -> CachedShard:
        with contextlib.suppress(DamagedError):
            return self._fetch_once(source)
        return self._fetch_once(source)

    def _fetch_once(self, source: RemoteFile) -> CachedShard:
        reader = RangeReader(self.hub, self.listing, source, self.stop, self.events.put)
        return cache_shard(reader, self.listing, source, self.cache)
