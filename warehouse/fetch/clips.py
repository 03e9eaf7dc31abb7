"""Moments of videos as files of their own: their videos are fetched, cut, and let go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.errors import QueryError
from warehouse.fetch.cut import SpanError, cut, pictures, require_av, span_fault
from warehouse.fetch.download import Fetched, VideosProgress
from warehouse.fetch.export_folder import Item, WrittenFile, digest_of, safe_name, target_errors
from warehouse.fetch.fetch_videos import FetchOptions, Job, Outcome, Snapshot
from warehouse.fetch.layouts import Layout
from warehouse.fetch.selection import Selection
from warehouse.hub.client import ignore

CLIP_LAYOUTS = ("plain", "webdataset")


@dataclass(frozen=True)
class ClipOptions:
    """How to cut: ``exact`` re-encodes, ``frames`` is a number of key frames as JPEG next to each clip."""

    exact: bool = False
    frames: int = 0


@dataclass(frozen=True)
class Span:
    """A moment of a video, in seconds, and the row of the selection that it is from."""

    key: str
    start: float
    end: float
    row: dict[str, Any]


def clips(
    snapshot: Snapshot,
    selection: Selection,
    target: Path,
    options: FetchOptions = FetchOptions(),
    clip_options: ClipOptions = ClipOptions(),
    on_progress: Callable[[VideosProgress], None] = ignore,
) -> Outcome:
    """Write the spans of a selection as MP4 files; those that are not in their video are listed, with the reason.

    Raises:
        QueryError: the selection has no spans, or ids that are not in the snapshot; or PyAV is not installed.
        SourceError, AccessError, HomeError: one sentence on what is wrong; finished clips stay.
    """
    require_av()
    selection.require_spans()
    if options.layout not in CLIP_LAYOUTS:
        raise QueryError(f"Clips come as {' or '.join(CLIP_LAYOUTS)}, not as {options.layout}.")
    sound, spans, faults = sound_spans(selection)

    def settle(fetched: Fetched, layout: Layout) -> None:
        done = layout.target.items.keys() | layout.waiting
        for span in spans[fetched.video.video_id]:
            if span.key not in done:
                _cut(fetched, span, layout, clip_options)
        fetched.path.unlink()

    return Job(snapshot, sound, options, "clips", clip_keys(spans), settle, faults).run(target, on_progress)


def sound_spans(selection: Selection) -> tuple[Selection, dict[str, list[Span]], dict[str, str]]:
    """The rows whose spans can be in a video, the spans of each video, each once, and the others with their faults."""
    faults: dict[str, str] = {}
    found: dict[str, dict[str, Span]] = {}
    kept = []
    for row in selection.rows.iter_rows(named=True):
        start, end = row["start_seconds"], row["end_seconds"]
        name = f"{safe_name(row['video_id'])}_{_milliseconds(start)}-{_milliseconds(end)}"
        fault = span_fault(start, end)
        kept.append(fault is None)
        if fault is not None:
            faults[name] = fault
            continue
        told = {key: value for key, value in row.items() if key != "video_id"}
        found.setdefault(row["video_id"], {}).setdefault(name, Span(name, float(start), float(end), told))
    sound = Selection(selection.rows.filter(pl.Series(kept, dtype=pl.Boolean)), selection.origin)
    return sound, {video_id: list(spans.values()) for video_id, spans in found.items()}, faults


def clip_keys(spans: Mapping[str, Sequence[Span]]) -> dict[str, list[str]]:
    """The keys of the clips that each video gives."""
    return {video_id: [span.key for span in found] for video_id, found in spans.items()}


def _milliseconds(seconds: float | None) -> str:
    return str(round(seconds * 1000)) if seconds is not None and isfinite(seconds) else "none"


def _cut(fetched: Fetched, span: Span, layout: Layout, options: ClipOptions) -> None:
    video, target = fetched.video, layout.target
    clip = target.cuts / f"{span.key}.clip.mp4"
    try:
        with target_errors(target.root):
            made = cut(fetched.path, span.start, span.end, clip, exact=options.exact)
            final = clip.replace(target.cuts / f"{span.key}.mp4")
            stills = list(_stills(fetched.path, span, options.frames, target.cuts)) if options.frames else []
    except SpanError as error:
        clip.unlink(missing_ok=True)
        place = video.place
        target.add(Item(span.key, video.video_id, place.shard, place.row + 1, (), span.row, problem=str(error)))
        return
    files = [final, *stills]
    written = tuple(WrittenFile("", digest_of(path), path.stat().st_size) for path in files)
    facts = {"clip_starts_at_seconds": round(made.starts_at_seconds, 3), "clip_seconds": round(made.seconds, 3)}
    told = {**span.row, **video.told, **facts}
    layout.put(Item(span.key, video.video_id, video.place.shard, video.place.row + 1, written, told), files)


def _stills(video: Path, span: Span, count: int, folder: Path) -> Iterator[Path]:
    for seconds, data in pictures(video, span.start, span.end, count):
        path = folder / f"{span.key}_{_milliseconds(seconds)}.jpg"
        path.write_bytes(data)
        yield path
