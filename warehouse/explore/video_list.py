"""The list of videos: filters that become one SELECT with bound values, a page of its rows, their scenes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from warehouse.errors import QueryError
from warehouse.explore.video_table import video_table
from warehouse.session import Warehouse

PAGE_ROWS = 50
# each filter as a condition on the table ``listed``, by the name that it has in an address
CONDITIONS = {
    "category": "category = $category",
    "channel": "channel = $channel",
    "year": "year(uploaded) = $year",
    "mood": "video_id IN (SELECT video_id FROM moods WHERE mood = $mood)",
    "shortest": "seconds >= $shortest",
    "longest": "seconds <= $longest",
    "speech": "speech >= $speech",
    "quality": "quality >= $quality",
    "words": "contains(lower(title || ' ' || coalesce(channel, '')), lower($words))",
}
NUMBERS = {"year": int, "shortest": float, "longest": float, "speech": float, "quality": float}
ORDERS = {
    "title": "lower(title), video_id",
    "newest": "uploaded DESC NULLS LAST, video_id",
    "oldest": "uploaded NULLS LAST, video_id",
    "most viewed": "views DESC NULLS LAST, video_id",
    "shortest first": "seconds NULLS LAST, video_id",
    "longest first": "seconds DESC NULLS LAST, video_id",
    "most scenes": "scenes DESC, video_id",
    "most speech": "speech DESC NULLS LAST, video_id",
    "best annotated": "quality DESC NULLS LAST, video_id",
}


@dataclass(frozen=True)
class VideoFilter:
    """Which videos are wanted: ``values`` by the names of ``CONDITIONS``, in the order that ``ORDERS`` names."""

    values: Mapping[str, Any]
    order: str = "title"

    @property
    def condition(self) -> str:
        """The condition on a video of the list, its values as parameters."""
        return " AND ".join(CONDITIONS[name] for name in self.values) or "true"

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
    given = {name: query[name] for name in CONDITIONS if query.get(name)}
    return VideoFilter({name: _value(name, text) for name, text in given.items()}, order)


def _value(name: str, text: str) -> Any:
    try:
        return NUMBERS.get(name, str)(text)
    except ValueError as error:
        raise QueryError(f"{text!r} is not a number: give {name} one, or leave it empty.") from error


def list_videos(warehouse: Warehouse, wanted: VideoFilter, page: int) -> tuple[int, pl.DataFrame]:
    """How many videos a filter lets through, and the rows of a page of them, counted from 1."""
    videos = video_table(warehouse)
    (count,) = videos.sql(f"SELECT count(*) FROM listed WHERE {wanted.condition}", wanted.values).row(0)
    rows = videos.sql(
        f"SELECT * FROM listed WHERE {wanted.condition} "
        f"ORDER BY {ORDERS[wanted.order]} LIMIT {PAGE_ROWS} OFFSET {PAGE_ROWS * (page - 1)}",
        wanted.values,
    )
    return count, rows


def neighbours(warehouse: Warehouse, wanted: VideoFilter, video_id: str) -> tuple[str | None, str | None]:
    """The videos before and behind one in the list of a filter; None at its ends, or where it is not in it."""
    rows = (
        video_table(warehouse)
        .sql(
            f"""
        SELECT before, behind FROM (
            SELECT video_id, lag(video_id) OVER list AS before, lead(video_id) OVER list AS behind
            FROM listed WHERE {wanted.condition} WINDOW list AS (ORDER BY {ORDERS[wanted.order]})
        ) WHERE video_id = $video_id
        """,
            {**wanted.values, "video_id": video_id},
        )
        .rows()
    )
    return rows[0] if rows else (None, None)


def strips(warehouse: Warehouse, ids: Iterable[str]) -> dict[str, list[tuple[float, float, str]]]:
    """The scenes of videos that have their times in order: start, end and valence (or an empty text), by video."""
    found: dict[str, list[tuple[float, float, str]]] = {}
    rows = video_table(warehouse).sql(
        "SELECT video_id, start_seconds, end_seconds, valence FROM strips WHERE video_id IN (SELECT unnest($ids)) "
        "ORDER BY video_id, scene_index",
        {"ids": list(ids)},
    )
    for video_id, *scene in rows.iter_rows():
        found.setdefault(video_id, []).append((scene[0], scene[1], scene[2]))
    return found
