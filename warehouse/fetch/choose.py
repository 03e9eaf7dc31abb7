"""Which of the selected videos to fetch, and what that costs, before a byte is read.

The unit of cost is a row group up to the last video that is wanted of it, as its videos can only be read from its
start; a shard of the published layout is one row group. So the choice is one of how far to read into each: the steps
that give the most videos a byte are taken first. As no footer tells the size of a video, each is taken for the mean of
its row group.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from warehouse.fetch.locate import SelectedVideo


@dataclass(frozen=True)
class Bounds:
    """What to choose: bytes to read, videos, videos a broad category; None is no bound. ``seed`` breaks ties."""

    budget_bytes: int | None = None
    at_most: int | None = None
    per_category: int | None = None
    seed: int = 0


@dataclass(frozen=True)
class Step:
    """Reading on in a row group: the further bytes, and the wanted videos that they give."""

    bytes: float
    videos: tuple[SelectedVideo, ...]


@dataclass(frozen=True)
class Plan:
    """What is fetched, in the order of the selection, and what is left out, with the reason.

    ``remote`` is whether the shards are on the Hub.
    """

    videos: tuple[SelectedVideo, ...]
    left_out: dict[str, str]
    missing: tuple[str, ...]
    dataset_bytes: int
    remote: bool = False

    @property
    def shards(self) -> int:
        """Shards that are read from."""
        return len({video.place.shard for video in self.videos})

    @property
    def measured_shards(self) -> int:
        """Those of them whose row groups are known from their footers; the others are taken for one."""
        return len({video.place.shard for video in self.videos if video.place.group})

    @property
    def read_bytes(self) -> int:
        """Bytes to read, if the videos of a row group are as large as their mean."""
        return round(sum(reading_bytes(self.videos)))

    @property
    def wanted_bytes(self) -> int:
        """Bytes of the videos, and so of the disk that they take."""
        return round(sum(video.place.size for video in self.videos))


def choose(
    videos: Sequence[SelectedVideo], bounds: Bounds, *, missing: Iterable[str] = (), dataset_bytes: int = 0
) -> Plan:
    """The videos that fit the bounds at the smallest cost; the same ones for the same selection and seed."""
    left_out: dict[str, str] = {}
    chosen: set[str] = set()
    quota: Counter[str] = Counter()
    spent = 0.0
    reached: dict[tuple[str, int], float] = {}
    for step in steps(videos, bounds.seed):
        for video in step.videos:
            place = video.place
            further = max(0.0, place.cost - reached.get(place.stretch, 0.0))
            reason = _refused(video, bounds, len(chosen), quota, spent + further)
            if reason:
                left_out[video.video_id] = reason
                continue
            chosen.add(video.video_id)
            quota[video.category] += 1
            spent += further
            reached[place.stretch] = max(place.cost, reached.get(place.stretch, 0.0))
    kept = tuple(video for video in videos if video.video_id in chosen)
    ordered = {video.video_id: left_out[video.video_id] for video in videos if video.video_id in left_out}
    return Plan(kept, ordered, tuple(missing), dataset_bytes)


def _refused(video: SelectedVideo, bounds: Bounds, count: int, quota: Counter[str], spent: float) -> str:
    if bounds.at_most is not None and count >= bounds.at_most:
        return "at most"
    if bounds.per_category is not None and quota[video.category] >= bounds.per_category:
        return "per category"
    if bounds.budget_bytes is not None and spent > bounds.budget_bytes:
        return "budget"
    return ""


def steps(videos: Iterable[SelectedVideo], seed: int) -> list[Step]:
    """The steps into all row groups, those first that give the most videos a byte."""
    stretches = groupby(sorted(videos, key=lambda video: (*video.place.stretch, video.place.row)), _stretch)
    found = [(step, _chance(stretch, seed)) for stretch, group in stretches for step in _steps_into(list(group))]
    found.sort(key=lambda pair: (pair[0].bytes / len(pair[0].videos), pair[1]))
    return [step for step, _ in found]


def reading_bytes(videos: Iterable[SelectedVideo]) -> Iterator[float]:
    """The bytes to read of each row group."""
    furthest: dict[tuple[str, int], float] = {}
    for video in videos:
        place = video.place
        furthest[place.stretch] = max(place.cost, furthest.get(place.stretch, 0.0))
    yield from furthest.values()


def _steps_into(videos: Sequence[SelectedVideo]) -> Iterator[Step]:
    """The steps into one row group, each giving fewer videos a byte than the one before."""
    taken, paid = 0, 0.0
    while taken < len(videos):
        best = min(range(taken, len(videos)), key=lambda at: ((videos[at].place.cost - paid) / (at - taken + 1), -at))
        yield Step(videos[best].place.cost - paid, tuple(videos[taken : best + 1]))
        taken, paid = best + 1, videos[best].place.cost


def _stretch(video: SelectedVideo) -> tuple[str, int]:
    return video.place.stretch


def _chance(stretch: tuple[str, int], seed: int) -> str:
    shard, first_row = stretch
    return hashlib.sha256(f"{seed} {shard} {first_row}".encode()).hexdigest()
