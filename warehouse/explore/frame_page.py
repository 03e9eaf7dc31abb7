"""What every page of the explorer has: head, navigation, tables of rows, fields of forms, links that keep a state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree.ElementTree import Element

import polars as pl

from warehouse.errors import QueryError
from warehouse.session import Warehouse
from warehouse.show.markup import Child, document, isolated, node
from warehouse.text import clock, number_text

PAGES = {
    "/": "Start",
    "/videos": "Videos",
    "/search": "Search",
    "/questions": "Questions",
    "/sql": "SQL",
    "/collection": "Collection",
}
_SYNTHETIC = "Synthetic sample: there are no such videos."


def whole_page(warehouse: Warehouse, title: str, *body: Child, scripts: Iterable[str] = (), path: str = "") -> str:
    """An HTML document with the explorer's head, its ways and ``body``; ``path`` is that of its way."""
    ways = (
        node("a", name, href=where, **({"aria_current": "page"} if where == path else {}))
        for where, name in PAGES.items()
    )
    return document(
        node(
            "html",
            node(
                "head",
                node("meta", charset="utf-8"),
                node("meta", name="viewport", content="width=device-width, initial-scale=1"),
                node("title", f"{title} - FineVideo"),
                node("link", rel="icon", href="/static/icon.svg", type="image/svg+xml"),
                node("link", rel="stylesheet", href="/static/page.css"),
                node("link", rel="stylesheet", href="/static/explorer.css"),
                *(node("script", " ", src=f"/static/{name}", defer="defer") for name in ("explorer.js", *scripts)),
            ),
            node(
                "body",
                node("a", "To the content", href="#content", class_="skip"),
                node("nav", *ways, aria_label="Pages"),
                node(
                    "main",
                    node("p", _SYNTHETIC, class_="synthetic") if warehouse.manifest.synthetic else None,
                    *body,
                    id="content",
                ),
                _aside_form(),
                _newer(warehouse),
            ),
            lang="en",
        )
    )


def _newer(warehouse: Warehouse) -> Element:
    """The notice that a newer snapshot was published, which a script shows later where there is none yet."""
    hidden = {"hidden": "hidden"} if warehouse.is_current else {}
    text = node("span", "There is a newer snapshot. ")
    button = node("button", "Show it", name="move", value="1")
    form = node("form", text, button, method="post", action="/snapshot", class_="inline")
    return node("div", form, id="newer", role="status", **hidden)


def _aside_form() -> Element:
    """The one form that all buttons for putting aside belong to, and what is said when one was used."""
    form = node("form", " ", id="aside", method="post", action="/collection")
    return node("div", form, node("p", " ", id="told", role="status"))


def aside_button(what: str, video_id: str, start: float | None = None, end: float | None = None) -> Element:
    """A button that puts a video, or a span of it, aside; ``what`` names it to those who cannot see the page."""
    return node(
        "button",
        "+",
        form="aside",
        name="put",
        value=spot(video_id, start, end),
        class_="aside",
        aria_label=f"Put aside {what}",
        title=f"Put aside {what}",
    )


def spot(video_id: str, start: float | None, end: float | None) -> str:
    """A video or a span of it as the field of a form: the times first, since an id may be any text."""
    return f"{_time(start)}/{_time(end)}/{video_id}"


def read_spot(text: str) -> tuple[str, float | None, float | None]:
    """What ``spot`` wrote.

    Raises:
        QueryError: it is none.
    """
    start, _, rest = text.partition("/")
    end, _, video_id = rest.partition("/")
    try:
        times = (float(start) if start else None, float(end) if end else None)
    except ValueError:
        video_id = ""
    if not video_id:
        raise QueryError("The form came from another page or names no video: use the buttons of the explorer.")
    return video_id, *times


def _time(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.10g}"


def address(path: str, /, **state: Any) -> str:
    """A path with a state: what is None or empty is left out."""
    kept = {name: _state_text(value) for name, value in state.items() if value not in (None, "")}
    return quote(path) + (f"?{urlencode(kept)}" if kept else "")


def _state_text(value: Any) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def rows_table(frame: pl.DataFrame, state: Mapping[str, Any] | None = None, *, caption: str = "Rows") -> Element:
    """A frame as a table; a row that names a video leads to it, with ``state`` in the address.

    Such a row, and the span of it if there is one, can be put aside.
    """
    aside = frame.schema.get("video_id") == pl.String
    numeric = {name for name, type_ in frame.schema.items() if type_.is_numeric()}
    classes = {name: "number" if name in numeric else "text" for name in frame.columns}
    head = node("tr", *(node("th", name, scope="col", class_=classes[name]) for name in frame.columns))
    if aside:
        head.append(node("th", node("span", "put aside", class_="unseen"), scope="col"))
    body = node("tbody")
    for row in frame.iter_rows(named=True):
        cells = (node("td", _cell(name, row, state or {}), class_=classes[name]) for name in frame.columns)
        body.append(node("tr", *cells, node("td", _aside(row)) if aside else None))
    table = node("table", node("caption", caption, class_="unseen"), node("thead", head), body)
    return node("div", table, class_="figure rows", tabindex="0", role="region", aria_label=caption)


def _cell(name: str, row: Mapping[str, Any], state: Mapping[str, Any]) -> Element:
    """A value of a row; an id and a web address are links."""
    value = row[name]
    text = isolated(value_text(value))
    if name == "video_id" and isinstance(value, str):
        return node("a", text, href=video_address(value, _number(row.get("start_seconds")), state))
    if isinstance(value, str) and value.startswith("https://"):
        return node("a", "watch" if "youtube.com/watch" in value else text, href=value, rel="noreferrer")
    return text


def _aside(row: Mapping[str, Any]) -> Element | None:
    if not isinstance(row["video_id"], str):
        return None
    start, end = _number(row.get("start_seconds")), _number(row.get("end_seconds"))
    return aside_button(
        f"{row['video_id']}{'' if start is None else f' at {clock(start)}'}", row["video_id"], start, end
    )


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def video_address(video_id: str, second: float | None, state: Mapping[str, Any]) -> str:
    """The page of a video, at a second, with the list that it is in."""
    return address(f"/video/{video_id}", **{**state, "t": None if second is None else int(second)})


def value_text(value: Any) -> str:
    """A value as people read it: floats to six digits, nulls as nothing."""
    if value is None:
        return ""
    if isinstance(value, float):
        return number_text(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


def labelled(name: str, control: Element) -> Element:
    """A control of a form beneath its name."""
    return node("label", node("span", name), control)


def text_field(name: str, value: str | None, kind: str = "text", **more: str) -> Element:
    """A field of a form for one line."""
    return node("input", name=name, type=kind, value=value or "", **more)


def choice(name: str, options: Iterable[tuple[str, str]], chosen: str | None, **more: str) -> Element:
    """A choice of a form, each option by its value and its text; the empty one restricts nothing."""
    made = node("select", name=name, **more)
    for value, text in options:
        selected = {"selected": "selected"} if value == (chosen or "") else {}
        made.append(node("option", text, value=value, **selected))
    return made
