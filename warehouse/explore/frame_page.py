"""What every page of the explorer has: head, navigation, tables of rows, fields of forms, links that keep a state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree.ElementTree import Element

import polars as pl

from warehouse.session import Warehouse
from warehouse.show.markup import Child, document, isolated, node
from warehouse.text import number_text

PAGES = {
    "/": "Start",
    "/videos": "Videos",
    "/search": "Search",
    "/questions": "Questions",
    "/sql": "SQL",
    "/collection": "Collection",
}


def whole_page(warehouse: Warehouse, title: str, *body: Child) -> str:
    """An HTML document with the explorer's head, its ways and ``body``."""
    ways = (node("a", name, href=path) for path, name in PAGES.items())
    note = node("p", "Synthetic sample: there are no such videos.", class_="synthetic")
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
                node("script", " ", src="/static/explorer.js", defer="defer"),
            ),
            node(
                "body",
                node("nav", *ways, aria_label="Pages"),
                node("main", note if warehouse.manifest.synthetic else None, *body),
            ),
            lang="en",
        )
    )


def address(path: str, **state: Any) -> str:
    """A path with a state: what is None or empty is left out."""
    kept = {name: value for name, value in state.items() if value not in (None, "")}
    return quote(path) + (f"?{urlencode(kept)}" if kept else "")


def rows_table(frame: pl.DataFrame, links: Mapping[str, str] | None = None) -> Element:
    """A frame as a table; ``links`` gives for a column the path that its values lead to."""
    head = node("tr", *(node("th", name, scope="col") for name in frame.columns))
    numeric = {name for name, type_ in frame.schema.items() if type_.is_numeric()}
    rows = (
        node(
            "tr",
            *(
                node("td", cell_of(name, value, links or {}), class_="number" if name in numeric else "text")
                for name, value in row.items()
            ),
        )
        for row in frame.iter_rows(named=True)
    )
    return node("div", node("table", node("thead", head), node("tbody", *rows), class_="rows"), class_="figure")


def cell_of(name: str, value: Any, links: Mapping[str, str]) -> Element:
    """A value of a table; one of a linked column, and one of a web address, is a link."""
    text = value_text(value)
    if value is not None and name in links:
        return node("a", isolated(text), href=f"{links[name]}{quote(text, safe='')}")
    if isinstance(value, str) and value.startswith("https://"):
        return node("a", "watch" if "youtube.com/watch" in value else isolated(value), href=value, rel="noreferrer")
    return isolated(text)


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


def choice(name: str, options: Iterable[tuple[str, str]], chosen: str | None) -> Element:
    """A choice of a form, each option by its value and its text; the empty one restricts nothing."""
    made = node("select", name=name)
    for value, text in options:
        selected = {"selected": "selected"} if value == (chosen or "") else {}
        made.append(node("option", text, value=value, **selected))
    return made
