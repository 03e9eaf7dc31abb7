"""The chart that a query's header declares: which column goes where."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from warehouse.errors import QueryError
from warehouse.queries.messages import did_you_mean
from warehouse.queries.statement import Statement

MARKS = ("bar", "line", "point", "heatmap", "network")
ENTRIES = ("mark", "x", "y", "color", "stack", "titles", "within")
# what is asked of a chart beside its query's parameters
OPTIONS = {"title", "width", "rows"}
NEEDED = {mark: ("x", "y", "color") if mark in ("heatmap", "network") else ("x", "y") for mark in MARKS}


@dataclass(frozen=True)
class Chart:
    """A mark, and the columns of its axes and of its color; ``stack`` has bars stand on each other, for counts only.

    A network links what x and y name, the heavier the larger ``color`` is; a name is another thing in each value of
    ``within``. ``titles`` says of columns what stands at their axes, where the name and its unit do not say it.
    """

    mark: str
    x: str
    y: str
    color: str | None = None
    stack: bool = False
    titles: dict[str, str] = field(default_factory=dict)
    within: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are drawn."""
        return (self.x, self.y, *(column for column in (self.color, self.within) if column))


def declared_chart(query: Statement, columns: Collection[str] | None = None) -> Chart | None:
    """The chart of a query, or None where its header declares none; ``columns`` are those of its result, if known.

    Raises:
        QueryError: an entry is missing, unknown, or names no column; the message names the file.
    """
    entry = query.chart
    if entry is None:
        return None
    chart = _chart(query, entry)
    for column in (*chart.columns, *chart.titles):
        if columns is not None and column not in columns:
            raise _wrong(query, f"draws the column {column}, which the query does not have", ", ".join(columns))
    return chart


def require_chart(query: Statement, columns: Collection[str] | None = None) -> Chart:
    """The chart of a query, as ``declared_chart`` gives it. Raises QueryError also where there is none."""
    if (chart := declared_chart(query, columns)) is None:
        raise QueryError(f"{query.name} declares no chart: write [chart] into the header of {query.path}.")
    return chart


def asked_chart(
    columns: Collection[str], mark: str, x: str | None, y: str | None, color: str | None = None, *, stack: bool = False
) -> Chart:
    """The chart of any result that has ``columns``.

    Raises:
        QueryError: there is no such mark or column, a column is missing, or the mark cannot be stacked.
    """
    if mark not in MARKS:
        raise QueryError(f"There is no chart {mark}{did_you_mean(mark, MARKS)}: use one of {', '.join(MARKS)}.")
    named = {"x": x, "y": y, "color": color}
    for name in NEEDED[mark]:
        if named[name] is None:
            raise QueryError(f"A {mark} chart needs a column for {name}: name one of {', '.join(columns)}.")
    for name, column in named.items():
        if column is not None and column not in columns:
            known = ", ".join(columns)
            raise QueryError(
                f"The result has no column {column} for {name}{did_you_mean(column, columns)}: it has {known}."
            )
    if stack and mark != "bar":
        raise QueryError(f"A {mark} chart cannot be stacked: only bars stand on each other.")
    assert x is not None
    assert y is not None
    return Chart(mark, x, y, color, stack)


def _chart(query: Statement, entry: dict[str, Any]) -> Chart:
    if unknown := entry.keys() - set(ENTRIES):
        raise _wrong(query, f"has the unknown entry {min(unknown)}", f"it takes {', '.join(ENTRIES)}")
    if entry.get("mark") not in MARKS:
        raise _wrong(query, f"has the mark {entry.get('mark')!r}", f"it takes {', '.join(MARKS)}")
    needed = NEEDED[entry["mark"]]
    for name in needed:
        if not isinstance(entry.get(name), str):
            raise _wrong(query, f"lacks {name}", f"a {entry['mark']} needs {', '.join(needed)}")
    if taken := sorted(OPTIONS & {parameter.name for parameter in query.parameters}):
        raise _wrong(query, f"has an option {taken[0]} as the query has a parameter", "rename the parameter")
    if entry.get("stack") and entry["mark"] != "bar":
        raise _wrong(query, f"stacks a {entry['mark']}", "only bars stand on each other")
    return Chart(**entry)


def _wrong(query: Statement, fault: str, remedy: str) -> QueryError:
    return QueryError(f"{query.path} declares a chart that {fault}: {remedy}.")
