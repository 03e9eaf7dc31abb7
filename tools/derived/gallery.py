"""A page for each theme of queries, with their charts over the synthetic sample."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Any

from warehouse.queries import Parameter, Statement, load_queries
from warehouse.queries.charts import rendered
from warehouse.queries.dialects import DIALECTS

FOLDER = "docs/queries"
_NOTE = "<!-- Derived from sql/queries by `make derived`; do not edit. -->"
# what a screen reader would read out of every mark makes up two thirds of a picture
_READ_OUT = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')


def gallery() -> Mapping[str, str]:
    """The text of each page by its path."""
    themes = [(theme, list(queries)) for theme, queries in groupby(load_queries(), lambda query: query.theme)]
    pages = {f"{FOLDER}/{theme}.md": _page(theme, queries) for theme, queries in themes}
    return {f"{FOLDER}/README.md": _index(themes), **pages}


def pictures() -> Iterator[tuple[str, str]]:
    """The picture of each chart, as SVG, with its path; how it is drawn may differ from one computer to another."""
    for query in load_queries():
        if query.chart:
            picture = rendered(dict(_specifications()[query.name]), ".svg").decode()
            yield f"{FOLDER}/{query.theme}/{query.name}.svg", _READ_OUT.sub("", picture) + "\n"


def _index(themes: list[tuple[str, list[Statement]]]) -> str:
    rows = [
        f"| [{query.name}]({theme}.md#{query.name}) | {theme} | {query.title} |"
        for theme, queries in themes
        for query in queries
    ]
    head = (
        'Each query is one file in `sql/queries/`. Run it with `warehouse query NAME`, as `wh.query("NAME")`, or in a\n'
        "DuckDB shell as `FROM NAME()`. The pictures show the synthetic sample, not the dataset.\n"
    )
    return "\n".join(["# Queries", "", _NOTE, "", head, "| query | theme | title |", "|---|---|---|", *rows]) + "\n"


def _page(theme: str, queries: list[Statement]) -> str:
    head = f"# {theme.capitalize()}\n\n{_NOTE}\n\nThe pictures show the synthetic sample, not the dataset.\n"
    return "\n".join([head, *map(_section, queries)])


def _section(query: Statement) -> str:
    columns = "\n".join(f"- `{name}`: {doc}" for name, doc in query.columns.items())
    parameters = "\n".join(map(_parameter, query.parameters))
    parts = [f"## {query.name}", f"**{query.title}.** {query.doc}", _picture(query), f"Columns:\n\n{columns}"]
    parts += [f"Parameters:\n\n{parameters}"] if parameters else []
    return "\n\n".join(part for part in [*parts, _portability(query)] if part) + "\n"


def _picture(query: Statement) -> str:
    if not query.chart:
        return ""
    text = f"{query.title}, over the synthetic sample"
    return f"<!-- {_digest(_specifications()[query.name])} -->\n![{text}]({query.theme}/{query.name}.svg)"


def _parameter(parameter: Parameter) -> str:
    default = "" if parameter.default is None else f", {parameter.default} unless given"
    allowed = f", one of {', '.join(map(str, parameter.allowed))}" if parameter.allowed else ""
    return f"- `{parameter.name}` ({parameter.type}{allowed}{default}): {parameter.doc}"


def _portability(query: Statement) -> str:
    from warehouse.queries.dialects.translate import refusals

    refused = refusals(query)
    runs = [dialect for dialect in DIALECTS if dialect not in refused]
    why = [f"not {dialect}: {message.partition(': ')[2].removesuffix('.')}" for dialect, message in refused.items()]
    return f"Translates to {', '.join(runs) or 'no other dialect'}" + "".join(f"; {reason}" for reason in why) + "."


@cache
def _specifications() -> Mapping[str, Mapping[str, Any]]:
    """The specification of each chart, over the sample."""
    from warehouse.home import Home
    from warehouse.ingest import ingest
    from warehouse.session import Warehouse

    with tempfile.TemporaryDirectory() as folder:
        ingest(Home.at(folder), "sample")
        opened = Warehouse(folder)
        return {
            query.name: opened.chart(query.name, **_of_sample(query)).to_dict()
            for query in load_queries()
            if query.chart
        }


def _of_sample(query: Statement) -> dict[str, Any]:
    """What a query is given to draw the sample, which has too few videos for the least number that a ranking takes."""
    return {parameter.name: 1 for parameter in query.parameters if parameter.name == "minimum_videos"}


def _digest(specification: Mapping[str, Any]) -> str:
    """What a chart shows, however it is drawn."""
    shown = {name: part for name, part in specification.items() if name not in ("$schema", "config")}
    return "sha256 " + hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]
