"""Cut the piece of a text that shows a match, and mark the match."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from warehouse.search.words import Place, fold, places, stem

MARK = "**"
BEFORE, LENGTH = 60, 200
ALONE_BEFORE, ALONE = 25, 60
CUT = "…"


@dataclass(frozen=True)
class Passage:
    """A text with its matched words, counted from 0."""

    text: str
    matched: frozenset[int]


def snippet(passages: Sequence[Passage]) -> str:
    """Texts in one line, cut to where most words match, with a piece for each other one; matched words marked."""
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
    merged = _merged(line, spans)
    return "".join(
        (" " if index else CUT if piece.start else "")
        + _marked(line, piece, [span for span in merged if _holds(piece, span)])
        + (CUT if piece.end < len(line) else "")
        for index, piece in enumerate(_pieces(line, spans))
    )


def _pieces(line: str, spans: Sequence[Place]) -> list[Place]:
    """Where to cut, in order: the window with most different words, and short ones around those that it lacks."""
    matched = [(span, stem(fold(line[span.start : span.end]))) for span in spans]

    def there(piece: Place) -> set[str]:
        return {word for span, word in matched if _holds(piece, span)}

    windows = [_window(line, span.start, BEFORE, LENGTH) for span in spans] or [_window(line, 0, BEFORE, LENGTH)]
    pieces = [max(windows, key=lambda window: len(there(window)))]
    for span, word in matched:
        if not any(word in there(piece) for piece in pieces):
            pieces.append(_window(line, span.start, ALONE_BEFORE, ALONE))
    joined: list[Place] = []
    for piece in sorted(pieces, key=lambda piece: piece.start):
        if joined and piece.start <= joined[-1].end + 1:
            piece = Place(joined[-1].start, max(piece.end, joined.pop().end))
        joined.append(piece)
    return joined


def _holds(piece: Place, span: Place) -> bool:
    return piece.start <= span.start and span.end <= piece.end


def _window(line: str, at: int, before: int, length: int) -> Place:
    """Where to begin and to end, at blanks if there are some near."""
    begin = max(0, min(at - before, len(line) - length))
    if begin and (blank := line.find(" ", begin, at)) >= 0:
        begin = blank + 1
    end = min(len(line), begin + length)
    if end < len(line) and (blank := line.rfind(" ", at + length // 4, end)) >= 0:
        end = blank
    return Place(begin, end)


def _merged(line: str, spans: Iterable[Place]) -> list[Place]:
    """Spans, those that only blanks separate as one."""
    merged: list[Place] = []
    for span in spans:
        if merged and not line[merged[-1].end : span.start].strip():
            span = Place(merged.pop().start, span.end)
        merged.append(span)
    return merged


def _marked(line: str, piece: Place, spans: Iterable[Place]) -> str:
    pieces, at = [], piece.start
    for span in spans:
        pieces += [line[at : span.start], MARK, line[span.start : span.end], MARK]
        at = span.end
    return "".join([*pieces, line[at : piece.end]])
