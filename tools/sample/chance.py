"""Choices made from a seed, the same on every Python: nothing but the stable ``Random.random`` is drawn upon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Chance:
    """A source of choices; ``draw`` gives numbers in [0, 1)."""

    draw: Callable[[], float]

    def below(self, limit: int) -> int:
        """An integer in [0, limit)."""
        return int(self.draw() * limit)

    def between(self, low: float, high: float) -> float:
        """A number in [low, high)."""
        return low + (high - low) * self.draw()

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, each as likely."""
        return options[int(self.draw() * len(options))]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """Distinct options in random order, at most ``count``."""
        rest = list(options)
        return [rest.pop(self.below(len(rest))) for _ in range(min(count, len(rest)))]

    def happens(self, rate: float) -> bool:
        """True at the given rate."""
        return self.draw() < rate

    def quantile(self, points: Sequence[float]) -> float:
        """A number of the distribution whose evenly spaced quantiles are ``points``."""
        place = self.draw() * (len(points) - 1)
        index = int(place)
        return points[index] + (points[index + 1] - points[index]) * (place - index)


def chance_of(seed: int, index: int) -> Chance:
    """The choices of record ``index``, independent of every other record."""
    return Chance(Random(f"{seed}/{index}").random)  # noqa: S311 - nothing secret is made of it
