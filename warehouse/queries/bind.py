"""Check the values of a query's parameters, and read them from text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from warehouse.errors import QueryError
from warehouse.queries.several_values import grouped
from warehouse.queries.statement import Parameter, Statement, Value, fits

# the parameter that bounds the rows of an answer, in every query that has one
ROW_LIMIT = "row_limit"


def bind(query: Statement, given: Mapping[str, Any]) -> dict[str, Value]:
    """The value of every parameter of a query, defaults filled in.

    Raises:
        QueryError: a name is unknown, or a value has another type or is not allowed.
    """
    for name in given:
        query.parameter(name)
    return {p.name: _checked(query, p, given.get(p.name, p.default)) for p in query.parameters}


def read_value(query: Statement, name: str, text: str) -> Value:
    """The value that a text means for a parameter.

    Raises:
        QueryError: it means none.
    """
    parameter = query.parameter(name)
    readers: dict[str, Any] = {
        "text": str,
        "integer": int,
        "number": float,
        "date": date.fromisoformat,
        "boolean": {"true": True, "false": False}.__getitem__,
    }
    try:
        value: Value = readers[parameter.type](text)
    except (ValueError, KeyError) as error:
        raise _refused(query, parameter, text) from error
    return value


def read_values(query: Statement, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The values of parameters that are given as texts, a list for one that is named several times.

    Raises:
        QueryError: a name is unknown, a text means no value, or a parameter takes one value and was given several.
    """
    return grouped(query, [(name, read_value(query, name, text)) for name, text in pairs])


def _checked(query: Statement, parameter: Parameter, value: Any) -> Value:
    if value is None:
        return None
    if isinstance(value, str) and value not in parameter.allowed:
        value = next((one for one in parameter.allowed if str(one).lower() == value.lower()), value)
    if not fits(value, parameter.type) or (parameter.allowed and value not in parameter.allowed):
        raise _refused(query, parameter, value)
    if parameter.name == ROW_LIMIT and value < 0:
        raise _refused(query, parameter, value)
    checked: Value = value
    return checked


def _refused(query: Statement, parameter: Parameter, value: object) -> QueryError:
    whole = "a whole number of at least 0" if parameter.name == ROW_LIMIT else "a whole number"
    kinds = {"date": "a date such as 2024-05-31", "boolean": "true or false", "integer": whole}
    wanted = ", ".join(map(str, parameter.allowed)) or kinds.get(parameter.type, f"a {parameter.type}")
    return QueryError(f"{query.name} cannot take {value!r} for {parameter.name}: it takes {wanted}.")
