"""Which of the selected videos to fetch, and what that costs, before a byte is read.

The unit of cost is a shard up to the last video that is wanted of it, as a shard's videos can only be read from its
start. So the choice is one of how far to read into each shard: the steps of it that give the most videos a byte are
taken first. Where the sizes of the videos are not known, each is taken for the mean of its shard.
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
    """Reading on in a shard: the further bytes, and the wanted videos that they give."""

    bytes: float
    videos: tuple[SelectedVideo, ...]


@dataclass(frozen=True)
class Plan:
    """What is fetched, in the order of the selection, and what is left out, with the reason."""

    videos: tuple[SelectedVideo, ...]
    left_out: dict[str, str]
    missing: tuple[str, ...]
    dataset_bytes: int

    @property
    def shards(self) -> int:
        """Shards that are read from."""
        return len({video.place.shard for video in self.videos})

    @property
    def read_bytes(self) -> int:
        """Bytes to read, at most, if the videos of a shard are as large as their mean."""
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
    reached: dict[str, float] = {}
    for step in steps(videos, bounds.seed):
        for video in step.videos:
            further = max(0.0, video.place.cost - reached.get(video.place.shard, 0.0))
            reason = _refused(video, bounds, len(chosen), quota, spent + further)
            if reason:
                left_out[video.video_id] = reason
                continue
            chosen.add(video.video_id)
            quota[video.category] += 1
            spent += further
            reached[video.place.shard] = max(video.place.cost, reached.get(video.place.shard, 0.0))
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
    """The steps into all shards, those first that give the most videos a byte."""
    by_shard = groupby(sorted(videos, key=lambda video: (video.place.shard, video.place.row)), _shard)
    found = [(step, _chance(shard, seed)) for shard, group in by_shard for step in _steps_into(list(group))]
    found.sort(key=lambda pair: (pair[0].bytes / len(pair[0].videos), pair[1]))
    return [step for step, _ in found]


def reading_bytes(videos: Iterable[SelectedVideo]) -> Iterator[float]:
    """The bytes to read of each shard."""
    furthest: dict[str, float] = {}
    for video in videos:
        furthest[video.place.shard] = max(video.place.cost, furthest.get(video.place.shard, 0.0))
    yield from furthest.values()


def _steps_into(videos: Sequence[SelectedVideo]) -> Iterator[Step]:
    """The steps into one shard, each giving fewer videos a byte than the one before."""
    taken, paid = 0, 0.0
    while taken < len(videos):
        best = min(range(taken, len(videos)), key=lambda at: ((videos[at].place.cost - paid) / (at - taken + 1), -at))
        yield Step(videos[best].place.cost - paid, tuple(videos[taken : best + 1]))
        taken, paid = best + 1, videos[best].place.cost


def _shard(video: SelectedVideo) -> str:
    return video.place.shard


def _chance(shard: str, seed: int) -> str:
    return hashlib.sha256(f"{seed} {shard}".encode()).hexdigest()
