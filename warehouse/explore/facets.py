"""What the list of videos can be filtered by, with the number of videos beside each value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.explore.video_list import VideoFilter
from warehouse.explore.video_table import video_table
from warehouse.session import Warehouse
from warehouse.text import clock

SHOWN_VALUES = 20
# what is counted by value, by the name in an address: its title, and the value as SQL
_VALUES = {
    "category": ("Category", "category"),
    "year": ("Year of upload", "CAST(year(uploaded) AS VARCHAR)"),
    "channel": ("Channel", "channel"),
}
_MOOD = "Mood of a scene"
_LENGTH = ("shortest", "longest")
_LENGTHS = ((None, 60), (60, 180), (180, 300), (300, 600), (600, 1200), (1200, None))
_SHARES = {
    "speech": ("Speech", (0.25, 0.5, 0.75, 0.9)),
    "quality": ("Quality of the annotation", (0.5, 0.6, 0.7, 0.8, 0.9)),
}
_COUNTS = """
SELECT facet, value, videos FROM ({parts}) AS counted(facet, value, videos)
WHERE videos > 0
-- of moods and channels there are too many to show all
QUALIFY facet NOT IN ('mood', 'channel')
    OR row_number() OVER (PARTITION BY facet ORDER BY videos DESC, value) <= {shown}
ORDER BY facet, CASE WHEN facet IN ('mood', 'channel') THEN videos END DESC, value
"""


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
    statement = _COUNTS.format(parts=" UNION ALL ".join(_parts(wanted)), shown=SHOWN_VALUES)
    counts: dict[str, dict[str, int]] = {}
    for facet, value, videos in video_table(warehouse).sql(statement, wanted.values).iter_rows():
        counts.setdefault(facet, {})[value] = videos
    by_value = {
        name: Facet(title, (name,), _by_value(name, counts.get(name, {})))
        for name, title in {**{name: title for name, (title, _) in _VALUES.items()}, "mood": _MOOD}.items()
    }
    shares = [Facet(title, (name,), _by_share(name, counts.get(name, {}))) for name, (title, _) in _SHARES.items()]
    length = Facet("Length", _LENGTH, _by_length(counts.get("length", {})))
    return [by_value["category"], by_value["mood"], length, by_value["year"], *shares, by_value["channel"]]


def _parts(wanted: VideoFilter) -> Iterator[str]:
    """SELECTs of facet, value and videos; of measures the value is the number of the condition."""
    for name, (_, value) in _VALUES.items():
        others = wanted.without(name).condition
        yield f"SELECT '{name}', {value}, count(*) FROM listed WHERE {others} AND {value} <> '' GROUP BY ALL"
    yield (
        "SELECT 'mood', mood, count(*) FROM moods "
        f"WHERE video_id IN (SELECT video_id FROM listed WHERE {wanted.without('mood').condition}) GROUP BY ALL"
    )
    yield from _measured("length", wanted.without(*_LENGTH), map(_within, _LENGTHS))
    for name, (_, shares) in _SHARES.items():
        yield from _measured(name, wanted.without(name), (f"{name} >= {share}" for share in shares))


def _measured(facet: str, others: VideoFilter, conditions: Iterable[str]) -> Iterator[str]:
    for number, condition in enumerate(conditions):
        where = f"{others.condition} AND {condition}"
        yield f"SELECT '{facet}', '{number}', count(*) FROM listed WHERE {where}"


def _within(ends: tuple[int | None, int | None]) -> str:
    least, most = ends
    bounds = (None if least is None else f"seconds >= {least}", None if most is None else f"seconds <= {most}")
    return " AND ".join(bound for bound in bounds if bound)


def _by_value(name: str, counts: Mapping[str, int]) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(text, {name: text}, videos) for text, videos in counts.items())


def _by_share(name: str, counts: Mapping[str, int]) -> tuple[FacetValue, ...]:
    _, shares = _SHARES[name]
    return tuple(FacetValue(f"{shares[int(n)]:.0%} or more", {name: shares[int(n)]}, v) for n, v in counts.items())


def _by_length(counts: Mapping[str, int]) -> tuple[FacetValue, ...]:
    found = ((_LENGTHS[int(number)], videos) for number, videos in counts.items())
    return tuple(
        FacetValue(_span(least, most), {"shortest": least, "longest": most}, videos) for (least, most), videos in found
    )


def _span(least: int | None, most: int | None) -> str:
    if least is None:
        return f"up to {clock(most)}"
    return f"{clock(least)} or more" if most is None else f"{clock(least)} to {clock(most)}"
