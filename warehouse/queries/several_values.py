"""Several values for one parameter: a query that compares a column with a value compares it with each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from warehouse.errors import QueryError
from warehouse.queries.statement import Parameter, Statement, Value

_NESTED = r"(?:[^()]|\([^()]*\))*"
# every way in which a text may use a parameter that takes several values
_USES = (
    r"\${0}\b IS NULL"
    r"|\${0}\b IN \({1}\)"
    r"|lower\(\${0}\) IN \({1}\)"
    r"|[\w.]+ = \${0}\b"
)


def takes_several(query: Statement, parameter: Parameter) -> bool:
    """Whether a parameter may be given several values: a text that the query only compares with columns."""
    if parameter.type != "text" or parameter.allowed:
        return False
    uses = re.sub(_uses(parameter.name), "", query.sql)
    return uses != query.sql and not re.search(rf"\${parameter.name}\b", uses)


def with_several(query: Statement, given: Mapping[str, Any]) -> tuple[Statement, dict[str, Any]]:
    """A query and its values where each parameter has one: ``category`` of two becomes ``category_1``, ``category_2``.

    Raises:
        QueryError: a parameter that takes one value was given several, or none of several.
    """
    values: dict[str, Any] = {}
    for name, value in given.items():
        parameter = query.parameter(name)
        if not isinstance(value, list | tuple | set | frozenset):
            values[name] = value
            continue
        several = list(dict.fromkeys(sorted(value) if isinstance(value, set | frozenset) else value))
        if len(several) != 1 and not takes_several(query, parameter):
            raise QueryError(f"{query.name} takes one value for {name}, not {len(several)}: ask once for each.")
        if not several:
            raise QueryError(f"{query.name} has no value for {name}: give one or more, or leave it out.")
        if len(several) == 1:
            values[name] = several[0]
        else:
            query = _expanded(query, parameter, len(several))
            values |= {f"{name}_{number}": value for number, value in enumerate(several, 1)}
    return query, values


def grouped(query: Statement, pairs: Iterable[tuple[str, Value]]) -> dict[str, Any]:
    """The values by parameter; one that was named several times has a list of them.

    Raises:
        QueryError: it takes one value.
    """
    values: dict[str, list[Any]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    for name, several in values.items():
        if len(several) > 1 and not takes_several(query, query.parameter(name)):
            raise QueryError(f"{query.name} takes one value for {name}, and was given {len(several)}.")
    return {name: several if len(several) > 1 else several[0] for name, several in values.items()}


def _expanded(query: Statement, parameter: Parameter, number: int) -> Statement:
    names = [f"{parameter.name}_{place}" for place in range(1, number + 1)]
    mark = re.compile(rf"\${parameter.name}\b")

    def compared(use: re.Match[str]) -> str:
        if use[0].endswith(" IS NULL"):
            return "FALSE"
        return "(" + " OR ".join(mark.sub(f"${name}", use[0]) for name in names) + ")"

    parameters: list[Parameter] = []
    for other in query.parameters:
        parameters += [replace(other, name=name) for name in names] if other.name == parameter.name else [other]
    return replace(query, sql=re.sub(_uses(parameter.name), compared, query.sql), parameters=tuple(parameters))


def _uses(name: str) -> str:
    return _USES.format(name, _NESTED)
