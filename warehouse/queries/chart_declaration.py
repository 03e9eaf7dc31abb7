"""The chart that a query's header declares: which column goes where."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from warehouse.errors import QueryError
from warehouse.queries.statement import Statement

MARKS = ("bar", "line", "point", "heatmap")
ENTRIES = ("mark", "x", "y", "color", "stack")


@dataclass(frozen=True)
class Chart:
    """A mark, and the columns of its axes and of its color; ``stack`` has bars stand on each other, for counts only."""

    mark: str
    x: str
    y: str
    color: str | None = None
    stack: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are drawn."""
        return (self.x, self.y, *([self.color] if self.color else []))


def declared_chart(query: Statement, columns: Collection[str] | None = None) -> Chart | None:
    """The chart of a query, or None where its header declares none; ``columns`` are those of its result, if known.

    Raises:
        QueryError: an entry is missing, unknown, or names no column; the message names the file.
    """
    entry = query.chart
    if entry is None:
        return None
    chart = _chart(query, entry)
    for column in chart.columns:
        if columns is not None and column not in columns:
            raise _wrong(query, f"draws the column {column}, which the query does not have", ", ".join(columns))
    return chart


def _chart(query: Statement, entry: dict[str, Any]) -> Chart:
    if unknown := entry.keys() - set(ENTRIES):
        raise _wrong(query, f"has the unknown entry {min(unknown)}", f"it takes {', '.join(ENTRIES)}")
    if entry.get("mark") not in MARKS:
        raise _wrong(query, f"has the mark {entry.get('mark')!r}", f"it takes {', '.join(MARKS)}")
    needed = ENTRIES[:4] if entry["mark"] == "heatmap" else ENTRIES[:3]
    for name in needed:
        if not isinstance(entry.get(name), str):
            raise _wrong(query, f"lacks {name}", f"a {entry['mark']} needs {', '.join(needed[1:])}")
    if entry.get("stack") and entry["mark"] != "bar":
        raise _wrong(query, f"stacks a {entry['mark']}", "only bars stand on each other")
    return Chart(**entry)


def _wrong(query: Statement, fault: str, remedy: str) -> QueryError:
    return QueryError(f"{query.path} declares a chart that {fault}: {remedy}.")
