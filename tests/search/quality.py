"""How well moments are found: judged queries, two plain ways to search, and the measures that compare them."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from statistics import mean
from typing import Any

import polars as pl

from warehouse.search.filters import Filters, accepted_videos
from warehouse.search.index import SearchIndex
from warehouse.search.kinds import KINDS
from warehouse.search.parse_words import STOP_WORDS

JUDGEMENTS = Path(__file__).with_name("judgements.json")
# written and judged when the weights stood, so no weight may be chosen by them
HELD_OUT = Path(__file__).with_name("held_out.json")
DEPTH = 100
# the snippet of speech shows the segment that was found and the two that follow it
NEAR = 2
# the kinds that these queries were judged for: nobody has said what of a later kind is right
JUDGED_KINDS = ("titles", "scenes", "activities", "props", "moods", "events", "questions", "speech")


@dataclass(frozen=True)
class Key:
    """Which moment is meant."""

    video_id: str
    kind: str
    scene_index: int | None
    position: int | None

    def covers(self, other: Key) -> bool:
        """Whether whoever sees this moment sees the other."""
        if self == other:
            return True
        same = (self.video_id, self.kind) == (other.video_id, other.kind)
        return same and self.kind == "speech" and abs((self.position or 0) - (other.position or 0)) <= NEAR


@dataclass(frozen=True)
class Judged:
    """A query with all moments that answer it."""

    name: str
    corpus: str
    query: str
    options: dict[str, Any]
    answers: tuple[Key, ...]


@dataclass(frozen=True)
class Text:
    """A moment with its text."""

    key: Key
    text: str


Search = Callable[[Judged], Sequence[Key]]


def judged_queries(corpus: str, judgements: Path = JUDGEMENTS, *, later: bool = False) -> list[Judged]:
    """The judged queries of a set over one corpus: ``real`` or ``sample``.

    ``later`` adds the answers of kinds that came later, as far as a search had them among its first ten moments.
    """
    return [
        Judged(
            entry["class"],
            entry["corpus"],
            entry["query"],
            entry["options"],
            tuple(Key(*answer) for answer in entry["answers"] + (entry.get("later", []) if later else [])),
        )
        for entry in json.loads(judgements.read_text())
        if entry["corpus"] == corpus
    ]


def moments(judged: Judged) -> list[set[Key]]:
    """The answers; segments of speech that stand near each other are one moment."""
    found: list[set[Key]] = []
    for answer in sorted(judged.answers, key=lambda key: (key.video_id, key.kind, key.position or 0)):
        if found and any(answer.covers(key) for key in found[-1]):
            found[-1].add(answer)
        else:
            found.append({answer})
    return found


def recall(found: Sequence[Key], judged: Judged) -> float:
    """The share of the answers that the first ``DEPTH`` moments found show."""
    return mean(any(key.covers(answer) for key in found[:DEPTH] for answer in moment) for moment in moments(judged))


def ndcg(found: Sequence[Key], judged: Judged, depth: int = 10) -> float:
    """The discounted gain of the first moments found, by that of the best order."""
    gains = [any(key.covers(answer) for answer in judged.answers) for key in found[:depth]]
    best = [True] * min(depth, len(moments(judged)))
    return min(1.0, _discounted(gains) / _discounted(best))


def _discounted(gains: Sequence[bool]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def texts(snapshot: Path, kinds: Sequence[str] = JUDGED_KINDS) -> list[Text]:
    """Every text of some kinds on its own, in the order of kinds and keys."""
    found = []
    for kind in KINDS:
        for source in kind.sources if kind.name in kinds else ():
            keys = [source.scene, source.position]
            frame = pl.read_parquet(snapshot / source.table / "*.parquet")
            for row in frame.sort("video_id", *filter(None, keys)).iter_rows(named=True):
                scene, position = (row[name] if name else None for name in keys)
                text = "\n".join(row[name] or "" for name in source.text)
                found.append(Text(Key(row["video_id"], kind.name, scene, position), text))
    return found


@dataclass(frozen=True)
class Searches:
    """The ways to search that are compared, over one snapshot."""

    index: SearchIndex
    snapshot: Path
    texts: list[Text]

    def indexed(self, judged: Judged) -> list[Key]:
        """The search under test."""
        options = {"kinds": JUDGED_KINDS, **judged.options}
        found = self.index.search(judged.query, limit=DEPTH, **options)
        return [Key(*row) for row in found.select("video_id", "kind", "scene_index", "position").iter_rows()]

    def ilike(self, judged: Judged) -> list[Key]:
        """Texts that contain the query as it is, and none of the excluded; in the order of the tables."""
        wanted, excluded = _plain(judged.query)
        return [
            text.key
            for text in self._accepted(judged)
            if wanted in text.text.lower() and not any(word in text.text.lower() for word in excluded)
        ]

    def unstemmed(self, judged: Judged) -> list[Key]:
        """BM25 over single texts as DuckDB's full-text search computes it, without stems: any of the words will do."""
        wanted = [word for word in _words(_plain(judged.query)[0]) if word not in STOP_WORDS.split()]
        scored = [(self._bm25.score(text, wanted), text.key) for text in self._accepted(judged)]
        return [key for score, key in sorted(scored, key=lambda pair: -pair[0]) if score > 0]

    @cached_property
    def _bm25(self) -> Unstemmed:
        return Unstemmed.of(self.texts)

    def _accepted(self, judged: Judged) -> Iterator[Text]:
        options = dict(judged.options)
        kinds = options.pop("kinds", [])
        videos = accepted_videos(self.snapshot, Filters(**options)) if options else None
        for text in self.texts:
            if (not kinds or text.key.kind in kinds) and (videos is None or text.key.video_id in videos):
                yield text


@dataclass(frozen=True)
class Unstemmed:
    """Statistics of BM25 over single texts."""

    counts: dict[Key, Counter[str]]
    lengths: dict[Key, int]
    documents: Counter[str]
    mean_length: float

    @classmethod
    def of(cls, all_texts: Sequence[Text]) -> Unstemmed:
        """The statistics of texts."""
        counts = {text.key: Counter(_words(text.text)) for text in all_texts}
        lengths = {key: count.total() for key, count in counts.items()}
        return cls(counts, lengths, Counter(chain.from_iterable(counts.values())), mean(lengths.values()))

    def score(self, text: Text, words: Sequence[str], k: float = 1.2, b: float = 0.75) -> float:
        """The score of a text."""
        count, length = self.counts[text.key], self.lengths[text.key]
        norm = k * (1 - b + b * length / self.mean_length)
        return sum(self._rarity(word) * count[word] * (k + 1) / (count[word] + norm) for word in words if count[word])

    def _rarity(self, word: str) -> float:
        return math.log((len(self.counts) - self.documents[word] + 0.5) / (self.documents[word] + 0.5) + 1)


def compared(searches: Searches, queries: Sequence[Judged]) -> dict[str, dict[str, tuple[float, float]]]:
    """For each class of query and each way to search: recall and nDCG@10."""
    ways: dict[str, Search] = {
        "search": searches.indexed,
        "ILIKE": searches.ilike,
        "BM25 without stems": searches.unstemmed,
    }
    classes = dict.fromkeys(judged.name for judged in queries)
    table: dict[str, dict[str, tuple[float, float]]] = {}
    for name in classes:
        asked = [judged for judged in queries if judged.name == name]
        found = {way: [(search(judged), judged) for judged in asked] for way, search in ways.items()}
        table[name] = {
            way: (mean(recall(*pair) for pair in pairs), mean(ndcg(*pair) for pair in pairs))
            for way, pairs in found.items()
        }
    return table


def _plain(query: str) -> tuple[str, list[str]]:
    """What a query asks for, without operators and in lower case, and what it excludes."""
    excluded = re.findall(r'(?:^|\s)-("[^"]*"|\S+)', query)
    wanted = re.sub(r'(?:^|\s)-("[^"]*"|\S+)', " ", query)
    return wanted.replace('"', "").replace("*", "").strip().lower(), [word.strip('"').lower() for word in excluded]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())
