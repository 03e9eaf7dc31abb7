"""The list of videos: filters that become one SELECT with bound values, a page of its rows, counts by category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from warehouse.errors import QueryError
from warehouse.session import Warehouse

PAGE_ROWS = 50
# each filter as a condition on video_profile, by the name that it has in an address
CONDITIONS = {
    "category": "parent_category = $category",
    "channel": "youtube_channel = $channel",
    "year": "video_id IN (SELECT video_id FROM videos WHERE year(upload_date) = $year)",
    "mood": "video_id IN (SELECT video_id FROM scene_moods WHERE mood = $mood)",
    "shortest": "duration_seconds >= $shortest",
    "longest": "duration_seconds <= $longest",
    "speech": "speech_coverage >= $speech",
    "quality": "video_id IN (SELECT video_id FROM quality_score WHERE quality_score >= $quality)",
    "words": "contains(lower(youtube_title || ' ' || coalesce(youtube_channel, '')), lower($words))",
}
NUMBERS = {"year": int, "shortest": float, "longest": float, "speech": float, "quality": float}
ORDERS = {
    "title": "lower(youtube_title), video_id",
    "shortest first": "duration_seconds NULLS LAST, video_id",
    "longest first": "duration_seconds DESC NULLS LAST, video_id",
    "most scenes": "scenes DESC, video_id",
    "most speech": "speech_coverage DESC NULLS LAST, video_id",
}


@dataclass(frozen=True)
class VideoFilter:
    """Which videos are wanted: ``values`` by the names of ``CONDITIONS``, in the order that ``ORDERS`` names."""

    values: Mapping[str, Any]
    order: str = "title"

    @property
    def condition(self) -> str:
        """The condition on ``video_profile``, its values as parameters."""
        return " AND ".join(CONDITIONS[name] for name in self.values) or "true"


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
    values = dict(wanted.values)
    (count,) = warehouse.sql(f"SELECT count(*) FROM video_profile WHERE {wanted.condition}", values).row(0)
    rows = warehouse.sql(
        f"""
        SELECT video_id, youtube_title AS title, youtube_channel AS channel, parent_category AS category,
            duration_seconds AS seconds, scenes, round(speech_coverage, 2) AS speech
        FROM video_profile WHERE {wanted.condition}
        ORDER BY {ORDERS[wanted.order]} LIMIT {PAGE_ROWS} OFFSET {PAGE_ROWS * (page - 1)}
        """,
        values,
    )
    return count, rows


def neighbours(warehouse: Warehouse, wanted: VideoFilter, video_id: str) -> tuple[str | None, str | None]:
    """The videos before and behind one in the list of a filter; None at its ends, or where it is not in it."""
    rows = warehouse.sql(
        f"""
        SELECT before, behind FROM (
            SELECT video_id, lag(video_id) OVER list AS before, lead(video_id) OVER list AS behind
            FROM video_profile WHERE {wanted.condition} WINDOW list AS (ORDER BY {ORDERS[wanted.order]})
        ) WHERE video_id = $video_id
        """,
        {**wanted.values, "video_id": video_id},
    ).rows()
    return rows[0] if rows else (None, None)


def category_counts(warehouse: Warehouse, wanted: VideoFilter) -> pl.DataFrame:
    """Videos by category, of those that all filters but the one on the category let through."""
    others = VideoFilter({name: value for name, value in wanted.values.items() if name != "category"})
    return warehouse.sql(
        f"SELECT parent_category AS category, count(*) AS videos FROM video_profile WHERE {others.condition} "
        "GROUP BY ALL ORDER BY category",
        dict(others.values),
    )
