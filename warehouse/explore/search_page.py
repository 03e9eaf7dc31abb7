"""The ranked search as a page: each hit leads to its second in the explorer's page of the video."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from warehouse.explore.frame_page import address, choice, labelled, text_field, whole_page
from warehouse.search.kinds import NAMES
from warehouse.session import Warehouse
from warehouse.show.markup import Child, isolated, node
from warehouse.text import clock

_MARKED = re.compile(r"\*\*(.+?)\*\*")


def search_page(warehouse: Warehouse, query: Mapping[str, str]) -> str:
    """The page of a search as an HTML document.

    Raises:
        HomeError: the snapshot has no search index.
        QueryError: a filter is not valid.
    """
    words, kind, category = query.get("q", ""), query.get("kind") or None, query.get("category") or None
    grouped = bool(query.get("group"))
    categories = warehouse.sql("SELECT DISTINCT content_parent_category FROM videos ORDER BY ALL").to_series().to_list()
    box = {"checked": "checked"} if grouped else {}
    form = node(
        "form",
        labelled("Words", text_field("q", words, "search", autofocus="autofocus")),
        labelled("Kind", choice("kind", [("", "all"), *((name, name) for name in NAMES)], kind)),
        labelled("Category", choice("category", [("", "all"), *((c, c) for c in categories if c)], category)),
        labelled("One moment per video", node("input", type="checkbox", name="group", value="1", **box)),
        node("button", "Search"),
        action="/search",
        class_="filters",
    )
    hits: list[Child] = []
    if words:
        frame = warehouse.search(
            words, kinds=(kind,) if kind else (), parent_category=category, limit=50, group_by_video=grouped
        )
        hits = [_hit(row) for row in frame.iter_rows(named=True)]
        hits = hits or [node("p", "Nothing was found: try fewer or other words, or leave out a filter.")]
    return whole_page(warehouse, "Search", node("h1", "Search"), form, *hits)


def _hit(row: Mapping[str, Any]) -> Element:
    second = None if row["start_seconds"] is None else int(row["start_seconds"])
    place = f"{row['kind']}{'' if second is None else f' at {clock(second)}'}"
    title = node("a", isolated(row["title"] or row["video_id"]), href=address(f"/video/{row['video_id']}", t=second))
    return node(
        "article",
        node("p", title, class_="title"),
        node("p", place, class_="soft"),
        node("p", node("bdi", *_marked(row["snippet"] or ""))),
        class_="hit",
    )


def _marked(snippet: str) -> Iterator[Child]:
    """A snippet with what matched as marked text; ``node`` puts texts behind elements where they belong."""
    for number, piece in enumerate(_MARKED.split(snippet)):
        yield node("mark", piece) if number % 2 else piece
