"""Videos out of their shards into files, several shards at a time; only the calling thread hears of each."""

from __future__ import annotations

import contextlib
import hashlib
import os
import queue
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from warehouse.errors import SourceError, WarehouseError
from warehouse.fetch.choose import reading_bytes
from warehouse.fetch.column import take_rows, video_chunks
from warehouse.fetch.export_folder import digest_of, safe_name, target_errors
from warehouse.fetch.locate import SelectedVideo, ShardRow
from warehouse.fetch.open_shards import Shards
from warehouse.hub.client import ignore, relayed_notes
from warehouse.hub.http_errors import FAULTS, DamagedError, StoppedError, Subject, explain
from warehouse.hub.workers import working

JOBS_REMOTE = 8
JOBS_LOCAL = 2
_POLL_SECONDS = 0.1


@dataclass(frozen=True)
class VideosProgress:
    """How far a fetch of videos is; ``note`` is what the Hub's client says of waits, if that is the news."""

    videos_total: int
    videos_done: int
    bytes_read: int
    bytes_expected: int
    note: str = ""


@dataclass(frozen=True)
class Fetched:
    """A video that is on this machine: its file, and the sha256 and size of that."""

    video: SelectedVideo
    path: Path
    sha256: str
    bytes: int


_Event = int | str | Fetched | ShardRow | BaseException


def download(
    shards: Shards,
    videos: Sequence[SelectedVideo],
    folder: Path,
    *,
    jobs: int | None = None,
    on_progress: Callable[[VideosProgress], None] = ignore,
) -> Iterator[Fetched]:
    """Bring videos into ``folder``, and give each as soon as it is there; those that are there are not read again.

    Raises:
        SourceError, AccessError, HomeError: one sentence each; finished files stay.
    """
    for partial in folder.glob("*.part"):
        partial.unlink()
    run = _Download(shards, folder)
    here = [video for video in videos if run.path(video).is_file()]
    for video in here:
        path = run.path(video)
        yield Fetched(video, path, digest_of(path), path.stat().st_size)
    missing = [video for video in videos if video not in here]
    tasks = [list(group) for _, group in groupby(sorted(missing, key=_place), lambda video: video.place.shard)]
    jobs = min(jobs or (JOBS_REMOTE if shards.remote else JOBS_LOCAL), max(len(tasks), 1))
    with relayed_notes(run.events.put), working(run.fetch, tasks, jobs, run.stop, run.events.put):
        progress = VideosProgress(len(videos), len(here), 0, round(sum(reading_bytes(missing))))
        finished = 0
        while finished < len(tasks):
            with contextlib.suppress(queue.Empty):
                event = run.events.get(timeout=_POLL_SECONDS)
                finished += isinstance(event, ShardRow)
                progress = _after(progress, event)
                on_progress(progress)
                if isinstance(event, Fetched):
                    yield event


def _after(progress: VideosProgress, event: _Event) -> VideosProgress:
    """How far the fetch is after an event. Raises the event if it is an error."""
    if isinstance(event, BaseException):
        raise event
    note = event if isinstance(event, str) else ""
    read = progress.bytes_read + (event if isinstance(event, int) else 0)
    done = progress.videos_done + isinstance(event, Fetched)
    expected = max(progress.bytes_expected, read)
    return VideosProgress(progress.videos_total, done, read, expected, note)


@dataclass
class _Download:
    shards: Shards
    folder: Path
    delivered: set[str] = field(default_factory=set)
    stop: threading.Event = field(default_factory=threading.Event)
    events: queue.SimpleQueue[_Event] = field(default_factory=queue.SimpleQueue)

    def path(self, video: SelectedVideo) -> Path:
        return self.folder / f"{safe_name(video.video_id)}.mp4"

    def fetch(self, videos: Sequence[SelectedVideo]) -> ShardRow:
        """Bring the videos of one shard, and give the place of one of them."""
        place = videos[0].place
        trouble: WarehouseError
        try:
            return self._fetch_again_if_damaged(videos)
        except DamagedError as error:
            trouble = SourceError(
                f"{self._name(place)}: {error}, twice: follow what has changed with `warehouse ingest`, then run again."
            )
        except FAULTS as error:
            trouble = self._explained(error, place)
        raise trouble

    def _explained(self, error: Exception, place: ShardRow) -> WarehouseError:
        listing = self.shards.listing
        if listing is not None:
            return explain(error, Subject(self.shards.client, listing.repository, listing.commit, place.shard))
        reason = error.strerror if isinstance(error, OSError) else error
        return SourceError(f"{self._name(place)} cannot be read ({reason}): put it back, or run `warehouse ingest`.")

    def _name(self, place: ShardRow) -> str:
        return f"{self.shards.location}/{place.shard}"

    def _fetch_again_if_damaged(self, videos: Sequence[SelectedVideo]) -> ShardRow:
        with contextlib.suppress(DamagedError):
            return self._fetch_once(videos)
        return self._fetch_once(videos)

    def _fetch_once(self, videos: Sequence[SelectedVideo]) -> ShardRow:
        place = videos[0].place
        wanted = {video.place.row: video for video in videos if video.video_id not in self.delivered}

        def take(rows: Sequence[int], pieces: Iterator[bytes] | None) -> None:
            first = wanted[rows[0]]
            if pieces is None:
                raise SourceError(f"{self._name(place)}: row {rows[0] + 1} holds no video: select others.")
            sha256, size = self._write(self.path(first), pieces, source.require_unchanged)
            for row in rows[1:]:
                copy = self.path(wanted[row])
                with target_errors(self.folder.parent.parent):
                    shutil.copyfile(self.path(first), copy.with_suffix(".part"))
                    copy.with_suffix(".part").replace(copy)
            # only now, as the receiver moves the file away
            for row in rows:
                self.delivered.add(wanted[row].video_id)
                self.events.put(Fetched(wanted[row], self.path(wanted[row]), sha256, size))

        with self.shards.opened(place, self.stop, self.events.put) as (source, footer):
            chunks = video_chunks(footer)
            if not chunks:
                raise SourceError(f"{self._name(place)} has no column of videos: name the shards with --videos.")
            take_rows(source, chunks, list(wanted), take)
        return place

    def _write(self, path: Path, pieces: Iterator[bytes], require_unchanged: Callable[[], None]) -> tuple[str, int]:
        digest, size, partial = hashlib.sha256(), 0, path.with_suffix(".part")
        opened = contextlib.ExitStack()
        with opened:
            with target_errors(self.folder.parent.parent):
                stream = opened.enter_context(partial.open("wb"))
            for piece in pieces:
                if self.stop.is_set():
                    raise StoppedError
                digest.update(piece)
                size += len(piece)
                with target_errors(self.folder.parent.parent):
                    stream.write(piece)
            with target_errors(self.folder.parent.parent):
                stream.flush()
                os.fsync(stream.fileno())
        require_unchanged()
        partial.replace(path)
        return digest.hexdigest(), size


def _place(video: SelectedVideo) -> tuple[str, int]:
    return video.place.shard, video.place.row
