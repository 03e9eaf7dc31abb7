"""The two transcripts of a video: a recogniser's timed segments, and captions that heard some of it differently."""

from __future__ import annotations

from collections.abc import Iterator

from tools.sample.clock_times import Span, clock
from tools.sample.grammar import Writer

WORDS_A_SECOND = (0.6, 1.2, 1.7, 2.0, 2.3, 2.6, 2.8, 3.0, 3.2, 3.5, 3.8)
SLOWEST_SPEECH = 1.9
SEGMENT_WORDS = (8, 10, 12, 14, 15, 16, 17, 18, 20)
SHORT = 9
FILLERS = ("um", "uh", "like", "yeah", "you know")
TIMES = 20
MISHEARD = 0.07
PUNCTUATION = str.maketrans("", "", '.,?!:"')


def _chunks(writer: Writer) -> Iterator[list[str]]:
    while True:
        words = writer.sentence("spoken").split()
        # a recogniser seldom stops after a word or two
        while len(words) < SHORT:
            words += writer.sentence("spoken").split()
        while words:
            size = writer.chance.pick(SEGMENT_WORDS)
            yield words[:size]
            words = words[size:]


def _segment(span: Span, words: list[str]) -> dict[str, str]:
    return {"end": clock(span[1]), "start": clock(span[0]), "text": " " + " ".join(words)}


def segments(writer: Writer, length: int) -> list[dict[str, str]]:
    """What a recogniser heard in ``length`` milliseconds; every text begins with a blank."""
    chance = writer.chance
    pace = chance.quantile(WORDS_A_SECOND)
    speech = max(pace, SLOWEST_SPEECH)
    found: list[dict[str, str]] = []
    start = 0
    for words in _chunks(writer):
        end = start + int(len(words) / speech * chance.between(850, 1150)) // TIMES * TIMES
        if end > length and len(found) > 2:
            return found
        found.append(_segment((start, min(end, length)), words))
        start = min(end + int((end - start) * (speech / pace - 1) * chance.between(0, 2)) // TIMES * TIMES, length)
    return found


def captions(spoken: list[dict[str, str]], writer: Writer) -> str:
    """The same speech as YouTube captions it: lower case, no punctuation, some words misheard."""
    chance = writer.chance
    words = "".join(segment["text"] for segment in spoken).translate(PUNCTUATION).lower().split()
    for _ in range(int(len(words) * MISHEARD)):
        place = chance.below(len(words))
        words[place] = writer.phrase("noun") if chance.happens(0.6) else f"{words[place]} {chance.pick(FILLERS)}"
    return " ".join(words)
