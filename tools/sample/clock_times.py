"""Times in whole milliseconds: the clock of the dataset, scenes that tile a video, and spans inside them."""

from __future__ import annotations

from itertools import accumulate, pairwise

from tools.sample.chance import Chance

Span = tuple[int, int]


def clock(milliseconds: int) -> str:
    """The dataset's way of writing a time.

    >>> clock(3_723_004)
    '01:02:03.004'
    """
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


def stamps(span: Span) -> dict[str, str | None]:
    """A span as the dataset's pair of timestamps."""
    return {"end_timestamp": clock(span[1]), "start_timestamp": clock(span[0])}


def tiles(length: int, count: int, fps: float, chance: Chance) -> list[Span]:
    """Scenes that fill a video; each starts one frame after the previous one's end."""
    weights = list(accumulate(chance.between(0.15, 1) for _ in range(count)))
    frames = [int(length * fps / 1000 * weight / weights[-1]) for weight in weights]
    starts = [0, *(frame + 1 for frame in frames[:-1])]
    return [(_milliseconds(start, fps), _milliseconds(end, fps)) for start, end in zip(starts, frames, strict=True)]


def _milliseconds(frame: int, fps: float) -> int:
    return int(frame * 1000 / fps + 0.5)


def clamped(time: float, span: Span) -> int:
    """The time cut to whole seconds, then clamped into the span."""
    return min(max(int(time) // 1000 * 1000, span[0]), span[1])


def moments(span: Span, count: int, chance: Chance) -> list[int]:
    """Times inside a span, in order."""
    return sorted(clamped(chance.between(*span), span) for _ in range(count))


def parts(span: Span, count: int, chance: Chance) -> list[Span]:
    """Consecutive parts of a span."""
    return list(pairwise([span[0], *moments(span, count - 1, chance), span[1]]))


def stretch(span: Span, chance: Chance) -> Span:
    """A part of a span; often the whole."""
    if chance.happens(0.4):
        return span
    start, end = moments(span, 2, chance)
    return start, end
