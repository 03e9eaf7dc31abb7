"""The job: from a selection to a folder of videos that is finished, described and known to the warehouse."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from warehouse.errors import QueryError
from warehouse.fetch.choose import Bounds, Plan, choose
from warehouse.fetch.credits import credits_text, terms_text
from warehouse.fetch.download import Fetched, VideosProgress, download
from warehouse.fetch.export_folder import ExportFolder, Item, WrittenFile, replace_text, safe_name, target_errors
from warehouse.fetch.exports import remember
from warehouse.fetch.find_videos import find_videos
from warehouse.fetch.layouts import Card, Layout, Plain, Record
from warehouse.fetch.locate import SelectedVideo, ShardRow, locate, require_videos
from warehouse.fetch.open_shards import Shards, shards_of
from warehouse.fetch.packed import ParquetFiles, WebDataset
from warehouse.fetch.selection import Selection
from warehouse.home import Home
from warehouse.hub import Hub
from warehouse.hub.client import ignore
from warehouse.snapshot.manifest import Manifest, read_manifest

LAYOUTS: dict[str, type[Layout]] = {layout.name: layout for layout in (Plain, Card, WebDataset, ParquetFiles)}
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
    """What a run left: the folder, its items, those of them that are new, what was left out and why, and bytes read.

    ``known`` is whether the warehouse could record this export.
    """

    root: Path
    items: int
    new: int
    bytes: int
    read_bytes: int
    seconds: float
    left_out: dict[str, str]
    missing: tuple[str, ...]
    known: bool


Places = Mapping[str, ShardRow]


def find_shards(
    snapshot: Snapshot, options: FetchOptions, on_progress: Callable[[VideosProgress], None] = ignore
) -> tuple[Shards, Places | None]:
    """Where the videos are, and where each of them is, if it is not where the snapshot's records came from.

    Raises:
        SourceError, AccessError: the shards that are named cannot be read, or the snapshot's source holds no videos.
    """
    if options.videos is not None:
        return find_videos(options.videos, snapshot.home, options.hub, on_progress)
    files = pl.read_parquet(snapshot.folder / "source_files" / "*.parquet", columns=["source_file"])
    require_videos(snapshot.manifest, files["source_file"].to_list())
    return shards_of(snapshot.manifest, options.hub), None


def make_plan(
    snapshot: Snapshot,
    selection: Selection,
    options: FetchOptions = FetchOptions(),
    found: tuple[Shards, Places | None] | None = None,
) -> Plan:
    """What a fetch of a selection would read and write; ``found`` is what ``find_shards`` gave, if it was called.

    Raises:
        SourceError, AccessError: the shards that are named cannot be read, or the snapshot's source holds no videos.
    """
    shards, places = found or find_shards(snapshot, options)
    if places is None:
        files = pl.read_parquet(snapshot.folder / "source_files" / "*.parquet", columns=["bytes"])
        dataset_bytes = int(files["bytes"].sum())
    else:
        dataset_bytes = sum({place.shard: place.bytes for place in places.values()}.values())
    videos, missing = locate(snapshot.folder, selection.video_ids, places)
    plan = choose(_grouped(videos, shards), options.bounds, missing=missing, dataset_bytes=dataset_bytes)
    return replace(plan, remote=shards.remote)


def left_to_fetch(plan: Plan, keys: Mapping[str, Sequence[str]], target: Path) -> Plan:
    """What is left of a plan where earlier runs finished some of the items ``keys`` of its videos in a folder.

    Raises:
        HomeError: the folder's manifest is damaged, or it cannot be read.
    """
    done = ExportFolder(target.expanduser().absolute()).finished()
    return replace(plan, videos=tuple(video for video in plan.videos if not done.issuperset(keys[video.video_id])))


def _grouped(videos: Sequence[SelectedVideo], shards: Shards) -> list[SelectedVideo]:
    """The videos with the row groups that they are in, as far as footers can be read."""
    groups = {shard: shards.row_groups(shard) for shard in {video.place.shard for video in videos}}

    def grouped(video: SelectedVideo) -> SelectedVideo:
        of = (group for group in groups[video.place.shard] if 0 <= video.place.row - group.first_row < group.rows)
        return replace(video, place=replace(video.place, group=next(of, None)))

    return [grouped(video) for video in videos]


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
    rows = selection.rows_of()
    single = all(len(found) == 1 for found in rows.values())

    def settle(fetched: Fetched, layout: Layout) -> None:
        video = fetched.video
        selected = rows[video.video_id][0] if single else {"rows": rows[video.video_id]}
        files = (WrittenFile("", fetched.sha256, fetched.bytes),)
        told = {**selected, **video.told}
        name = safe_name(video.video_id)
        layout.put(Item(name, video.video_id, video.place.shard, video.place.row + 1, files, told), [fetched.path])

    return Job(snapshot, selection, options, "videos", video_keys(selection), settle).run(target, on_progress)


def video_keys(selection: Selection) -> dict[str, list[str]]:
    """The key of the item that each video of a selection gives."""
    return {video_id: [safe_name(video_id)] for video_id in selection.video_ids}


def require_all(plan: Plan, options: FetchOptions) -> None:
    """Raises QueryError if ids of the selection are not in the snapshot."""
    if plan.missing and not options.skip_missing:
        shown = ", ".join(plan.missing[:5]) + (", ..." if len(plan.missing) > 5 else "")
        raise QueryError(
            f"{len(plan.missing)} of the selected videos are not there ({shown}): take them out of the selection, or "
            "leave them out with --skip-missing; the others are fetched."
        )


@dataclass(frozen=True)
class Job:
    """A run: ``keys`` are those of the items that each video shall give, and ``settle`` makes them of it.

    ``faults`` are items that cannot be made whatever is read, with the reason.
    """

    snapshot: Snapshot
    selection: Selection
    options: FetchOptions
    kind: str
    keys: Mapping[str, Sequence[str]]
    settle: Callable[[Fetched, Layout], None]
    faults: Mapping[str, str] = field(default_factory=dict)

    def run(self, target: Path, on_progress: Callable[[VideosProgress], None]) -> Outcome:
        """Fetch, settle and describe. Raises what ``fetch`` does."""
        shards, places = find_shards(self.snapshot, self.options, on_progress)
        plan = make_plan(self.snapshot, self.selection, self.options, (shards, places))
        folder = ExportFolder(target.expanduser().absolute())
        with folder.opened(self.kind, self.options.layout):
            layout = LAYOUTS[self.options.layout](folder, self.snapshot.record)
            outcome = self._write(plan, shards, folder, layout, on_progress)
        require_all(plan, self.options)
        return outcome

    def _write(
        self,
        plan: Plan,
        shards: Shards,
        folder: ExportFolder,
        layout: Layout,
        on_progress: Callable[[VideosProgress], None],
    ) -> Outcome:
        started, read = time.monotonic(), 0

        def told(progress: VideosProgress) -> None:
            nonlocal read
            read = progress.bytes_read
            on_progress(progress)

        layout.prepare(key for video in plan.videos for key in self.keys[video.video_id])
        done = folder.items.keys() | layout.waiting
        before = len(folder.items)
        wanted = [video for video in plan.videos if not done.issuperset(self.keys[video.video_id])]
        for fetched in download(shards, wanted, folder.incoming, jobs=self.options.jobs, on_progress=told):
            self.settle(fetched, layout)
        layout.close()
        seconds = time.monotonic() - started
        with target_errors(folder.root):
            self._finish(plan, shards, folder, layout)
        if read:
            keep_rate(self.snapshot.home, read / seconds, shards)
        known = remember(self.snapshot.home, folder.root)
        left_out = (
            plan.left_out
            | dict(self.faults)
            | {key: item.problem for key, item in folder.items.items() if item.problem}
        )
        size = sum(file.bytes for item in folder.items.values() for file in item.files)
        items, new = len(folder.good), len(folder.items) - before
        return Outcome(folder.root, items, new, size, read, seconds, left_out, plan.missing, known)

    def _finish(self, plan: Plan, shards: Shards, folder: ExportFolder, layout: Layout) -> None:
        """Write what goes with the files: the metadata, the manifest, the credits and the terms."""
        manifest = self.snapshot.manifest
        layout.describe(folder.good)
        replace_text(folder.root / "CREDITS.md", credits_text(folder.good))
        replace_text(folder.root / "TERMS.md", terms_text(shards))
        folder.finish(
            {
                "kind": self.kind,
                "layout": layout.name,
                "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "selection": self.selection.origin,
                "snapshot": manifest.snapshot,
                "source": manifest.location,
                "revision": manifest.revision,
                "videos_from": shards.location,
                "missing": list(plan.missing),
                "left_out": {**plan.left_out, **self.faults},
            }
        )


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
