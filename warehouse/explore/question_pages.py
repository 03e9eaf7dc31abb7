"""Every canned query as a form of its parameters, with its chart, its rows and the calls that give the same."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

import polars as pl

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
from warehouse.queries import Statement
from warehouse.queries.bind import read_value
from warehouse.session import Warehouse
from warehouse.show.markup import Child, node


def questions_page(warehouse: Warehouse) -> str:
    """The list of all canned queries by theme, as an HTML document."""
    body: list[Child] = [node("h1", "Questions")]
    theme = None
    for query in warehouse.queries.values():
        if query.theme != theme:
            theme, group = query.theme, node("ul")
            body += [node("h2", theme), group]
        group.append(node("li", node("a", query.title, href=f"/questions/{quote(query.name)}")))
    return whole_page(warehouse, "Questions", *body, path="/questions")


def read_values(query: Statement, given: Mapping[str, str]) -> dict[str, Any]:
    """The values of a query's parameters in an address; those that are left empty keep their defaults.

    Raises:
        QueryError: a value is not of its parameter's type, or not allowed.
    """
    named = {parameter.name for parameter in query.parameters}
    return {name: read_value(query, name, text) for name, text in given.items() if text and name in named}


def question_page(warehouse: Warehouse, name: str, given: Mapping[str, str]) -> str:
    """The page of one canned query as an HTML document.

    Raises:
        QueryError: there is no such query, or a value does not fit.
    """
    query = warehouse.canned(name)
    values, page = read_values(query, given), read_page(given)
    frame = asked_rows(warehouse, query, values, again=page == 1)
    state = {key: given[key] for key in values}
    empty = warehouse.why_empty(query, **values) if frame.is_empty() else None
    path = f"/questions/{query.name}"
    charted = bool(query.chart and frame.height)
    rows = node(
        "section",
        node("p", empty) if empty else row_turns(path, state, page, frame.height),
        rows_table(page_of(frame, page), {**state, "list": "question", "name": query.name}, caption="Rows"),
        aria_label="Result",
    )
    chart = chart_box(f"{path}/download", state, query.title) if charted else None
    return whole_page(
        warehouse,
        query.title,
        node("p", node("a", "← Questions", href="/questions"), class_="ways"),
        node("h1", query.title),
        node("p", query.doc),
        _form(query, given),
        download_links(f"{path}/download", state, (*ROW_FILES, *(PICTURES if charted else ())), query.name),
        node("div", chart, rows, class_="result") if charted else rows,
        node("h2", "The same elsewhere"),
        node("pre", _command(query, state), class_="command"),
        node("pre", _call(query, values), class_="command"),
        node("p", node("a", "Where the columns come from", href=f"{path}/lineage")),
        node("details", node("summary", "SQL"), node("pre", query.sql.strip(), tabindex="0")),
        scripts=("charts.js",) if charted else (),
        path="/questions",
    )


def lineage_page(warehouse: Warehouse, name: str) -> str:
    """Where the columns of a query come from, as an HTML document. Raises QueryError if there is no such query."""
    from warehouse.queries.column_lineage import lineage  # parsing takes a moment to import

    query = warehouse.canned(name)
    ways = [way for origin in lineage(query) for way in origin.paths()]
    columns = {
        "column": [way[0].column for way in ways],
        "through": [" < ".join(f"{step.relation}.{step.column}" for step in way[1:]) for way in ways],
        "source": [way[-1].source for way in ways],
    }
    frame = pl.DataFrame(columns, dict.fromkeys(columns, pl.String))
    title = f"Where the columns of {query.name} come from"
    return whole_page(
        warehouse,
        title,
        node("p", node("a", f"← {query.title}", href=f"/questions/{query.name}"), class_="ways"),
        node("h1", title),
        node("p", "What a value is computed from, not what rows are joined or filtered by; * is a count of rows."),
        rows_table(frame, caption="Columns"),
        path="/questions",
    )


def download(warehouse: Warehouse, name: str, given: Mapping[str, str], kind: str) -> bytes:
    """The rows of a query, its chart, or the chart's specification, as a file of a kind of ``KINDS``.

    Raises:
        QueryError: there is no such query or kind, a value does not fit, or the query declares no chart.
    """
    query = warehouse.canned(name)
    values = read_values(query, given)
    frame = asked_rows(warehouse, query, values, again=False)
    if require_kind(kind) in ROW_FILES:
        return rows_file(frame, kind)
    return picture(warehouse.chart(query, rows=frame, **values).to_dict(), kind)


def asked_rows(warehouse: Warehouse, query: Statement, values: Mapping[str, Any], *, again: bool) -> pl.DataFrame:
    """The result of a query, computed if it is not kept, or ``again``. Raises QueryError where a value does not fit."""
    asked = (query.name, tuple(sorted(values.items())))
    return RECENT.take(warehouse, asked, lambda: warehouse.query(query, **values), again=again)


def _form(query: Statement, given: Mapping[str, str]) -> Element:
    form = node("form", action=f"/questions/{quote(query.name)}", class_="filters")
    for parameter in query.parameters:
        default = "" if parameter.default is None else str(parameter.default)
        if parameter.allowed:
            options = [("", f"default: {default or 'all'}"), *((str(value), str(value)) for value in parameter.allowed)]
            control = choice(parameter.name, options, given.get(parameter.name))
        else:
            control = text_field(parameter.name, given.get(parameter.name), placeholder=default)
        field = labelled(parameter.name, control)
        field.append(node("span", parameter.doc, class_="soft note"))
        form.append(field)
    form.append(node("button", "Ask"))
    return form


def _command(query: Statement, state: Mapping[str, str]) -> str:
    parameters = (f" -p {name} {shlex.quote(text)}" for name, text in state.items())
    return f"warehouse query {query.name}{''.join(parameters)}"


def _call(query: Statement, values: Mapping[str, Any]) -> str:
    return f'wh.query("{query.name}"{"".join(f", {name}={value!r}" for name, value in values.items())})'
