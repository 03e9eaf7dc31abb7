"""What the list of videos can be filtered by, with the number of videos beside each value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import polars as pl

from warehouse.explore.video_list import VideoFilter, all_of, passing
from warehouse.explore.video_table import VideoTable, video_table
from warehouse.session import Warehouse
from warehouse.text import clock

Key = TypeVar("Key")

SHOWN_VALUES = 20
# what is counted by value, by the name in an address and in the list: its title
_VALUES = {"category": "Category", "mood": "Mood of a scene", "year": "Year of upload", "channel": "Channel"}
# there are too many of them to show all
_MANY = ("mood", "channel")
_LENGTH = ("shortest", "longest")
_LENGTHS = ((None, 60), (60, 180), (180, 300), (300, 600), (600, 1200), (1200, None))
QUALITIES = (0.5, 0.6, 0.7, 0.8, 0.9)
_SHARES = {"speech": ("Speech", (0.25, 0.5, 0.75, 0.9)), "quality": ("Quality of the annotation", QUALITIES)}


@dataclass(frozen=True)
class FacetValue:
    """A value to filter by: its text, what an address gets for it, and how many videos have it."""

    text: str
    state: Mapping[str, Any]
    videos: int


@dataclass(frozen=True)
class Facet:
    """What a list can be filtered by: the names that its values set in an address, and the values that there are."""

    title: str
    names: tuple[str, ...]
    values: tuple[FacetValue, ...]


def facets(warehouse: Warehouse, wanted: VideoFilter) -> list[Facet]:
    """The facets; of each value those videos are counted that all filters but the facet's own let through."""
    table, passes = video_table(warehouse), passing(warehouse, wanted)

    def others(*names: str) -> pl.Series:
        return all_of((passed for name, passed in passes.items() if name not in names), table.listed.height)

    by_value = {name: Facet(title, (name,), _by_value(table, name, others(name))) for name, title in _VALUES.items()}
    length = Facet("Length", _LENGTH, _by_length(table.listed.filter(others(*_LENGTH))))
    shares = [
        Facet(title, (name,), _by_share(table.listed.filter(others(name)), name, least))
        for name, (title, least) in _SHARES.items()
    ]
    return [by_value["category"], by_value["mood"], length, by_value["year"], *shares, by_value["channel"]]


def _by_value(table: VideoTable, name: str, others: pl.Series) -> tuple[FacetValue, ...]:
    rows = table.moods.filter(others.gather(table.moods["number"])) if name == "mood" else table.listed.filter(others)
    values = rows.select(pl.col(name).alias("value")).filter(pl.col("value").cast(pl.String) != "")
    counts = values.group_by("value").len("videos")
    if name in _MANY:
        counts = counts.sort("videos", "value", descending=[True, False]).head(SHOWN_VALUES)
    else:
        counts = counts.sort("value")
    return tuple(FacetValue(str(value), {name: value}, videos) for value, videos in counts.iter_rows())


def _by_share(rows: pl.DataFrame, name: str, least: Iterable[float]) -> tuple[FacetValue, ...]:
    counts = _counts(rows, {share: pl.col(name) >= share for share in least})
    return tuple(FacetValue(or_more(share), {name: share}, videos) for share, videos in counts)


def or_more(share: float) -> str:
    """A share and all above it, in words."""
    return f"{share:.0%} or more"


def _by_length(rows: pl.DataFrame) -> tuple[FacetValue, ...]:
    counts = _counts(rows, {ends: pl.col("seconds").is_between(*_ends(ends)) for ends in _LENGTHS})
    return tuple(FacetValue(_span(*ends), dict(zip(_LENGTH, ends, strict=True)), videos) for ends, videos in counts)


def _ends(ends: tuple[int | None, int | None]) -> tuple[float, float]:
    least, most = ends
    return -math.inf if least is None else least, math.inf if most is None else most


def _counts(rows: pl.DataFrame, conditions: Mapping[Key, pl.Expr]) -> Iterator[tuple[Key, int]]:
    """The numbers of rows that pass conditions, those that none passes left out."""
    counts = rows.select(condition.sum().alias(str(number)) for number, condition in enumerate(conditions.values()))
    return ((key, count) for key, count in zip(conditions, counts.row(0), strict=True) if count)


def _span(least: int | None, most: int | None) -> str:
    if least is None:
        return f"up to {clock(most)}"
    return f"{clock(least)} or more" if most is None else f"{clock(least)} to {clock(most)}"
