"""Folders of videos that the warehouse wrote: which of their videos were removed upstream, and deleting those."""

from __future__ import annotations

import json
import os
import tarfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from warehouse.errors import HomeError
from warehouse.fetch.credits import credits_text
from warehouse.fetch.export_folder import (
    MANIFEST,
    ExportFolder,
    Item,
    read_export,
    replace_text,
    safe_name,
    target_errors,
)
from warehouse.fetch.layouts import SAMPLES, write_metadata
from warehouse.file_system import lock_at
from warehouse.home import Home
from warehouse.hub.client import ignore
from warehouse.snapshot.manifest import read_manifest
from warehouse.snapshot.removals import same_origin

REGISTER = "exports.json"
_ROWS_AT_A_TIME = 4


@dataclass(frozen=True)
class KnownExport:
    """A folder, what is in it, and its videos that the source no longer has; ``problem`` says why that is unknown."""

    path: Path
    kind: str
    layout: str
    written_at: str
    items: int
    removed: tuple[str, ...] = ()
    problem: str = ""


def remember(home: Home, path: Path) -> bool:
    """Note down that there is an export; False where the home cannot be written."""
    try:
        with lock_at(home.root / ".exports.lock"):
            paths = dict.fromkeys([*_registered(home), str(path)])
            replace_text(home.root / REGISTER, json.dumps(list(paths), indent=1) + "\n")
    except OSError:
        return False
    return True


def known_exports(home: Home) -> list[KnownExport]:
    """The exports that the warehouse wrote and that are still there.

    Raises:
        HomeError: there is no warehouse.
    """
    found = (_known(home, Path(path)) for path in _registered(home))
    return [export for export in found if export is not None]


def prune(export: KnownExport, on_file: Callable[[str], None] = ignore) -> int:
    """Delete the videos of an export that were removed, in its tar and Parquet files too; returns the items deleted.

    A run that is killed meanwhile leaves files and a manifest that the next one makes agree.

    Raises:
        HomeError: the folder is in use or cannot be written, or its manifest names files that are not in it.
    """
    folder, removed = ExportFolder(export.path), set(export.removed)
    if not removed:
        return 0
    with folder.opened(export.kind, export.layout), target_errors(export.path):
        gone = [item for item in folder.items.values() if item.video_id in removed]
        by_file: dict[str, list[Item]] = {}
        for item in gone:
            for file in item.files:
                by_file.setdefault(_inside(export.path, file.path), []).append(item)
        _drop_held(folder, removed)
        for name, items in sorted(by_file.items()):
            on_file(name)
            _delete(folder, name, {item.key for item in items})
        for item in gone:
            folder.items.pop(item.key, None)
        if export.layout == "plain":
            write_metadata(folder, folder.good)
        replace_text(folder.root / "CREDITS.md", credits_text(folder.good))
        folder.head["pruned"] = sorted({*folder.head.get("pruned", ()), *removed})
        folder.finish(folder.head)
    return len(gone)


def fetched_file(home: Home, video_id: str) -> Path | None:
    """The file of a whole video in one of the exports; None where there is none, or only packed with others.

    Raises:
        HomeError: the list of the exports or a manifest is damaged.
    """
    for path in map(Path, _registered(home)):
        manifest = path / MANIFEST
        if manifest.is_file():
            found = _video_files(path, manifest.stat().st_mtime_ns).get(video_id)
            if found is not None and found.is_file():
                return found
    return None


@lru_cache(maxsize=8)
def _video_files(folder: Path, changed: int) -> dict[str, Path]:
    """The files of whole videos by their ids; read again when the manifest was ``changed``."""
    del changed
    head, items = read_export(folder)
    if head.get("kind") != "videos":
        return {}
    root = folder.resolve()
    paths = {
        item.video_id: (root / file.path).resolve()
        for item in items.values()
        for file in item.files
        if file.member is None and file.path.endswith(".mp4")
    }
    # a manifest that somebody else wrote must not lead out of its folder
    return {video_id: path for video_id, path in paths.items() if path.is_relative_to(root)}


def _registered(home: Home) -> list[str]:
    try:
        return [str(path) for path in json.loads((home.root / REGISTER).read_text())]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError) as error:
        raise HomeError(f"{home.root / REGISTER} is damaged ({error}): remove it.") from error


def _known(home: Home, path: Path) -> KnownExport | None:
    head, items = read_export(path)
    if not head:
        return None
    export = KnownExport(path, head["kind"], head["layout"], head["written_at"], len(items))
    snapshot = home.require_current()
    manifest = read_manifest(snapshot)
    if not same_origin(manifest.location, head["source"]):
        return replace(export, problem=f"the warehouse now holds {manifest.location}")
    ids = {item.video_id for item in items.values()}
    removed = ids & manifest.removed.keys()
    if not manifest.partial:
        here = pl.scan_parquet(snapshot / "videos" / "*.parquet").select("video_id").collect()["video_id"]
        removed |= ids - set(here)
    return replace(export, removed=tuple(sorted(removed)))


def _inside(root: Path, name: str) -> str:
    """The name, if it is that of a file in the folder: nobody's manifest shall have others deleted."""
    if not Path(os.path.normpath(root / name)).is_relative_to(root):
        raise HomeError(f"{root / MANIFEST} names {name}, which is not in the folder: fetch into another folder.")
    return name


def _drop_held(folder: ExportFolder, removed: Iterable[str]) -> None:
    """Delete what a stopped run left of videos and did not finish, and their numbers in the card's layout."""
    names = {safe_name(video_id) for video_id in removed}
    samples = folder.hidden / SAMPLES
    if samples.is_file():
        numbers = json.loads(samples.read_text())
        replace_text(samples, json.dumps({key: number for key, number in numbers.items() if key not in names}))
    for name in names:
        for path in folder.hidden.rglob(f"{name}*"):
            path.unlink()


def _delete(folder: ExportFolder, name: str, keys: set[str]) -> None:
    path = folder.root / name
    packed = {
        key: item
        for key, item in folder.items.items()
        if any(file.path == name and file.member is not None for file in item.files)
    }
    if not packed:
        path.unlink(missing_ok=True)
        return
    kept = [item for key, item in packed.items() if key not in keys]
    if not kept:
        path.unlink(missing_ok=True)
    elif name.endswith(".tar"):
        _rewrite_tar(path, keys)
    else:
        _rewrite_parquet(folder, path, kept)


def _rewrite_tar(path: Path, keys: set[str]) -> None:
    partial = path.with_name(f".{path.name}.partial")
    with tarfile.open(path) as source, tarfile.open(partial, "w") as sink:
        for member in source:
            if member.name.partition(".")[0] not in keys:
                sink.addfile(member, source.extractfile(member))
    partial.replace(path)


def _rewrite_parquet(folder: ExportFolder, path: Path, kept: Sequence[Item]) -> None:
    partial = path.with_name(f".{path.name}.partial")
    ids = {item.video_id for item in kept}
    with pq.ParquetFile(path) as source:
        compression = dict.fromkeys(source.schema_arrow.names, "zstd") | {"mp4": "NONE"}
        options = {"use_dictionary": False, "write_page_index": True}
        statistics = [name for name in source.schema_arrow.names if name != "mp4"]
        with pq.ParquetWriter(
            partial, source.schema_arrow, compression=compression, write_statistics=statistics, **options
        ) as sink:
            row, numbers = 0, {}
            for batch in source.iter_batches(_ROWS_AT_A_TIME):
                names = batch["video_id"].to_pylist()
                left = batch.filter([name in ids for name in names])
                if left.num_rows:
                    sink.write_batch(left)
                for name in left["video_id"].to_pylist():
                    numbers[name] = row
                    row += 1
    partial.replace(path)
    for item in kept:
        files = (replace(item.files[0], member=str(numbers[item.video_id])),)
        folder.items[item.key] = replace(item, files=files)
