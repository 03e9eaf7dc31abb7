"""The list of videos: filters that become conditions on its rows, a page of them, their scenes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR
from functools import reduce
from operator import and_
from typing import Any

import polars as pl

from warehouse.errors import QueryError
from warehouse.explore.kept import made_once
from warehouse.explore.video_table import VideoTable, video_table
from warehouse.session import Warehouse

PAGE_ROWS = 50
# each filter by the name that it has in an address, and how a text of an address is read
FILTERS = {
    "category": str,
    "channel": str,
    "year": int,
    "mood": str,
    "shortest": float,
    "longest": float,
    "speech": float,
    "quality": float,
    "words": str,
}
# what a list can be sorted by, the column and whether from its largest value on; nulls come last, then the id decides
ORDERS = {
    "title": ("lower_title", False),
    "newest": ("uploaded", True),
    "oldest": ("uploaded", False),
    "most viewed": ("views", True),
    "shortest first": ("seconds", False),
    "longest first": ("seconds", True),
    "most scenes": ("scenes", True),
    "most speech": ("speech", True),
    "best annotated": ("quality", True),
}


@dataclass(frozen=True)
class VideoFilter:
    """Which videos are wanted: ``values`` by the names of ``FILTERS``, in the order that ``ORDERS`` names."""

    values: Mapping[str, Any]
    order: str = "title"

    @property
    def state(self) -> dict[str, Any]:
        """The filter as an address has it."""
        return {**self.values, "order": None if self.order == "title" else self.order}

    def without(self, *names: str) -> VideoFilter:
        """The filter with some of its values left out."""
        return VideoFilter({name: value for name, value in self.values.items() if name not in names}, self.order)


def read_filter(query: Mapping[str, str]) -> VideoFilter:
    """The filter that an address names.

    Raises:
        QueryError: a value should be a number and is not one, or the order is not one of ``ORDERS``.
    """
    order = query.get("order") or "title"
    if order not in ORDERS:
        raise QueryError(f"{order} is not an order: use one of {', '.join(ORDERS)}.")
    return VideoFilter({name: _value(name, query[name]) for name in FILTERS if query.get(name)}, order)


def _value(name: str, text: str) -> Any:
    try:
        value = FILTERS[name](text)
    except ValueError as error:
        raise QueryError(f"{text!r} is not a number: give {name} one, or leave it empty.") from error
    if isinstance(value, int) and abs(value) > MAXYEAR:
        raise QueryError(f"{text} is no year: give one of at most {MAXYEAR}, or leave it empty.")
    return value


def passing(warehouse: Warehouse, wanted: VideoFilter) -> dict[str, pl.Series]:
    """For each value of a filter, whether it lets each video of the list through."""
    table = video_table(warehouse)
    conditions = {name: _condition(warehouse, table, name, value) for name, value in wanted.values.items()}
    found = table.listed.select(condition.fill_null(value=False).alias(name) for name, condition in conditions.items())
    return {column.name: column for column in found}


def all_of(passes: Iterable[pl.Series], videos: int) -> pl.Series:
    """Whether each of so many videos passes everything."""
    return reduce(and_, passes, pl.repeat(value=True, n=videos, eager=True))


def _condition(warehouse: Warehouse, table: VideoTable, name: str, value: str | float) -> pl.Expr:
    match name:
        case "shortest":
            return pl.col("seconds") >= value
        case "longest":
            return pl.col("seconds") <= value
        case "speech" | "quality":
            return pl.col(name) >= value
        case "mood":
            return pl.col("number").is_in(table.moods.filter(pl.col("mood") == value)["number"].implode())
        case "words":
            lowered = warehouse.sql("SELECT lower($words)", {"words": value}).item()
            return pl.col("words").str.contains(lowered, literal=True)
    return pl.col(name) == value


def _numbers(warehouse: Warehouse, wanted: VideoFilter) -> pl.Series:
    """The numbers of the videos that a filter lets through, in its order."""
    order = made_once(warehouse, _in_order)[wanted.order]
    passes = all_of(passing(warehouse, wanted).values(), len(order))
    return order.filter(passes.gather(order))


def _in_order(warehouse: Warehouse) -> dict[str, pl.Series]:
    """The numbers of all videos by each order."""
    listed = video_table(warehouse).listed
    return {
        order: listed.select("number", column, "video_id").sort(
            column, "video_id", descending=[descending, False], nulls_last=True
        )["number"]
        for order, (column, descending) in ORDERS.items()
    }


def list_videos(warehouse: Warehouse, wanted: VideoFilter, page: int) -> tuple[int, pl.DataFrame]:
    """How many videos a filter lets through, and the rows of a page of them, counted from 1."""
    numbers = _numbers(warehouse, wanted)
    return len(numbers), video_table(warehouse).listed[numbers.slice(PAGE_ROWS * (page - 1), PAGE_ROWS)]


def neighbours(warehouse: Warehouse, wanted: VideoFilter, video_id: str) -> tuple[str | None, str | None]:
    """The videos before and behind one in the list of a filter; None at its ends, or where it is not in it."""
    ids = video_table(warehouse).listed["video_id"]
    numbers = _numbers(warehouse, wanted)
    number = ids.index_of(video_id)
    at = None if number is None else numbers.index_of(number)
    if at is None:
        return None, None
    return (ids[numbers[at - 1]] if at else None), (ids[numbers[at + 1]] if at + 1 < len(numbers) else None)


def strips(warehouse: Warehouse, rows: pl.DataFrame) -> dict[str, list[tuple[float, float, str]]]:
    """The scenes of rows of the list that have their times in order: start, end and valence (or ''), by video."""
    scenes = video_table(warehouse).strips.filter(pl.col("number").is_in(rows["number"].implode()))
    named = scenes.join(rows.select("number", "video_id"), on="number", maintain_order="left")
    found: dict[str, list[tuple[float, float, str]]] = {}
    for video_id, *scene in named.select("video_id", "start_seconds", "end_seconds", "valence").iter_rows():
        found.setdefault(video_id, []).append((scene[0], scene[1], scene[2]))
    return found
