"""The vectors of one model, opened: what is nearest to a vector, by an exact search of all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from warehouse.meaning.encoders import Vectors
from warehouse.meaning.vector_sets import VectorSet, mapped_parts, set_folder

# rows that are turned into float32 at a time, so that they stay in a core's cache
ROWS = 512


@dataclass(frozen=True)
class Near:
    """A unit that was found, and the cosine of its vector and the one that was asked for; times are in seconds."""

    video_id: str
    scene_index: int
    window_index: int
    start_seconds: float | None
    end_seconds: float | None
    first_segment: int | None
    last_segment: int | None
    score: float


class VectorIndex:
    """Finds units by vectors in one snapshot."""

    def __init__(self, snapshot: Path, given: VectorSet) -> None:
        self.set = given
        self._parts = list(mapped_parts(set_folder(snapshot, given.model), given))
        self._begins = np.cumsum([0, *(len(part["scale"]) for part in self._parts)])

    def __len__(self) -> int:
        return int(self._begins[-1])

    def nearest(
        self, vector: Vectors, limit: int, videos: AbstractSet[str] | None = None, *, scenes_only: bool = False
    ) -> list[Near]:
        """The units whose vectors are nearest to one of length 1, the nearest first; only of ``videos`` if given."""
        scores = self.scores(vector)
        if scenes_only:
            scores[np.concatenate([part["window"] for part in self._parts]) > 0] = -np.inf
        if videos is not None:
            scores[~self._of_videos(videos)] = -np.inf
        count = min(limit, len(scores))
        best = np.argpartition(scores, len(scores) - count)[len(scores) - count :] if count else np.zeros(0, np.int64)
        order = best[np.lexsort((best, -scores[best]))]
        return [self.unit(int(row), float(scores[row])) for row in order if np.isfinite(scores[row])]

    def scores(self, vector: Vectors) -> npt.NDArray[np.float32]:
        """The cosine of every unit's vector and one of length 1: (units,) float32, in the order of the source."""
        scores = np.empty(len(self), np.float32)
        for rows, scale, first in self._blocks():
            scores[first : first + len(rows)] = (rows.astype(np.float32) @ vector) * scale
        return scores

    def mean_vector(self, video_id: str, scene_index: int | None = None) -> Vectors | None:
        """The vector of a scene, or the mean of those of a video's scenes, of length 1; None if there is none."""
        for part, names in zip(self._parts, self._video_ids, strict=True):
            if video_id in names:
                rows = (part["video"] == names.index(video_id)) & (part["window"] == 0)
                if scene_index is not None:
                    rows &= part["scene"] == scene_index
                found = part["bytes"].reshape(-1, self.set.dimension)[rows].astype(np.float32)
                mean = (found * part["scale"][rows, None]).sum(axis=0)
                return mean / np.linalg.norm(mean) if len(found) else None
        return None

    @property
    def video_ids(self) -> list[str]:
        """The ids of the videos that have vectors."""
        return [name for names in self._video_ids for name in names]

    def unit(self, row: int, score: float) -> Near:
        """What a row is of."""
        number = int(np.searchsorted(self._begins, row, "right")) - 1
        part, at = self._parts[number], row - int(self._begins[number])
        window, start, end = int(part["window"][at]), float(part["start"][at]), float(part["end"][at])
        return Near(
            self._video_ids[number][int(part["video"][at])],
            int(part["scene"][at]),
            window,
            None if start < 0 else start,
            None if end < 0 else end,
            int(part["first"][at]) if window else None,
            int(part["last"][at]) if window else None,
            score,
        )

    def _blocks(self) -> Iterator[tuple[Any, Any, int]]:
        """Bytes and scales of some rows, and the number of the first."""
        for part, first in zip(self._parts, self._begins, strict=False):
            rows = part["bytes"].reshape(-1, self.set.dimension)
            for begin in range(0, len(rows), ROWS):
                yield rows[begin : begin + ROWS], part["scale"][begin : begin + ROWS], int(first) + begin

    @cached_property
    def _video_ids(self) -> list[list[str]]:
        return [json.loads(part["video_ids"].tobytes()) for part in self._parts]

    def _of_videos(self, videos: AbstractSet[str]) -> npt.NDArray[np.bool_]:
        """Whether each row is of one of some videos."""
        masks = [np.array([name in videos for name in names], np.bool_) for names in self._video_ids]
        found = [mask[part["video"]] for mask, part in zip(masks, self._parts, strict=True)]
        return np.concatenate(found) if found else np.zeros(0, np.bool_)
