"""A console for one SELECT over the tables, views and canned queries: its rows by pages, and a chart of its columns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

import polars as pl

from warehouse.errors import QueryError
from warehouse.explore.frame_page import choice, labelled, rows_table, text_field, whole_page
from warehouse.explore.recent_results import RECENT
from warehouse.explore.result_parts import (
    PICTURES,
    ROW_FILES,
    chart_box,
    download_links,
    page_of,
    picture,
    read_page,
    require_kind,
    row_turns,
    rows_file,
)
from warehouse.model import TABLES
from warehouse.queries import load_views
from warehouse.queries.chart_declaration import MARKS
from warehouse.session import Warehouse
from warehouse.show.markup import Child, isolated, node

_CHANNELS = ("x", "y", "color")


def sql_page(warehouse: Warehouse, query: Mapping[str, str]) -> str:
    """The page of a statement with its rows, or with what is wrong with it, as an HTML document.

    Raises:
        QueryError: the page that the address names is none.
    """
    statement, page = query.get("statement", ""), read_page(query)
    found: list[Child] = []
    if statement.strip():
        try:
            frame = RECENT.take(warehouse, statement, lambda: warehouse.sql(statement), again=page == 1)
        except QueryError as error:
            found = [node("p", isolated(str(error)), class_="error", role="alert")]
        else:
            found = _result(query, frame, page)
    return whole_page(
        warehouse, "SQL", node("h1", "SQL"), _form(statement), *found, scripts=("console.js", "charts.js"), path="/sql"
    )


def _form(statement: str) -> Element:
    area = node(
        "textarea",
        statement,
        name="statement",
        id="statement",
        rows=8,
        spellcheck="false",
        aria_label="Statement",
        aria_describedby="keys",
        autocomplete="off",
    )
    keys = "One SELECT; Ctrl-Space completes names, Ctrl-Enter runs."
    return node(
        "form",
        node(
            "div",
            area,
            node("ul", " ", id="names", role="listbox", aria_label="Names", hidden="hidden"),
            class_="editor",
        ),
        node(
            "p",
            node("button", "Run"),
            node("span", keys, id="keys", class_="soft"),
            class_="ways",
        ),
        node("details", node("summary", "History"), node("ol", " ", id="history")),
        action="/sql",
        id="console",
    )


def _result(query: Mapping[str, str], frame: pl.DataFrame, page: int) -> list[Child]:
    state = {"statement": query["statement"], **_chart_state(query)}
    charted = "mark" in state
    return [
        download_links("/sql/download", state, (*ROW_FILES, *(PICTURES if charted else ())), "rows"),
        _chart_form(query, frame) if frame.height and frame.width > 1 else None,
        chart_box("/sql/download", state, "chosen columns") if charted else None,
        row_turns("/sql", state, page, frame.height),
        rows_table(page_of(frame, page), caption="Rows"),
    ]


def _chart_state(query: Mapping[str, str]) -> dict[str, str]:
    """What of an address says how the rows are drawn; nothing where an axis is not chosen."""
    state = {name: query[name] for name in ("mark", *_CHANNELS) if query.get(name)}
    return state if state.keys() >= {"mark", "x", "y"} else {}


def _chart_form(query: Mapping[str, str], frame: pl.DataFrame) -> Element:
    columns = [("", "choose"), *((name, name) for name in frame.columns)]
    fields = (labelled(name, choice(name, columns, query.get(name))) for name in _CHANNELS)
    return node(
        "form",
        text_field("statement", query["statement"], "hidden"),
        labelled("Chart", choice("mark", [(mark, mark) for mark in MARKS], query.get("mark") or MARKS[0])),
        *fields,
        node("button", "Draw"),
        action="/sql",
        class_="filters",
    )


def sql_download(warehouse: Warehouse, query: Mapping[str, str], kind: str) -> bytes:
    """The rows of a statement, their chart, or its specification, as a file.

    Raises:
        QueryError: the statement does not hold, the chart does not fit its rows, or there is no such kind.
    """
    statement = query.get("statement", "")
    frame = RECENT.take(warehouse, statement, lambda: warehouse.sql(statement), again=False)
    if require_kind(kind) in ROW_FILES:
        return rows_file(frame, kind)
    state: dict[str, Any] = _chart_state(query)
    if not state:
        raise QueryError("A chart needs a mark, and columns for x and y: choose them.")
    return picture(warehouse.draw(frame, **state).to_dict(), kind)


def names_json(warehouse: Warehouse) -> str:
    """What the console completes: the tables and views with their columns, the canned queries."""
    relations = {table.name: [column.name for column in table.all_columns] for table in TABLES}
    relations |= {view.name: list(view.columns) for view in load_views()}
    return json.dumps({"relations": relations, "queries": list(warehouse.queries)})
