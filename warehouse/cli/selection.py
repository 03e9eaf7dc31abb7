"""Options that name a selection of videos or moments, the same for every command that takes one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any, cast

import click

from warehouse.cli.complete import parameter_option, query_names
from warehouse.cli.input import ids_of, text_of
from warehouse.cli.options import Command
from warehouse.errors import AccessError
from warehouse.fetch.selection import Selection, selected_ids
from warehouse.queries.bind import read_values
from warehouse.session import Warehouse

Select = Callable[[Warehouse], Selection]


def selection_options(command: Command) -> Command:
    """Add ``--where``, ``--query``, ``--sql``, ``--ids`` and ``-p`` to a command.

    It takes ``select``, which gives what they select of a warehouse, and raises what ``selected`` does.
    """

    @wraps(command)
    def selecting(
        *args: Any,
        where: str | None,
        name: str | None,
        statement: str | None,
        ids: str | None,
        parameters: tuple[tuple[str, str], ...],
        **given: Any,
    ) -> Any:
        select = partial(selected, where=where, name=name, statement=statement, ids=ids, parameters=parameters)
        return command(*args, select=select, **given)

    decorated = cast("Command", selecting)
    for option in (
        click.option("--ids", help="A file with one video id a line; - is the standard input."),
        click.option(
            "--sql", "statement", help="A file with a SELECT that has a column video_id; - is the standard input."
        ),
        parameter_option,
        click.option("--query", "name", help="A canned query that has a column video_id.", shell_complete=query_names),
        click.option("--where", help="A condition on the table videos, as SQL."),
    ):
        decorated = option(decorated)
    return decorated


def selected(
    warehouse: Warehouse,
    *,
    where: str | None,
    name: str | None,
    statement: str | None,
    ids: str | None,
    parameters: tuple[tuple[str, str], ...],
) -> Selection:
    """What the options select.

    Raises:
        click.UsageError: none of them was given, or several.
        QueryError, AccessError: the selection does not hold, or its file cannot be read.
    """
    given = {"--where": where, "--query": name, "--sql": statement, "--ids": ids}
    if sum(value is not None for value in given.values()) != 1:
        raise click.UsageError(f"Name one selection, by {', '.join(given)}.")
    values: dict[str, Any] = dict(parameters)
    if ids is not None:
        return selected_ids(ids_of(_text(ids)), ids)
    if name is not None:
        query = warehouse.canned(name)
        values = read_values(query, parameters)
        return Selection(warehouse.query(query, **values), {"query": name, "sql": query.sql, "parameters": values})
    sql = _text(statement) if statement is not None else f"SELECT video_id FROM videos WHERE {where} ORDER BY video_id"
    return Selection(warehouse.sql(sql, values), {"sql": sql, "parameters": values})


def _text(name: str) -> str:
    if name == "-":
        return text_of(sys.stdin)
    try:
        with Path(name).open(encoding="utf-8") as file:
            return text_of(file)
    except OSError as error:
        raise AccessError(
            f"{name} cannot be read ({error.strerror}): name a file, or - for the standard input."
        ) from error
