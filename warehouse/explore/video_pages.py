"""The list of videos, and one video: its player beside everything that the annotations say of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from warehouse.explore.frame_page import address, choice, labelled, rows_table, text_field, whole_page
from warehouse.explore.video_list import (
    CONDITIONS,
    ORDERS,
    PAGE_ROWS,
    VideoFilter,
    category_counts,
    list_videos,
    neighbours,
)
from warehouse.session import Warehouse
from warehouse.show import Video, look
from warehouse.show.markup import isolated, node
from warehouse.show.page import sections_of

_FIELDS = {
    "words": ("Words in title or channel", "search"),
    "channel": ("Channel", "text"),
    "year": ("Year of upload", "number"),
    "mood": ("Mood of a scene", "text"),
    "shortest": ("From seconds", "number"),
    "longest": ("To seconds", "number"),
    "speech": ("Speech from (0 to 1)", "number"),
    "quality": ("Quality from (0 to 1)", "number"),
}


def videos_page(warehouse: Warehouse, wanted: VideoFilter, page: int) -> str:
    """A page of the list of videos as an HTML document."""
    count, rows = list_videos(warehouse, wanted, page)
    state = {**wanted.values, "order": wanted.order}
    pages = max(1, -(-count // PAGE_ROWS))
    table = rows_table(rows.drop("video_id"))
    for row, (video_id,) in zip(table.iter("tr"), [("",), *rows.select("video_id").iter_rows()], strict=True):
        if video_id:
            (first, *_) = row
            link = node("a", href=address(f"/video/{video_id}", **state))
            link.extend(list(first))
            first[:] = [link]
    turns = node("p", f"Page {page} of {pages}. ")
    if page > 1:
        turns.append(node("a", "Previous", href=address("/videos", **state, page=page - 1)))
    if page < pages:
        turns.append(node("a", "Next", href=address("/videos", **state, page=page + 1)))
    return whole_page(
        warehouse,
        "Videos",
        node("h1", "Videos"),
        _form(warehouse, wanted),
        node("p", f"{count:,} videos.", id="count"),
        table if count else node("p", f"No video passes all of: {', '.join(wanted.values)}. Leave one of them out."),
        turns,
    )


def _form(warehouse: Warehouse, wanted: VideoFilter) -> Element:
    counts = category_counts(warehouse, wanted)
    options = [("", "all"), *((name, f"{name} ({count:,})") for name, count in counts.iter_rows() if name)]
    values = {name: str(wanted.values[name]) if name in wanted.values else None for name in CONDITIONS}
    fields = (
        labelled(text, text_field(name, values[name], kind, **({"step": "any"} if kind == "number" else {})))
        for name, (text, kind) in _FIELDS.items()
    )
    return node(
        "form",
        labelled("Category", choice("category", options, values["category"])),
        *fields,
        labelled("Order", choice("order", [(order, order) for order in ORDERS], wanted.order)),
        node("button", "Show"),
        action="/videos",
        class_="filters",
    )


def video_page(warehouse: Warehouse, video_id: str, wanted: VideoFilter, second: int | None) -> str:
    """The page of a video as an HTML document.

    Raises:
        QueryError: the snapshot has no such video.
    """
    video = look(warehouse, video_id)
    before, behind = neighbours(warehouse, wanted, video_id)
    state = {**wanted.values, "order": wanted.order}
    ways = node("p", node("a", "All of the list", href=address("/videos", **state)), class_="ways")
    for name, other in (("Previous", before), ("Next", behind)):
        if other:
            ways.append(node("a", name, href=address(f"/video/{other}", **state)))
    ways.append(node("a", "Record as JSON", href=f"/video/{video_id}/record.json"))
    return whole_page(
        warehouse,
        video.youtube_title or video_id,
        ways,
        *_player(video, second),
        _put_aside(video_id, second),
        *sections_of(video),
        *_more(warehouse, video_id),
    )


def record_json(warehouse: Warehouse, video_id: str) -> str:
    """The original record of a video as JSON text. Raises QueryError where there is none."""
    return json.dumps(warehouse.record(video_id), indent=2) + "\n"


def _player(video: Video, second: int | None) -> Iterator[Element]:
    if video.synthetic or video.url() is None:
        return
    source = address(f"/embed/{video.video_id}", enablejsapi=1, start=second)
    yield node(
        "iframe",
        " ",
        src=f"https://www.youtube-nocookie.com{source}",
        title=f"Player: {video.youtube_title}",
        id="player",
        allow="encrypted-media; fullscreen; picture-in-picture",
        referrerpolicy="strict-origin-when-cross-origin",
    )


def _put_aside(video_id: str, second: int | None) -> Element:
    return node(
        "form",
        text_field("video_id", video_id, "hidden"),
        text_field("start_seconds", None if second is None else str(second), "hidden"),
        node("button", "Put aside" if second is None else f"Put aside from second {second}"),
        method="post",
        action="/collection",
    )


def _more(warehouse: Warehouse, video_id: str) -> Iterator[Element]:
    """What the page of ``warehouse show`` leaves out: questions and suggestions of what to trim."""
    for title, note, statement in (
        ("Questions", "", "SELECT question, answer FROM qa_pairs WHERE video_id = $id ORDER BY qa_index"),
        (
            "Trimming suggestions",
            "By a fault of the published data all their times lie in the last scene: they say what to cut, not where.",
            "SELECT description FROM trimming_suggestions WHERE video_id = $id ORDER BY suggestion_index",
        ),
    ):
        rows = warehouse.sql(statement, {"id": video_id})
        if rows.height:
            yield node("section", node("h2", title), node("p", note, class_="soft") if note else None, rows_table(rows))
    yield node("p", isolated(f"warehouse show -- {video_id}"), class_="command")


def read_second(query: Mapping[str, str]) -> int | None:
    """The second that an address names; None where it names none that is a number."""
    text = query.get("t", "")
    return int(text) if text.isascii() and text.isdigit() else None
