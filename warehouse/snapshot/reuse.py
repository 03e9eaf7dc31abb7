"""Take over from the snapshot before what has not changed: its files are linked, not built again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.file_system import link
from warehouse.model import INGEST_ISSUES, REJECTED_RECORDS, SOURCE_FILES, SOURCE_TABLES, VIDEOS
from warehouse.snapshot.manifest import BuiltGroup
from warehouse.snapshot.parts import part_name

TABLES = (*SOURCE_TABLES, INGEST_ISSUES, REJECTED_RECORDS)


@dataclass(frozen=True)
class PreviousSnapshot:
    """An earlier snapshot of the same source: its folder and the groups of files that it was built from."""

    folder: Path
    built: Iterable[BuiltGroup]

    @cached_property
    def groups(self) -> dict[str, BuiltGroup]:
        """The groups by what identifies them."""
        return {group.key: group for group in self.built}

    @cached_property
    def files(self) -> dict[str, dict[str, Any]]:
        """The rows of ``source_files`` by the name of the file."""
        return {row["source_file"]: row for row in pq.read_table(self.folder / SOURCE_FILES.name).to_pylist()}

    def video_ids(self, group: BuiltGroup) -> list[str]:
        """The ids of a group's videos, in the order of its parts."""
        paths = [self.folder / VIDEOS.name / part for part in group.parts]
        return [name for path in paths for name in pq.read_table(path, columns=["video_id"])["video_id"].to_pylist()]

    def usable(self, key: str) -> BuiltGroup | None:
        """The group of a key, unless files of it are gone or other groups may have had a part in it."""
        group = self.groups.get(key)
        return group if group and self._is_whole(group) and not self._rejects_known_videos(group) else None

    def _is_whole(self, group: BuiltGroup) -> bool:
        """Whether all files of a group are still there."""
        return all((self.folder / table.name / part).is_file() for table in TABLES for part in group.parts)

    def _rejects_known_videos(self, group: BuiltGroup) -> bool:
        """Whether a group has records that were rejected and name a video: other groups may be the reason."""
        if not group.rows.get(REJECTED_RECORDS.name):
            return False
        paths = [self.folder / REJECTED_RECORDS.name / part for part in group.parts]
        return any(pc.count(pq.read_table(path, columns=["video_id"])["video_id"]).as_py() for path in paths)


@dataclass(frozen=True)
class ReusedParts:
    """The parts that a snapshot took over from the one in the folder ``before``, and their names there."""

    before: Path
    parts: Mapping[str, str]


def take_over(before: PreviousSnapshot, group: BuiltGroup, folder: Path, number: int) -> BuiltGroup:
    """Link the tables' parts of a group into ``folder``, as those of its group ``number``."""
    names = [part_name(number, piece) for piece in range(len(group.parts))]
    for table in TABLES:
        (folder / table.name).mkdir(exist_ok=True)
        for part, name in zip(group.parts, names, strict=True):
            link(before.folder / table.name / part, folder / table.name / name)
    return BuiltGroup(group.key, names, group.rows, group.issues)


def link_all(sources: Sequence[Path], targets: Sequence[Path]) -> bool:
    """Link files if there are any and all of them are there; whether they were."""
    if not sources or not all(source.is_file() for source in sources):
        return False
    for source, target in zip(sources, targets, strict=True):
        link(source, target)
    return True
