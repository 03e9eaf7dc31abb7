"""Every canned query as a form of its parameters, with its chart, its rows and the calls that give the same."""

from __future__ import annotations

import io
import shlex
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

import polars as pl

from warehouse.errors import QueryError
from warehouse.explore.frame_page import address, choice, labelled, rows_table, text_field, whole_page
from warehouse.queries import Statement
from warehouse.queries.bind import read_value
from warehouse.queries.charts import rendered
from warehouse.session import Warehouse
from warehouse.show.markup import Child, node

SHOWN_ROWS = 200
DOWNLOADS = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "svg": "image/svg+xml", "png": "image/png"}


def questions_page(warehouse: Warehouse) -> str:
    """The list of all canned queries by theme, as an HTML document."""
    body: list[Child] = [node("h1", "Questions")]
    theme = None
    for query in warehouse.queries.values():
        if query.theme != theme:
            theme, group = query.theme, node("ul")
            body += [node("h2", theme), group]
        group.append(node("li", node("a", query.title, href=f"/questions/{quote(query.name)}")))
    return whole_page(warehouse, "Questions", *body)


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
    values = read_values(query, given)
    frame = warehouse.query(query, **values)
    state = {key: given[key] for key in values}
    empty = warehouse.why_empty(query, **values) if frame.is_empty() else None
    return whole_page(
        warehouse,
        query.title,
        node("h1", query.title),
        node("p", query.doc),
        _form(query, given),
        node("p", *_downloads(query, state), class_="ways"),
        _picture(query, state) if query.chart and frame.height else None,
        node("p", empty or _count(frame)),
        rows_table(frame.head(SHOWN_ROWS), {"video_id": "/video/"}),
        node("h2", "The same elsewhere"),
        node("pre", _command(query, state)),
        node("pre", _call(query, values)),
        node("h2", "SQL"),
        node("pre", query.sql.strip()),
    )


def download(warehouse: Warehouse, name: str, given: Mapping[str, str], kind: str) -> bytes:
    """The rows of a query, or its chart, as a file of a kind of ``DOWNLOADS``.

    Raises:
        QueryError: there is no such query or kind, a value does not fit, or the query declares no chart.
    """
    query = warehouse.canned(name)
    values = read_values(query, given)
    if kind in ("svg", "png"):
        return rendered(warehouse.chart(query, **values).to_dict(), f".{kind}")
    frame, out = warehouse.query(query, **values), io.BytesIO()
    if kind == "parquet":
        frame.write_parquet(out)
    elif kind == "csv":
        frame.write_csv(out)
    else:
        raise QueryError(f"{kind} is not a format to download: use one of {', '.join(DOWNLOADS)}.")
    return out.getvalue()


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
        field.set("title", parameter.doc)
        form.append(field)
    form.append(node("button", "Ask"))
    return form


def _downloads(query: Statement, state: Mapping[str, str]) -> Iterator[Element]:
    for kind in DOWNLOADS if query.chart else ("csv", "parquet"):
        path = address(f"/questions/{query.name}/download.{kind}", **state)
        yield node("a", kind.upper(), href=path, download=f"{query.name}.{kind}")


def _picture(query: Statement, state: Mapping[str, str]) -> Element:
    source = address(f"/questions/{query.name}/download.svg", **state)
    return node("div", node("img", src=source, alt=f"Chart: {query.title}", class_="chart"), class_="figure")


def _count(frame: pl.DataFrame) -> str:
    if frame.height > SHOWN_ROWS:
        return f"The first {SHOWN_ROWS} of {frame.height:,} rows; a download has all."
    return f"{frame.height:,} rows."


def _command(query: Statement, state: Mapping[str, str]) -> str:
    parameters = (f" -p {name} {shlex.quote(text)}" for name, text in state.items())
    return f"warehouse query {query.name}{''.join(parameters)}"


def _call(query: Statement, values: Mapping[str, Any]) -> str:
    return f'wh.query("{query.name}"{"".join(f", {name}={value!r}" for name, value in values.items())})'
