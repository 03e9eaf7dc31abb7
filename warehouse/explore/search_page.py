"""The ranked search as a page: each hit leads to its second in the explorer's page of the video."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

import polars as pl

from warehouse.errors import QueryError
from warehouse.explore.frame_page import aside_button, choice, labelled, text_field, video_address, whole_page
from warehouse.search.index import ignore
from warehouse.search.kinds import NAMES
from warehouse.session import Warehouse
from warehouse.show.hits import marked
from warehouse.show.markup import Child, isolated, node
from warehouse.snapshot.layout import has_vectors
from warehouse.text import clock

_SHOWN_HITS = 50


def found(warehouse: Warehouse, query: Mapping[str, str], tell: Callable[[str], None] = ignore) -> pl.DataFrame:
    """The hits of a search that an address names; none where it has no words. Misspelled words are told of.

    Raises:
        HomeError: the snapshot has no search index.
        QueryError: a filter is not valid.
    """
    kind = query.get("kind")
    return warehouse.search(
        query.get("q", ""),
        kinds=(kind,) if kind else (),
        by=query.get("by") or None,
        category=query.get("category") or None,
        fine_category=query.get("fine") or None,
        channel=query.get("channel") or None,
        min_duration=_seconds(query, "shortest"),
        max_duration=_seconds(query, "longest"),
        limit=_SHOWN_HITS,
        group="video" if query.get("group") else None,
        tell=tell,
    )


def search_page(warehouse: Warehouse, query: Mapping[str, str]) -> str:
    """The page of a search as an HTML document. Raises what ``found`` raises."""
    words = query.get("q", "")
    hits: list[Child] = []
    if words:
        notes: list[str] = []
        frame = found(warehouse, query, notes.append)
        state = {**query, "list": "search"}
        told = f"The best {frame.height} hits." if frame.height == _SHOWN_HITS else f"{frame.height} hits."
        hits = [node("p", told, id="count", role="status")]
        hits += [hit_article(row, state) for row in frame.iter_rows(named=True)]
        if not frame.height:
            hits = [node("p", "Nothing was found: try fewer or other words, or leave out a filter.", role="status")]
        hits = [*(node("p", isolated(note), role="status") for note in notes), *hits]
    return whole_page(warehouse, "Search", node("h1", "Search"), _form(warehouse, query), *hits, path="/search")


def _form(warehouse: Warehouse, query: Mapping[str, str]) -> Element:
    broad, fine = (
        [("", "all"), *((name, name) for name in warehouse.known_values(f"videos.content_{kind}_category") if name)]
        for kind in ("parent", "fine")
    )
    ways = [("", "words and meaning"), ("words", "words"), ("meaning", "meaning")]
    by = labelled("By", choice("by", ways, query.get("by"))) if has_vectors(warehouse.snapshot) else None
    box = {"checked": "checked"} if query.get("group") else {}
    words = text_field("q", query.get("q"), "search", autofocus="autofocus")
    return node(
        "form",
        labelled("Words", words),
        by,
        labelled("Kind", choice("kind", [("", "all"), *((name, name) for name in NAMES)], query.get("kind"))),
        labelled("Category", choice("category", broad, query.get("category"))),
        labelled("Fine category", choice("fine", fine, query.get("fine"))),
        labelled("Channel", text_field("channel", query.get("channel"))),
        labelled("From seconds", text_field("shortest", query.get("shortest"), "number", step="any")),
        labelled("To seconds", text_field("longest", query.get("longest"), "number", step="any")),
        labelled("One moment per video", node("input", type="checkbox", name="group", value="1", **box)),
        node("button", "Search"),
        action="/search",
        class_="filters",
    )


def _seconds(query: Mapping[str, str], name: str) -> float | None:
    text = query.get(name)
    try:
        return float(text) if text else None
    except ValueError as error:
        raise QueryError(f"{text!r} is not a number of seconds: give one, or leave it empty.") from error


def hit_article(row: Mapping[str, Any], state: Mapping[str, Any], note: str = "") -> Element:
    """A moment that was found, as a link to its second; ``note`` is what else is said of it."""
    start = row["start_seconds"]
    at = "" if start is None else f" at {clock(start)}"
    place = " · ".join(filter(None, (f"{row['kind']}{at}", row["channel"] or "channel unknown", note)))
    name = row["title"] or row["video_id"]
    title = node("a", isolated(name), href=video_address(row["video_id"], start, state))
    what = name if start is None else f"{name} at {clock(start)}"
    return node(
        "article",
        aside_button(what, row["video_id"], start, row["end_seconds"]),
        node("h2", title),
        node("p", isolated(place), class_="soft"),
        node("p", node("bdi", *marked(row["snippet"] or ""))),
        class_="hit",
    )
