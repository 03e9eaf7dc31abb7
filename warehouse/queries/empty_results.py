"""Why a result is empty: which of its filters, left out or opened, would let rows through."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from warehouse.queries.bind import ROW_LIMIT
from warehouse.queries.statement import Parameter, Statement, Value

_WIDEST: dict[str, Value] = {"minimum": 0, "maximum": 10**12}


def why_empty(query: Statement, given: Mapping[str, Any], count: Callable[[dict[str, Any]], int]) -> str | None:
    """One sentence on the filters of an empty result, or None where no filter is the reason.

    ``count`` has the number of rows for other values.
    """
    limits = {parameter.name: None for parameter in query.parameters if parameter.name == ROW_LIMIT}
    values = {name: value for name, value in given.items() if value is not None and name != ROW_LIMIT}
    opened = {parameter.name: widest for parameter in query.parameters if (widest := _widest(parameter)) is not None}
    # a default filters as well as what was asked for
    filters = [*values, *(name for name in opened if name not in values)]
    for name in filters:
        if rows := count(limits | _without(values, opened, [name])):
            return f"No row is left: without {_called(query, values, name)} there would be {rows:,}."
    for number in range(2, len(filters) + 1):
        if rows := count(limits | _without(values, opened, filters[:number])):
            names = " and ".join(_called(query, values, name) for name in filters[:number])
            return f"No row is left: without {names} there would be {rows:,}."
    return None


def _widest(parameter: Parameter) -> Value:
    """The value of a bound that lets everything through; None where the parameter is not a bound with a default."""
    if parameter.default is None:
        return None
    return _WIDEST.get(parameter.name.partition("_")[0])


def _without(values: Mapping[str, Any], opened: Mapping[str, Value], names: list[str]) -> dict[str, Any]:
    kept = {name: value for name, value in values.items() if name not in names}
    return kept | {name: opened[name] for name in names if name in opened}


def _called(query: Statement, values: Mapping[str, Any], name: str) -> str:
    return f"-p {name}" if name in values else f"the default {name} {query.parameter(name).default}"
