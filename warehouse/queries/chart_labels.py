"""Labels of points, placed so that none lies over another or over a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FONT_SIZE = 10
# a little more than the mean letter of a sans-serif font, in sizes of the font
LETTER = 0.6
RADIUS = 5.0
GAP = 8.0


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two have a common place."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class Label:
    """The text of a point with its number, the middle of its left edge, and its box."""

    point: int
    text: str
    x: float
    y: float
    box: Box


def placed(points: Sequence[tuple[float, float]], texts: Sequence[str], width: float, height: float) -> list[Label]:
    """The labels that fit, each beside its point, those of earlier points first; what has no room gets none.

    ``points`` are pixels from the top left corner of a plot of ``width`` x ``height``.
    """
    taken = [Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in points]
    labels: list[Label] = []
    for number, ((x, y), text) in enumerate(zip(points, texts, strict=True)):
        wide = LETTER * FONT_SIZE * len(text)
        places = ((x + GAP, y), (x - GAP - wide, y), (x - wide / 2, y - 1.6 * GAP), (x - wide / 2, y + 1.6 * GAP))
        for left, middle in places:
            box = Box(left, middle - FONT_SIZE / 2 - 1, left + wide, middle + FONT_SIZE / 2 + 1)
            inside = min(box.left, box.top) >= 0 and box.right <= width and box.bottom <= height
            if inside and not any(box.meets(other) for other in taken):
                taken.append(box)
                labels.append(Label(number, text, left, middle, box))
                break
    return labels
