"""How well needs are met: what people look for, judged by reading all records, scored by nDCG@10 with intervals.

Written and judged before anything was tuned, and kept apart from it: no weight may be chosen by them.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import polars as pl

from tests.search.quality import NEAR
from warehouse.search.index import ignore
from warehouse.session import Warehouse

NEEDS = Path(__file__).with_name("needs.json")
RANKS = 10
# enough for ten places, since several moments may be in one
DEPTH = 100
RESAMPLES = 2000
SEED = 18

Place = tuple[str, int | None]  # a video, and its scene; None for what is said of the video as a whole


@dataclass(frozen=True)
class Answer:
    """Where a video answers: in which scenes, and whether what is said of the video as a whole does as well.

    Without ``speech`` a segment answers if it is spoken in such a scene; else only those from one number to another.
    """

    scenes: frozenset[int]
    whole: bool = False
    speech: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True)
class Need:
    """What is looked for, in the words of who looks, and the answers by video."""

    kind: str
    query: str
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Score:
    """The mean nDCG@10 of needs, and the interval that holds 95 % of the means of resampled needs."""

    kind: str
    needs: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class SceneTimes:
    """The scenes of each video with their begin in seconds, in order."""

    begins: Mapping[str, Sequence[tuple[float, int]]]

    @classmethod
    def of(cls, snapshot: Path) -> SceneTimes:
        """The scenes of a snapshot."""
        scenes = pl.read_parquet(snapshot / "scenes" / "*.parquet").drop_nulls("start_seconds")
        begins: dict[str, list[tuple[float, int]]] = {}
        for video, begin, index in scenes.select("video_id", "start_seconds", "scene_index").sort(pl.all()).iter_rows():
            begins.setdefault(video, []).append((begin, index))
        return cls(begins)

    def at(self, video: str, second: float | None) -> int | None:
        """The scene that plays at a second."""
        begun = [index for begin, index in self.begins.get(video, ()) if second is not None and begin <= second]
        return begun[-1] if begun else None


def needs() -> list[Need]:
    """The judged needs, over the real records."""
    return [
        Need(entry["kind"], entry["query"], {video: _answer(**found) for video, found in entry["answers"].items()})
        for entry in json.loads(NEEDS.read_text())
    ]


def by_way(warehouse: Warehouse, by: str | None = None) -> Callable[[str], pl.DataFrame]:
    """The search of a warehouse: ``by`` words, meaning or both, or as it is by default."""
    options: dict[str, Any] = {} if by is None else {"by": by}
    return lambda query: warehouse.search(query, limit=DEPTH, tell=ignore, **options)


def ndcg(need: Need, found: pl.DataFrame, times: SceneTimes) -> float:
    """The discounted gain of the first ten places, by that of the best order; each place counts once."""
    places = dict.fromkeys(_judged(need, row, times) for row in found.iter_rows(named=True))
    answers = max(1, sum(len(answer.scenes) for answer in need.answers.values()))
    gains = [answers_it for _, answers_it in places][:RANKS]
    return min(1.0, _discounted(gains) / _discounted([True] * min(RANKS, answers)))


def scored(search: Callable[[str], pl.DataFrame], times: SceneTimes) -> list[tuple[Need, float]]:
    """Each need with its nDCG@10."""
    return [(need, ndcg(need, search(need.query), times)) for need in needs()]


def summary(scores: Sequence[tuple[Need, float]]) -> list[Score]:
    """The scores of each kind of need, and of all."""
    kinds = [*dict.fromkeys(need.kind for need, _ in scores), "all"]
    return [_score(kind, [score for need, score in scores if kind in (need.kind, "all")]) for kind in kinds]


def _answer(scenes: Iterable[int], whole: bool = False, speech: Iterable[Sequence[int]] | None = None) -> Answer:
    ranges = None if speech is None else tuple((first, last) for first, last in speech)
    return Answer(frozenset(scenes), whole, ranges)


def _judged(need: Need, row: Mapping[str, Any], times: SceneTimes) -> tuple[Place, bool]:
    """The place of a moment, and whether it answers."""
    video, scene = row["video_id"], row["scene_index"]
    if scene is None:
        scene = times.at(video, row["start_seconds"])
    answer = need.answers.get(video)
    if answer is None:
        return (video, scene), False
    if row["kind"] == "speech" and answer.speech is not None:
        return (video, scene), any(first - NEAR <= row["position"] <= last + NEAR for first, last in answer.speech)
    return (video, scene), answer.whole if scene is None else scene in answer.scenes


def _discounted(gains: Sequence[bool]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def _score(kind: str, scores: Sequence[float]) -> Score:
    draw = random.Random(SEED)
    means = sorted(mean(draw.choices(scores, k=len(scores))) for _ in range(RESAMPLES))
    low, high = (means[round(share * (RESAMPLES - 1))] for share in (0.025, 0.975))
    return Score(kind, len(scores), mean(scores), low, high)
