"""The job: from a selection to a folder of videos that is finished, described and known to the warehouse."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.errors import QueryError
from warehouse.fetch.choose import Bounds, Plan, choose
from warehouse.fetch.credits import credits_text, terms_text
from warehouse.fetch.download import Fetched, VideosProgress, download
from warehouse.fetch.export_folder import ExportFolder, Item, WrittenFile, replace_text, safe_name, target_errors
from warehouse.fetch.layouts import Card, Layout, Plain, Record
from warehouse.fetch.locate import SelectedVideo, locate, require_videos
from warehouse.fetch.selection import Selection
from warehouse.fetch.shards import Shards, shards_of
from warehouse.home import Home
from warehouse.hub import Hub
from warehouse.hub.client import ignore
from warehouse.snapshot.manifest import Manifest, read_manifest

LAYOUTS: dict[str, type[Layout]] = {layout.name: layout for layout in (Plain, Card)}
RATE = ".fetch-rate.json"


@dataclass(frozen=True)
class FetchOptions:
    """What to choose of a selection, how to write it, and where its shards are, if not where the snapshot's are."""

    bounds: Bounds = field(default_factory=Bounds)
    layout: str = "plain"
    videos: str | None = None
    skip_missing: bool = False
    jobs: int | None = None
    hub: Hub | None = None


@dataclass(frozen=True)
class Snapshot:
    """The snapshot that videos are selected from; ``record`` gives the original record of a video."""

    home: Home
    folder: Path
    record: Record
    manifest: Manifest = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "manifest", read_manifest(self.folder))


@dataclass(frozen=True)
class Outcome:
    """What a run left: the folder, its items, those of them that are new, what was left out, and bytes read."""

    root: Path
    items: int
    new: int
    bytes: int
    read_bytes: int
    seconds: float
    left_out: dict[str, str]
    missing: tuple[str, ...]


def make_plan(snapshot: Snapshot, selection: Selection, options: FetchOptions = FetchOptions()) -> Plan:
    """What a fetch of a selection would read and write.

    Raises:
        SourceError: the snapshot's source holds no videos.
    """
    files = pl.read_parquet(snapshot.folder / "source_files" / "*.parquet", columns=["source_file", "bytes"])
    require_videos(snapshot.manifest, files["source_file"].to_list())
    videos, missing = locate(snapshot.folder, selection.video_ids)
    return choose(videos, options.bounds, missing=missing, dataset_bytes=int(files["bytes"].sum()))


def fetch(
    snapshot: Snapshot,
    selection: Selection,
    target: Path,
    options: FetchOptions = FetchOptions(),
    on_progress: Callable[[VideosProgress], None] = ignore,
) -> Outcome:
    """Write the videos of a selection to a folder; what an earlier run finished there is not read again.

    Raises:
        QueryError: ids are not in the snapshot, and ``skip_missing`` is off; everything else was fetched before.
        SourceError, AccessError, HomeError: one sentence on what is wrong; finished videos stay.
    """
    plan = make_plan(snapshot, selection, options)
    shards = shards_of(snapshot.manifest, options.hub)
    folder = ExportFolder(target.expanduser().absolute())
    with folder.opened("videos", options.layout):
        folder.head["kind"] = "videos"
        layout = LAYOUTS[options.layout](folder, snapshot.record)
        outcome = _write(snapshot, selection, plan, shards, folder, layout, options, on_progress)
    require_all(plan, options)
    return outcome


def require_all(plan: Plan, options: FetchOptions) -> None:
    """Raises QueryError if ids of the selection are not in the snapshot."""
    if plan.missing and not options.skip_missing:
        shown = ", ".join(plan.missing[:5]) + (", ..." if len(plan.missing) > 5 else "")
        raise QueryError(
            f"{len(plan.missing)} of the selected videos are not in the snapshot ({shown}): take them out of the "
            "selection, or leave them out with --skip-missing; the others are fetched."
        )


def _write(
    snapshot: Snapshot,
    selection: Selection,
    plan: Plan,
    shards: Shards,
    folder: ExportFolder,
    layout: Layout,
    options: FetchOptions,
    on_progress: Callable[[VideosProgress], None],
) -> Outcome:
    started, read = time.monotonic(), 0

    def told(progress: VideosProgress) -> None:
        nonlocal read
        read = progress.bytes_read
        on_progress(progress)

    rows = selection.rows_of()
    single = all(len(found) == 1 for found in rows.values())
    wanted = [video for video in plan.videos if safe_name(video.video_id) not in folder.items]
    layout.prepare(safe_name(video.video_id) for video in plan.videos)
    for fetched in download(shards, wanted, folder.incoming, jobs=options.jobs, on_progress=told):
        layout.put(_item(fetched, rows[fetched.video.video_id], single), [fetched.path])
    layout.close()
    seconds = time.monotonic() - started
    with target_errors(folder.root):
        finish(snapshot, selection, plan, shards, folder, layout)
    if read:
        keep_rate(snapshot.home, read / seconds, shards)
    size = sum(file.bytes for item in folder.items.values() for file in item.files)
    return Outcome(folder.root, len(folder.items), len(wanted), size, read, seconds, plan.left_out, plan.missing)


def finish(
    snapshot: Snapshot, selection: Selection, plan: Plan, shards: Shards, folder: ExportFolder, layout: Layout
) -> None:
    """Write what goes with the files: the metadata, the manifest, the credits and the terms."""
    layout.describe(folder.items.values())
    replace_text(folder.root / "CREDITS.md", credits_text(folder.items.values()))
    replace_text(folder.root / "TERMS.md", terms_text(shards))
    folder.finish(
        {
            "kind": folder.head["kind"],
            "layout": layout.name,
            "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "selection": selection.origin,
            "snapshot": snapshot.manifest.snapshot,
            "source": snapshot.manifest.location,
            "revision": snapshot.manifest.revision,
            "videos_from": shards.location,
            "missing": list(plan.missing),
            "left_out": plan.left_out,
        }
    )


def _item(fetched: Fetched, rows: list[dict[str, Any]], single: bool) -> Item:
    video = fetched.video
    selected = rows[0] if single else {"rows": rows}
    files = (WrittenFile("", fetched.sha256, fetched.bytes),)
    told = {**selected, **video.told}
    return Item(safe_name(video.video_id), video.video_id, video.place.shard, video.place.row + 1, files, told)


def keep_rate(home: Home, bytes_per_second: float, shards: Shards) -> None:
    """Remember how fast videos came, for the next plan; a home that cannot be written forgets it."""
    kind = "remote" if shards.remote else "local"
    try:
        replace_text(home.root / RATE, json.dumps({**last_rates(home), kind: bytes_per_second}))
    except OSError:
        return


def last_rates(home: Home) -> dict[str, float]:
    """Bytes a second of the last fetch, from shards here and on the Hub, as far as they are known."""
    try:
        return {key: float(value) for key, value in json.loads((home.root / RATE).read_text()).items()}
    except (OSError, ValueError, AttributeError):
        return {}


def video_names(videos: list[SelectedVideo]) -> list[str]:
    """The names of the files of videos."""
    return [safe_name(video.video_id) for video in videos]
