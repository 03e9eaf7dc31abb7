"""Rank the documents of all chunks by a query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from warehouse.search.matching import Match, Matcher, Statistics, is_in
from warehouse.search.parse_words import Query

Array = npt.NDArray[Any]
Accepts = Callable[[int, Array], Array]  # of a chunk's documents those that filters let pass


@dataclass(frozen=True)
class Ranked:
    """A document that was found: its number within its chunk, and what it matched."""

    chunk: int
    document: int
    score: float
    matches: Sequence[Match]


def ranked(
    matchers: Sequence[Matcher], query: Query, accepts: Accepts, limit: int | None, *, group_by_video: bool
) -> list[Ranked]:
    """The documents that a query finds, the best first, equals in the order of the source."""
    chunks = [matcher.arrays for matcher in matchers]
    matches = [_matches(matcher, query) for matcher in matchers]
    statistics = Statistics.of(chunks)
    rarities = [_rarity(matchers, found, statistics) for found in zip(*matches, strict=True)]
    found = []
    for number, matcher in enumerate(matchers):
        document, score = matcher.scores(matches[number], rarities, statistics)
        kept = _has_required(matches[number], document) & accepts(number, document)
        found.append((np.full(int(kept.sum()), number), document[kept], score[kept]))
    chunk, document, score = (np.concatenate(column) for column in zip(*found, strict=True))
    order = _best_first(score, None if group_by_video else limit)
    if group_by_video:
        order = order[_first_of_each(_videos(chunks, chunk[order], document[order]))]
    best = zip(*(column[order[:limit]].tolist() for column in (chunk, document, score)), strict=True)
    return [Ranked(chunk, document, score, matches[chunk]) for chunk, document, score in best]


def _rarity(matchers: Sequence[Matcher], found: Sequence[Match], statistics: Statistics) -> float:
    """What a clause counts; nothing if no text has it, for then all texts lack it alike."""
    if not any(len(match.positions) for match in found):
        return 0.0
    return statistics.rarity(sum(map(Matcher.telling, matchers, found)))


def _matches(matcher: Matcher, query: Query) -> list[Match]:
    """Where each clause matches that is wanted."""
    wanted = [matcher.match(clause) for clause in query.wanted]
    return matcher.without(wanted, [matcher.match(clause) for clause in query.excluded])


def _has_required(matches: Sequence[Match], document: Array) -> Array:
    """Whether documents match all clauses that are required."""
    has = np.ones(len(document), np.bool_)
    for found in matches:
        if found.clause.required:
            has &= is_in(document, found.document)
    return has


def _videos(chunks: Sequence[Mapping[str, Array]], chunk: Array, document: Array) -> Array:
    """The number of each document's video, counted through all chunks."""
    begins = np.array(list(accumulate((len(arrays["video_begins"]) for arrays in chunks), initial=0)))
    videos = begins[chunk]
    for number, arrays in enumerate(chunks):
        here = chunk == number
        videos[here] += arrays["document_video"][document[here]]
    return videos


def _best_first(score: Array, limit: int | None) -> Array:
    """The order of scores, highest first, equals as they stand; with a limit, at least that many."""
    considered = np.arange(len(score))
    if limit is not None and 0 < limit < len(score):
        considered = np.flatnonzero(score >= np.partition(score, len(score) - limit)[len(score) - limit])
    return considered[np.argsort(-score[considered], kind="stable")]


def _first_of_each(values: Array) -> Array:
    """The indices at which values come up for the first time, in order."""
    firsts: Array = np.sort(np.unique(values, return_index=True)[1])
    return firsts
