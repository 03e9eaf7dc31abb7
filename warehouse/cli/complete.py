"""What a shell completes: names of queries and of their parameters."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import CompletionItem

from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.queries import Parameter, Statement, load_queries
from warehouse.queries.known_values import vocabulary

# under this name a context keeps what was typed behind the command
TYPED = "warehouse.typed"


def query_names(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The queries whose names begin so, with their titles."""
    return [CompletionItem(query.name, help=query.title) for query in _queries(context) if query.name.startswith(begun)]


def parameter_names(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The parameters of the query that was named, with what they mean; behind a name, the values that it can have."""
    # behind an option that still lacks its value, an argument is not yet taken
    name = context.params.get("name") or next(iter(context.args), None)
    query = next((query for query in _queries(context) if query.name == name), None)
    parameters = query.parameters if query else ()
    typed: list[str] = context.meta.get(TYPED, [])
    if query and len(typed) >= 2 and typed[-2] in ("-p", "--parameter"):
        named = next((parameter for parameter in parameters if parameter.name == typed[-1]), None)
        values = _values(context, query, named) if named else []
        return [CompletionItem(value) for value in values if value.lower().startswith(begun.lower())]
    named_so = [parameter for parameter in parameters if parameter.name.startswith(begun)]
    return [CompletionItem(parameter.name, help=parameter.doc) for parameter in named_so]


def _values(context: click.Context, query: Statement, parameter: Parameter) -> list[str]:
    """The values that a parameter can have: those that are allowed, or those of the data."""
    if parameter.allowed or parameter.type == "boolean":
        return [str(value) for value in parameter.allowed or ("true", "false")]
    columns = vocabulary(query, parameter)
    if not columns:
        return []
    from warehouse.session import Warehouse  # most completions need no data

    try:
        opened = Warehouse(_home(context).root)
        return list(dict.fromkeys(value for column in columns for value in opened.known_values(column)))
    except WarehouseError:
        return []


parameter_option = click.option(
    "-p",
    "--parameter",
    "parameters",
    type=(str, str),
    multiple=True,
    help="A parameter's name and value; again for several values.",
    shell_complete=parameter_names,
)


def _queries(context: click.Context) -> tuple[Statement, ...]:
    folder: Path | None = context.params.get("queries")
    try:
        return load_queries(folder or _home(context).queries)
    except WarehouseError:
        return load_queries()


def _home(context: click.Context) -> Home:
    return context.obj if isinstance(context.obj, Home) else Home.at(context.find_root().params.get("home") or "data")
