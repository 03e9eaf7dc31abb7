"""Cut the piece of a text that shows a match, and mark the match."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from warehouse.search.words import Place, places

MARK = "**"
BEFORE, LENGTH = 60, 200
CUT = "…"


@dataclass(frozen=True)
class Passage:
    """A text with its matched words, counted from 0."""

    text: str
    matched: frozenset[int]


def snippet(passages: Sequence[Passage]) -> str:
    """Texts in one line, around the first matched word, matched words marked."""
    line, spans = "", list[Place]()
    for passage in passages:
        text = passage.text.replace("\n", " / ")
        line += " " if line else ""
        spans += [
            Place(len(line) + place.start, len(line) + place.end)
            for number, place in enumerate(places(text) if passage.matched else ())
            if number in passage.matched
        ]
        line += text
    begin, end = _window(line, spans[0].start if spans else 0)
    shown = [span for span in _merged(line, spans) if begin <= span.start and span.end <= end]
    return (CUT if begin else "") + _marked(line, begin, end, shown) + (CUT if end < len(line) else "")


def _window(line: str, at: int) -> tuple[int, int]:
    """Where to begin and to end, at blanks if there are some near."""
    begin = max(0, min(at - BEFORE, len(line) - LENGTH))
    if begin and (blank := line.find(" ", begin, at)) >= 0:
        begin = blank + 1
    end = min(len(line), begin + LENGTH)
    if end < len(line) and (blank := line.rfind(" ", at + LENGTH // 4, end)) >= 0:
        end = blank
    return begin, end


def _merged(line: str, spans: Iterable[Place]) -> list[Place]:
    """Spans, those that only blanks separate as one."""
    merged: list[Place] = []
    for span in spans:
        if merged and not line[merged[-1].end : span.start].strip():
            span = Place(merged.pop().start, span.end)
        merged.append(span)
    return merged


def _marked(line: str, begin: int, end: int, spans: Iterable[Place]) -> str:
    pieces, at = [], begin
    for span in spans:
        pieces += [line[at : span.start], MARK, line[span.start : span.end], MARK]
        at = span.end
    return "".join([*pieces, line[at:end]])
