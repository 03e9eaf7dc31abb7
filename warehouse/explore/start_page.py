"""The first page: what the warehouse holds, by category, year and mood, and how good its annotations are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

import polars as pl

from warehouse.explore.facets import QUALITIES, or_more
from warehouse.explore.frame_page import address, whole_page
from warehouse.explore.kept import made_once
from warehouse.session import Warehouse
from warehouse.show.markup import isolated, node

_TOTALS = """
SELECT
    sum(duration_seconds) / 3600.0 AS hours, count(DISTINCT youtube_channel) AS channels,
    (SELECT avg(quality_score) FROM quality_score) AS quality
FROM videos
"""
_CATEGORIES = """
SELECT content_parent_category AS name, count(*) AS videos FROM videos GROUP BY ALL ORDER BY videos DESC, name
"""
_YEARS = """
SELECT year(upload_date) AS year, count(*) AS videos FROM videos WHERE upload_date IS NOT NULL
GROUP BY ALL ORDER BY year
"""
_MOODS = """
SELECT mood AS name, count(DISTINCT video_id) AS videos FROM scene_moods WHERE mood IS NOT NULL
GROUP BY ALL ORDER BY videos DESC, name LIMIT 20
"""
_QUALITY = f"""
SELECT least AS name, count(*) AS videos FROM quality_score, (SELECT unnest({list(QUALITIES)})::DOUBLE AS least)
WHERE quality_score >= least GROUP BY ALL ORDER BY name DESC
"""


def _counted(warehouse: Warehouse) -> tuple[pl.DataFrame, ...]:
    totals, categories, quality, moods, years = map(warehouse.sql, (_TOTALS, _CATEGORIES, _QUALITY, _MOODS, _YEARS))
    # years without an upload have a bar, too: bars that stand side by side are neighbours
    uploads: dict[int, int] = dict(years.iter_rows())
    every = range(min(uploads), max(uploads) + 1) if uploads else range(0)
    counts = {"name": [str(year) for year in every], "videos": [uploads.get(year, 0) for year in every]}
    return totals, categories, quality, moods, pl.DataFrame(counts, {"name": pl.String, "videos": pl.Int64})


def start_page(warehouse: Warehouse) -> str:
    """The page as an HTML document."""
    totals, categories, scores, moods, years = made_once(warehouse, _counted)
    total = totals.row(0, named=True)
    manifest = warehouse.manifest
    revision = f" at {manifest.revision}" if manifest.revision else ""
    quality = "unknown" if total["quality"] is None else f"{total['quality']:.2f}"
    return whole_page(
        warehouse,
        "Start",
        node("h1", "FineVideo"),
        node("p", isolated(f"{manifest.location}{revision}"), f", read {manifest.created_at[:10]}", class_="soft"),
        node(
            "p",
            f"{manifest.rows['videos']:,} videos of {total['channels']:,} channels, {total['hours'] or 0:,.1f} hours, "
            f"{manifest.rows['scenes']:,} scenes. Mean quality of the annotations: {quality} of 1.",
        ),
        node(
            "div",
            node(
                "div",
                _bars("Categories", categories, lambda name: address("/videos", category=name)),
                _bars("Quality of the annotation", scores, lambda least: address("/videos", quality=least), or_more),
            ),
            _bars("Moods of scenes, by videos", moods, lambda name: address("/videos", mood=name)),
            _bars("Uploads by year", years, lambda name: address("/videos", year=name)),
            class_="bars",
        ),
        path="/",
    )


def _bars(
    title: str, counts: pl.DataFrame, leads_to: Callable[[Any], str], text: Callable[[Any], str] = str
) -> Element:
    """Counts as bars that can be clicked, the largest one as wide as there is place; ``text`` is that of a name."""
    largest = counts["videos"].max()
    section = node("section", node("h2", title))
    for name, count in counts.iter_rows():
        bar = node("meter", str(count), value=count, min=0, max=float(str(largest)))
        section.append(
            node(
                "a",
                node("span", isolated(text(name or "none"))),
                bar,
                node("span", f"{count:,}"),
                href=leads_to(name or ""),
                class_="bar",
            )
        )
    return section
