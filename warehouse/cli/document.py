"""What ``warehouse query NAME --help`` says of a query."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from warehouse.queries import Parameter, Statement
from warehouse.queries.chart_declaration import declared_chart

WIDTH = 100


def documentation(query: Statement) -> str:
    """A query's title, theme, text, columns, parameters and chart, for people."""
    chart = declared_chart(query)
    drawn = (
        [f"{name}: {column}" for name, column in vars(chart).items() if column and name != "titles"]
        if chart
        else ["none"]
    )
    sections = {
        "Columns": _pairs(query.columns.items()),
        "Parameters, given as -p NAME VALUE": _pairs((p.name, described(p)) for p in query.parameters),
        "Chart": textwrap.indent(", ".join(drawn), "  ") + "\n",
    }
    head = f"{query.title} ({query.theme}/{query.name})\n\n{_filled(query.doc)}\n"
    return head + "".join(f"\n{title}:\n{text}" for title, text in sections.items() if text)


def described(parameter: Parameter) -> str:
    """A parameter's meaning, type, default and allowed values."""
    default = "restricts nothing unless given" if parameter.default is None else f"{parameter.default} unless given"
    allowed = f"; one of {', '.join(map(str, parameter.allowed))}" if parameter.allowed else ""
    return f"{parameter.doc} ({parameter.type}{allowed}; {default})"


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(_pair_lines(list(pairs)))


def _pair_lines(pairs: list[tuple[str, str]]) -> Iterator[str]:
    margin = max((len(name) for name, _ in pairs), default=0) + 4
    for name, text in pairs:
        filled = textwrap.fill(text, WIDTH, initial_indent=" " * margin, subsequent_indent=" " * margin)
        yield f"  {name}".ljust(margin) + filled[margin:] + "\n"


def _filled(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), WIDTH)
