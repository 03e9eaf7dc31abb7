"""A query as one SELECT over the tables in another engine's SQL: views written out, values put in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from sqlglot import ErrorLevel, exp
from sqlglot.errors import UnsupportedError

from warehouse.errors import QueryError
from warehouse.queries import Statement, load_views
from warehouse.queries.bind import bind
from warehouse.queries.dialects import DIALECTS
from warehouse.queries.dialects.portable import refused
from warehouse.queries.dialects.rewrite import rewritten
from warehouse.queries.load import closure, reads
from warehouse.queries.several_values import with_several
from warehouse.queries.statement import Value
from warehouse.queries.validate import parse

# Spark and PostgreSQL run each of their translations in the tests; the others are parsed
_UNTRIED = "-- not run against a server\n"
_NOTES = {
    "trino": _UNTRIED,
    "bigquery": _UNTRIED,
    "snowflake": _UNTRIED,
    "postgres": "-- texts are ordered as in a database whose collation is C\n",
}
# quoted names are upper and lower case apart there
_UNQUOTED = {"snowflake"}


def translate(statement: Statement, dialect: str, values: Mapping[str, Value] | None = None) -> str:
    """The text of a statement in a dialect, with its parameters' values.

    Raises:
        QueryError: something in it has no faithful translation; the message names it.
    """
    if dialect not in DIALECTS:
        raise QueryError(f"{dialect} is not a supported dialect: use one of {', '.join(DIALECTS)}.")
    single, given = with_several(statement, values or {})
    return _written(_with_views(single), single, dialect, bind(single, given))


def over_views(
    statement: Statement, dialect: str, values: Mapping[str, Value] | None = None
) -> tuple[str, dict[str, Value]]:
    """The text of a statement in a dialect where the views that it reads are known, and the values to bind to it.

    Its parameters stand there as ``:name``. One without a value is written as a null of its type: not every
    engine binds one, or limits rows by it.

    Raises:
        QueryError: something in it has no faithful translation, or a value is not acceptable; the message names it.
    """
    statement, values = with_several(statement, values or {})
    bound = bind(statement, values)
    given: dict[str, Value] = {name: value for name, value in bound.items() if value is not None}
    text = _written(parse(statement), statement, dialect, dict.fromkeys(bound.keys() - given.keys()))
    return text, given


def refusals(statement: Statement, dialects: Iterable[str] = DIALECTS) -> dict[str, str]:
    """For each of some dialects that a statement cannot be translated to, why."""
    tree, found = _with_views(statement), {}
    for dialect in dialects:
        try:
            _written(tree, statement, dialect, bind(statement, {}))
        except QueryError as error:
            found[dialect] = str(error)
    return found


def _written(tree: exp.Query, statement: Statement, dialect: str, values: Mapping[str, Value]) -> str:
    for node in tree.walk():
        if (what := refused(node, dialect)) is not None:
            raise QueryError(f"{statement.name} cannot be translated to {dialect}: {what} would mean something else.")
    whole = rewritten(_with_values(tree.copy(), statement, values), dialect)
    try:
        text = whole.sql(
            dialect, pretty=True, identify=dialect not in _UNQUOTED, unsupported_level=ErrorLevel.RAISE, comments=False
        )
    except UnsupportedError as error:
        raise QueryError(f"{statement.name} cannot be translated to {dialect}: {error}") from error
    return _NOTES.get(dialect, "") + text + "\n"


def views_of(statement: Statement) -> Iterator[Statement]:
    """The views that a statement reads, each behind those that it reads itself."""
    # what no SQL computes is read as a table
    views = tuple(view for view in load_views() if not view.outside_sql)
    found = closure(reads(statement.sql), {view.name: view.sql for view in views})
    yield from (view for view in views if view.name in found and view.name != statement.name)


@cache
def _parsed(path: Path) -> exp.Query:
    return parse(next(view for view in load_views() if view.path == path))


def _with_views(statement: Statement) -> exp.Query:
    tree = parse(statement)
    own = tree.args.get("with_")
    named = {cte.alias for cte in own.expressions} if own else set()
    before = [
        exp.CTE(this=_apart(view), alias=exp.TableAlias(this=exp.to_identifier(view.name)))
        for view in views_of(statement)
        if view.name not in named
    ]
    if before:
        tree.set("with_", exp.With(expressions=[*before, *(own.expressions if own else ())]))
    return tree


def _apart(view: Statement) -> exp.Query:
    """A view's text whose own common table expressions are named after the view: some engines have one level only."""
    tree = _parsed(view.path).copy()
    own = tree.args.get("with_")
    names = {cte.alias: f"{view.name}_{cte.alias}" for cte in own.expressions} if own else {}
    for table in [table for table in tree.find_all(exp.Table) if table.name in names]:
        if not table.alias:
            table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
        table.set("this", exp.to_identifier(names[table.name]))
    for cte in own.expressions if own else ():
        cte.set("alias", exp.TableAlias(this=exp.to_identifier(names[cte.alias])))
    return tree


def _with_values(tree: exp.Query, statement: Statement, values: Mapping[str, Value]) -> exp.Query:
    """A statement with literals for those parameters that have an entry among the values."""
    types = {parameter.name: parameter.type for parameter in statement.parameters}
    for node in [node for node in tree.find_all(exp.Placeholder) if node.name in values]:
        node.replace(_literal(values[node.name], types[node.name]))
    for limit in list(tree.find_all(exp.Limit)):
        if limit.find(exp.Null):
            limit.pop()
    return tree


def _literal(value: Value, type_: str) -> exp.Expr:
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, int):
        return exp.Literal.number(value) if value >= 0 else exp.Paren(this=exp.Literal.number(value))
    name = {"text": "text", "integer": "bigint", "number": "double", "boolean": "boolean", "date": "date"}[type_]
    if isinstance(value, str):
        return exp.Literal.string(value)
    return exp.cast(exp.Null() if value is None else exp.Literal.string(str(value)), name)
