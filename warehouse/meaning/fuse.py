"""Fuse what words and what meaning found: reciprocal ranks, and of each moment the way that found it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from warehouse.meaning.vector_index import Near
from warehouse.search.kinds import NAMES, SPEECH
from warehouse.search.parse_words import Clause, Query
from warehouse.search.results import Moment, moment_of
from warehouse.search.snippets import Passage, snippet
from warehouse.search.video_store import StoredMoment, StoredVideo
from warehouse.search.words import stem, words

# a rank counts 1 / (K + rank): with a small K the first places of either way count most
K = 20
# words from which on meaning counts in full: one or two are mostly a name or a thing, and meant as they stand
FULL_WORDS = 3
# kinds whose texts are in no vector: meaning cannot know of them, so that their rank by words counts twice
NOT_EMBEDDED = frozenset({"characters", "interactions", "edits"})
# what the further moments of a unit count, by the one that shows it best
FURTHER = 0.5
# segments of speech between two moments of a window, which show three each
STRIDE = 5
# what is said or shown in a scene, best to show it first where no word decides
_SHOWN = ("events", "activities", "scenes", "moods", "themes", "interactions", "props", "edits")

Read = Callable[[str], StoredVideo | None]


@dataclass(frozen=True)
class Asked:
    """What was asked: the words, and the kinds that may be shown (all if there are none)."""

    query: Query
    kinds: Sequence[str] = ()

    @property
    def stems(self) -> set[str]:
        """The stems of the words that are wanted."""
        return {term.text for clause in self.query.wanted for term in clause.terms if not term.prefix}

    @property
    def is_free(self) -> bool:
        """Whether anything is wanted that need not be there as it stands."""
        return len(self.strict) < len(self.query.wanted)

    @property
    def strict(self) -> tuple[Clause, ...]:
        """What must be there: phrases and beginnings of words."""
        wanted = self.query.wanted
        return tuple(found for found in wanted if found.required or any(term.prefix for term in found.terms))


def fused(
    asked: Asked, found: Sequence[Moment], near: Sequence[Near], read: Read, limit: int | None = None
) -> list[Moment]:
    """Moments that words found and moments of units that are near, the best first, at least ``limit`` if there are.

    What has all words comes first, as words rank it. Then counts ``1 / (K + rank)`` of the moment and of the unit that
    it is in, whichever is there.
    """
    units = _Units(near)
    weight = min(1.0, (len(asked.query.wanted) + 1) / (FULL_WORDS + 1))
    scored = []
    for rank, moment in enumerate(found):
        unit = units.rank_of(moment)
        known = 0.0 if unit is None else weight * _gain(unit)
        score = _gain(rank) + (max(known, _gain(rank)) if moment.kind in NOT_EMBEDDED else known)
        way = "words" if unit is None else "both"
        scored.append((not moment.complete, rank if moment.complete else 0, -score, replace(moment, found_by=way)))
    taken = [moment for *_, moment in scored]
    added = 0
    for rank, unit_ in enumerate(near):
        if limit is not None and added >= limit:  # what is further away comes behind
            break
        for number, moment in enumerate(_moments(asked, unit_, read)):
            if not any(_shows(other, moment) for other in taken if other.video_id == moment.video_id):
                taken.append(moment)
                added += not number
                scored.append((True, 0, -weight * _gain(rank) * (FURTHER if number else 1), moment))
    scored.sort(key=lambda entry: entry[:3])
    return [replace(moment, score=round(-score, 4)) for *_, score, moment in scored]


def _gain(rank: int) -> float:
    return 1 / (K + rank + 1)


class _Units:
    """The ranks of units, by what stands in them."""

    def __init__(self, near: Sequence[Near]) -> None:
        self._scenes: dict[tuple[str, int], int] = {}
        self._timed: dict[str, list[tuple[int, Near]]] = {}
        for rank, unit in enumerate(near):
            self._timed.setdefault(unit.video_id, []).append((rank, unit))
            if not unit.window_index:
                self._scenes[unit.video_id, unit.scene_index] = rank

    def rank_of(self, moment: Moment) -> int | None:
        """The best rank of a unit that a moment is in."""
        if moment.scene_index is not None:
            return self._scenes.get((moment.video_id, moment.scene_index))
        if moment.kind != "speech":
            return None
        ranks = [rank for rank, unit in self._timed.get(moment.video_id, ()) if _holds(unit, moment)]
        return min(ranks, default=None)


def _holds(unit: Near, moment: Moment) -> bool:
    """Whether a segment of speech is in a unit."""
    if unit.first_segment is not None and unit.last_segment is not None:
        return unit.first_segment <= (moment.position or 0) <= unit.last_segment
    if moment.start_seconds is None or unit.start_seconds is None or unit.end_seconds is None:
        return False
    return unit.start_seconds <= moment.start_seconds < unit.end_seconds


def _shows(one: Moment, other: Moment) -> bool:
    """Whether whoever sees a moment sees another of the same video: the same, or speech beside it."""
    if one.kind != other.kind or one.scene_index != other.scene_index:
        return False
    near = 2 if one.kind == "speech" else 0
    return abs((one.position or 0) - (other.position or 0)) <= near


def _moments(asked: Asked, unit: Near, read: Read) -> Iterator[Moment]:
    """The moments of a unit that may be shown, the one that shows it best first."""
    video = read(unit.video_id)
    if video is None:
        return
    every = list(_inside(video, unit))
    if any(_has(clause, moment.text) for clause in asked.query.excluded for _, moment in every):
        return
    inside = [(index, moment) for index, moment in every if _is_wanted(asked, moment)]
    if not inside:
        return
    if unit.window_index:
        last = inside[-1][0]
        middle = min(inside[0][0] + 2, last)
        chosen = [(index, moment) for index, moment in inside if index >= middle and (index - middle) % STRIDE == 0]
    else:
        chosen = sorted(
            inside, key=lambda pair: (-len(asked.stems & set(map(stem, words(pair[1].text)))), _place(pair[1]))
        )
    for index, moment in chosen:
        yield _shown(video, index, moment, asked, unit.score)


def _inside(video: StoredVideo, unit: Near) -> Iterator[tuple[int, StoredMoment]]:
    for index, (kind, scene, position) in enumerate(video.keys):
        if unit.window_index:
            if NAMES[kind] == "speech" and (unit.first_segment or 0) <= position <= (unit.last_segment or 0):
                yield index, video.moment(index)
        elif scene == unit.scene_index:
            yield index, video.moment(index)


def _is_wanted(asked: Asked, moment: StoredMoment) -> bool:
    """Whether a moment is of a kind that may be shown, and has what must be there."""
    name = NAMES[moment.kind]
    shown = name in asked.kinds if asked.kinds else name == "speech" or name in _SHOWN
    return shown and all(_has(clause, moment.text) for clause in asked.strict)


def _place(moment: StoredMoment) -> int:
    name = NAMES[moment.kind]
    return _SHOWN.index(name) if name in _SHOWN else len(_SHOWN)


def _has(clause: Clause, text: str) -> bool:
    """Whether a text has the terms of a clause one after another."""
    there, size = words(text), len(clause.terms)
    return any(
        all(
            word.startswith(term.text) if term.prefix else stem(word) == term.text
            for word, term in zip(there[begin : begin + size], clause.terms, strict=True)
        )
        for begin in range(len(there) - size + 1)
    )


def _shown(video: StoredVideo, index: int, moment: StoredMoment, asked: Asked, score: float) -> Moment:
    kinds = video.numbers["kind"]
    end = index + 1 if moment.kind != SPEECH else bisect_right(kinds, SPEECH, index, min(index + 3, len(kinds)))
    passages = [_passage(video.moment(number).text, asked) for number in range(index, end)]
    return moment_of(video, moment, snippet(passages), score, found_by="meaning")


def _passage(text: str, asked: Asked) -> Passage:
    found = words(text)
    return Passage(text, frozenset(number for number, word in enumerate(found) if stem(word) in asked.stems))
