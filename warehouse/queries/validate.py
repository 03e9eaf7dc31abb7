"""Check a SQL file: one SELECT whose parameters are those that its header declares."""

from __future__ import annotations

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from warehouse.errors import QueryError
from warehouse.queries.chart_declaration import declared_chart
from warehouse.queries.messages import one_sentence
from warehouse.queries.statement import Statement


def check(statement: Statement) -> exp.Query:
    """The parsed text of a statement whose header fits it.

    Raises:
        QueryError: it cannot be parsed, is not a SELECT, or disagrees with its header; the message names the file.
    """
    tree = parse(statement)
    declared = {parameter.name for parameter in statement.parameters}
    _require_same(statement, {node.name for node in tree.find_all(exp.Placeholder)}, declared)
    bare = {column.name.lower() for column in tree.find_all(exp.Column) if not column.table}
    if shadowed := bare & declared:
        name = min(shadowed)
        raise QueryError(
            f"{statement.path} reads a column {name} that a parameter of that name would hide in a macro: "
            "write it with its table's name in front."
        )
    return tree


def check_own(statement: Statement) -> None:
    """Check a user's file, of which nothing is taken for granted.

    Raises:
        QueryError: header and text disagree, a chart draws what is not there, or a name is not valid in SQL.
    """
    tree = check(statement)
    declared_chart(statement, None if tree.is_star else tree.named_selects)
    parameters = ", ".join(f"{parameter.name} := NULL" for parameter in statement.parameters)
    try:
        duckdb.extract_statements(f"CREATE MACRO {statement.name}({parameters}) AS TABLE\n{statement.macro_sql}")
    except duckdb.Error as error:
        raise QueryError(
            f"{statement.path} cannot be made a macro ({one_sentence(error)}): rename it or its parameters."
        ) from error


def parse(statement: Statement) -> exp.Query:
    """The parsed text of a statement.

    Raises:
        QueryError: it cannot be parsed, or is not a SELECT.
    """
    try:
        tree = sqlglot.parse_one(statement.sql, dialect="duckdb")
    except SqlglotError as error:
        reason = " ".join(str(error).split())[:200]
        raise QueryError(f"{statement.path} cannot be parsed ({reason}): it holds one SELECT.") from error
    if not isinstance(tree, exp.Query):
        raise QueryError(f"{statement.path} is not a SELECT: write one query in it.")
    return tree


def _require_same(statement: Statement, used: set[str], declared: set[str]) -> None:
    if used != declared:
        name = min(used ^ declared)
        fault = "uses without declaring" if name in used else "declares without using"
        raise QueryError(f"{statement.path} {fault} the parameter {name}: make header and text agree.")
