"""Find where clauses match in a chunk, and score the documents that they match in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from warehouse.search.kinds import KINDS, SPEECH
from warehouse.search.parse_words import Clause, Term
from warehouse.search.postings import Positions, Postings, decode

Array = npt.NDArray[Any]
Documents = npt.NDArray[np.int64]

K1, B = 1.2, 0.75
# the share of what is asked for that is there counts by its fourth power, and all of it ten times as much
SHARE, ALL = 4, 10
# what a document lacks, and its video has elsewhere, counts a tenth
ELSEWHERE = 0.1
# two words that stand side by side in speech count so much more, at a distance less
NEARNESS = 0.2
WEIGHTS = np.array([kind.weight for kind in KINDS], np.float64)
TELLING = np.array([kind.telling for kind in KINDS], np.bool_)


@dataclass(frozen=True)
class Match:
    """Where a clause matches in a chunk: the position of its first word, in order, and the document that is in."""

    clause: Clause
    positions: Positions
    document: Documents

    @cached_property
    def counted(self) -> tuple[Documents, Array]:
        """The documents, each once, and how often the clause matches in each."""
        borders = firsts_of(self.document)
        return self.document[borders], np.append(borders[1:], len(self.document)) - borders

    def within(self, document: int) -> tuple[range, ...]:
        """The words that match in one document."""
        first, last = np.searchsorted(self.document, [document, document + 1])
        length = len(self.clause.terms)
        return tuple(range(begin, begin + length) for begin in self.positions[first:last].tolist())

    def marked_within(self, document: int) -> Iterator[int]:
        """The words to mark in one document."""
        return (words.start + at for words in self.within(document) for at in self.clause.marked)


@dataclass(frozen=True)
class Statistics:
    """What scores depend on in all chunks: how many documents and words there are of each kind."""

    documents: Array
    words: Array

    @classmethod
    def of(cls, chunks: Sequence[Mapping[str, Array]]) -> Statistics:
        """The sums over chunks."""
        blank = np.zeros(len(KINDS), np.int64)
        return cls(
            sum((chunk["kind_documents"] for chunk in chunks), blank),
            sum((chunk["kind_words"] for chunk in chunks), blank),
        )

    @cached_property
    def mean_words(self) -> Array:
        """The mean length of a document of each kind."""
        mean: Array = np.maximum(self.words, 1) / np.maximum(self.documents, 1)
        return mean

    def rarity(self, documents: int) -> float:
        """What a match counts by the number of telling documents that have one."""
        return float(np.log1p((self.documents[TELLING].sum() - documents + 0.5) / (documents + 0.5)))


@dataclass(frozen=True)
class Matcher:
    """Matches clauses in one chunk; it is kept from search to search with what it has decoded."""

    arrays: Mapping[str, Array]

    def match(self, clause: Clause) -> Match:
        """All places where the terms of a clause follow one another, in one text or in continuing speech."""
        begins = self._positions(clause.terms[0])
        for offset, term in enumerate(clause.terms[1:], 1):
            if len(begins):
                begins = begins[is_in(begins + np.uint32(offset), self._positions(term))]
        document = self._document(begins)
        if len(clause.terms) > 1:
            last = self._document(begins + np.uint32(len(clause.terms) - 1))
            together = self._together(document, last)
            begins, document = begins[together], document[together]
        return Match(clause, begins, document)

    def telling(self, found: Match) -> int:
        """The number of documents of kinds that say how rare a word is that a clause matches in."""
        return int(np.count_nonzero(TELLING[self.arrays["document_kind"][found.counted[0]]]))

    def without(self, matches: Sequence[Match], excluded: Sequence[Match]) -> list[Match]:
        """The matches that are not in a moment, or a segment of speech, in which anything excluded is."""
        if not any(len(found.positions) for found in excluded):
            return list(matches)
        ends = self._moment_ends
        bad = np.unique(np.searchsorted(ends, np.concatenate([found.positions for found in excluded]), "right"))
        kept = [~is_in(np.searchsorted(ends, found.positions, "right"), bad) for found in matches]
        return [
            Match(found.clause, found.positions[mask], found.document[mask])
            for found, mask in zip(matches, kept, strict=True)
        ]

    def scores(
        self, matches: Sequence[Match], rarities: Sequence[float], statistics: Statistics
    ) -> tuple[Documents, Array]:
        """The documents that any of the clauses matches, in order, and their scores.

        A score is the one of BM25, by the share of what was asked for that is there, as far as any text has it; what
        the video has elsewhere counts a little. All of it counts extra, and only then a kind's weight above 1: half a
        match is not more for being in a title. In speech, words that were asked for one after another count more the
        nearer they stand.
        """
        kind, video = self.arrays["document_kind"], self.arrays["document_video"]
        matched = np.zeros(len(kind), np.bool_)
        for found in matches:
            matched[found.counted[0]] = True
        document = np.flatnonzero(matched)
        there, total = np.zeros(len(document)), np.zeros(len(document))
        elsewhere = np.zeros(len(self.arrays["video_begins"]))
        for found, rarity in zip(matches, rarities, strict=True):
            own, times = found.counted
            place = np.searchsorted(document, own)
            norm = K1 * (1 - B + B * self._relative_length(own, statistics))
            total[place] += rarity * times * (K1 + 1) / (times + norm)
            there[place] += rarity
            has = np.zeros(len(elsewhere), np.bool_)
            has[video[own]] = True
            elsewhere += rarity * has
        for (first, rarity), (second, other) in pairwise(zip(matches, rarities, strict=True)):
            own, nearness = self._nearness(first, second)
            total[np.searchsorted(document, own)] += NEARNESS * min(rarity, other) * nearness
        asked = max(sum(rarities), 1e-9)
        share, around = there / asked, elsewhere[video[document]] / asked
        weight = WEIGHTS[kind[document]]
        weight = np.where(share > 1 - 1e-9, ALL * weight, np.minimum(weight, 1))
        return document, total * weight * (share + ELSEWHERE * (around - share)) ** SHARE

    def _nearness(self, first: Match, second: Match) -> tuple[Documents, Array]:
        """The windows of speech in which two clauses match, and the inverse of their least distance in words."""
        few, many = sorted((first, second), key=lambda found: len(found.positions))
        both = few.counted[0][is_in(few.counted[0], many.counted[0])]
        both = both[self.arrays["document_kind"][both] == SPEECH]
        if not len(both):
            return both, np.zeros(0)
        inside, around = is_in(few.document, both), is_in(many.document, both)
        mine, other = few.positions[inside].astype(np.int64), many.positions[around].astype(np.int64)
        place = np.searchsorted(other, mine)
        # the nearest may be in the next window, where speech goes on
        behind = np.abs(other[np.minimum(place, len(other) - 1)] - mine)
        distance = np.minimum(behind, np.abs(mine - other[np.maximum(place - 1, 0)]))
        return both, 1 / np.maximum(np.minimum.reduceat(distance, firsts_of(few.document[inside])), 1)

    @cached_property
    def _moment_ends(self) -> Positions:
        return np.cumsum(decode(self.arrays["moment_words"]), dtype=np.uint32)

    def _positions(self, term: Term) -> Positions:
        postings = Postings(self.arrays)
        return postings.of_prefix(term.text) if term.prefix else postings.of_stem(term.text)

    def _document(self, positions: Positions) -> Documents:
        return np.searchsorted(self.arrays["document_begins"], positions, "right") - 1

    def _relative_length(self, document: Documents, statistics: Statistics) -> Array:
        """The length of documents in words, by the mean length of those of their kind."""
        begins = self.arrays["document_begins"]
        mean = statistics.mean_words[self.arrays["document_kind"][document]]
        relative: Array = (begins[document + 1] - begins[document]) / mean
        return relative

    def _together(self, first: Documents, last: Documents) -> Array:
        kind, video = self.arrays["document_kind"], self.arrays["document_video"]
        speech = (kind[first] == SPEECH) & (kind[last] == SPEECH) & (video[first] == video[last])
        together: Array = (first == last) | speech
        return together


def firsts_of(ordered: Array) -> Array:
    """The indices at which each number of an ordered list comes up for the first time."""
    if not len(ordered):
        return np.zeros(0, np.int64)
    others: Array = np.flatnonzero(ordered[1:] != ordered[:-1])
    return np.append(0, others + 1)


def is_in(wanted: Array, there: Array) -> Array:
    """Whether each number is in an ordered list."""
    if not len(there):
        return np.zeros(len(wanted), np.bool_)
    places = np.minimum(np.searchsorted(there, wanted), len(there) - 1)
    found: Array = there[places] == wanted
    return found
