"""What a shell completes: names of queries and of their parameters."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import CompletionItem

from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.queries import Statement, load_queries


def query_names(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The queries whose names begin so, with their titles."""
    return [CompletionItem(query.name, help=query.title) for query in _queries(context) if query.name.startswith(begun)]


def parameter_names(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The parameters of the query that was named, with what they mean; allowed values behind a name."""
    # behind an option that still lacks its value, an argument is not yet taken
    name = context.params.get("name") or next(iter(context.args), None)
    query = next((query for query in _queries(context) if query.name == name), None)
    parameters = query.parameters if query else ()
    named = [parameter for parameter in parameters if parameter.name.startswith(begun)]
    values = [str(value) for parameter in parameters for value in parameter.allowed]
    return [CompletionItem(parameter.name, help=parameter.doc) for parameter in named] + [
        CompletionItem(value) for value in dict.fromkeys(values) if begun and value.startswith(begun)
    ]


parameter_option = click.option(
    "-p",
    "--parameter",
    "parameters",
    type=(str, str),
    multiple=True,
    help="A parameter's name and value.",
    shell_complete=parameter_names,
)


def _queries(context: click.Context) -> tuple[Statement, ...]:
    folder: Path | None = context.params.get("queries")
    home = context.obj if isinstance(context.obj, Home) else Home.at(context.find_root().params.get("home") or "data")
    try:
        return load_queries(folder or home.queries)
    except WarehouseError:
        return load_queries()
