"""A moment that a search found, as it is shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from warehouse.search.kinds import NAMES, SPEECH
from warehouse.search.snippets import Passage, snippet
from warehouse.search.video_store import StoredMoment, StoredVideo
from warehouse.text import watch_url


@dataclass(frozen=True)
class Moment:
    """A moment of a video; ``score`` is higher for better matches, comparable within one search only.

    ``found_by`` is the way that found it: words, meaning or both; ``complete`` if all words asked for are there.
    """

    video_id: str
    title: str | None
    channel: str | None
    kind: str
    scene_index: int | None
    position: int | None
    start_seconds: float | None
    end_seconds: float | None
    snippet: str
    score: float
    watch_url: str | None
    found_by: str = "words"
    complete: bool = False


@dataclass(frozen=True)
class Hit:
    """A document that was found: the words that each clause matched, and those to mark, by position in the chunk."""

    begin: int
    score: float
    matched: tuple[tuple[range, ...], ...]
    marked: frozenset[int]


def shown_moment(video: StoredVideo, video_begins: int, hit: Hit) -> Moment:
    """The moment of a hit; of a window of speech it is the segment that matches most clauses."""
    begins = list(accumulate(video.words, initial=video_begins))
    index = _best(begins, hit)
    text = _snippet(video, begins, index, hit)
    return moment_of(video, video.moment(index), text, hit.score, complete=all(hit.matched))


def moment_of(
    video: StoredVideo,
    stored: StoredMoment,
    text: str,
    score: float,
    *,
    found_by: str = "words",
    complete: bool = False,
) -> Moment:
    """A stored moment of a video as it is shown, with ``text`` as its snippet."""
    return Moment(
        video.video_id,
        video.title,
        video.channel,
        NAMES[stored.kind],
        stored.scene_index,
        stored.position,
        stored.start_seconds,
        stored.end_seconds,
        text,
        round(score, 4),
        watch_url(video.video_id, stored.start_seconds),
        found_by,
        complete,
    )


def _best(begins: Sequence[int], hit: Hit) -> int:
    clauses = [{bisect_right(begins, words.start) - 1 for words in matched} for matched in hit.matched]
    indices = sorted(set().union(*clauses)) or [bisect_right(begins, hit.begin) - 1]
    return max(indices, key=lambda index: (sum(index in found for found in clauses), -index))


def _snippet(video: StoredVideo, begins: Sequence[int], index: int, hit: Hit) -> str:
    passages = []
    for number in _passage(video, begins, index, hit):
        moment, begin = video.moment(number), begins[number]
        passages.append(Passage(moment.text, frozenset(w for w in range(moment.words) if begin + w in hit.marked)))
    return snippet(passages)


def _passage(video: StoredVideo, begins: Sequence[int], index: int, hit: Hit) -> range:
    """The moment; of speech with the two segments that follow it, and with all in which a word is to be marked."""
    kinds = video.numbers["kind"]
    if kinds[index] != SPEECH:
        return range(index, index + 1)
    indices = [bisect_right(begins, word) - 1 for word in hit.marked]
    following = bisect_right(kinds, SPEECH, index, min(index + 3, len(kinds))) - 1
    return range(min([index, *indices]), max([following, *indices]) + 1)
