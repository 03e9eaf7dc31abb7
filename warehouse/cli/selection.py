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
from warehouse.cli.terminal import say
from warehouse.errors import AccessError
from warehouse.fetch.selection import Selection, selected_ids
from warehouse.queries.bind import read_values
from warehouse.session import Warehouse

# the condition stands apart, so that a comment in it ends with it
_WHERE = "SELECT video_id FROM videos WHERE (\n{}\n) ORDER BY video_id"

Select = Callable[[Warehouse], Selection]

_OPTIONS = ("where", "name", "statement", "ids", "parameters", "distinct", "spread", "model")


def selection_options(command: Command) -> Command:
    """Add to a command what names a selection, and what narrows it by vectors; it has a ``--seed`` of its own.

    It takes ``select``, which gives what they select of a warehouse, and raises what ``selected`` does.
    """

    @wraps(command)
    def selecting(*args: Any, seed: int, **given: Any) -> Any:
        options = {name: given.pop(name) for name in _OPTIONS}
        return command(*args, select=partial(selected, seed=seed, **options), seed=seed, **given)

    decorated = cast("Command", selecting)
    for option in (
        click.option("--model", help="The model whose vectors narrow it.  [default: the one embedded with last]"),
        click.option(
            "--spread",
            type=click.IntRange(1),
            help="Of these, so many that lie far apart by their vectors; --seed draws the first.",
        ),
        click.option(
            "--distinct",
            type=click.FloatRange(-1, 1),
            metavar="COSINE",
            help="Leave out what is more alike than this to one before it, by their vectors; such as 0.95.",
        ),
        click.option("--ids", help="A file with one video id a line; - is the standard input."),
        click.option(
            "--sql", "statement", help="A file with a SELECT that has a column video_id; - is the standard input."
        ),
        parameter_option,
        click.option(
            "--query",
            "name",
            help="A canned query that has a column video_id: all of its rows.",
            shell_complete=query_names,
        ),
        click.option("--where", help="A condition on the table videos, as SQL."),
    ):
        decorated = option(decorated)
    return decorated


def selected(
    warehouse: Warehouse, *, distinct: float | None, spread: int | None, model: str | None, seed: int, **named: Any
) -> Selection:
    """What the options select.

    Raises:
        click.UsageError: no selection was named, or several.
        HomeError: it is to be narrowed, and there are no vectors.
        QueryError, AccessError: the selection does not hold, or its file cannot be read.
    """
    chosen = _named(warehouse, **named)
    if distinct is not None:
        chosen = warehouse.distinct(chosen, distinct, model=model)
    if spread is not None:
        chosen = warehouse.spread(chosen, spread, seed=seed, model=model)
    for step, fate in (("distinct", "stay in"), ("spread", "are left out")):
        if absent := chosen.origin.get(step, {}).get("rows_without_vector"):
            say(f"{absent:,} row(s) have no vector and {fate}: `warehouse embed` computes what is missing.")
    return chosen


def _named(
    warehouse: Warehouse,
    *,
    where: str | None,
    name: str | None,
    statement: str | None,
    ids: str | None,
    parameters: tuple[tuple[str, str], ...],
) -> Selection:
    """The selection before it is narrowed."""
    given = {"--where": where, "--query": name, "--sql": statement, "--ids": ids}
    if sum(value is not None for value in given.values()) != 1:
        raise click.UsageError(f"Name one selection, by {', '.join(given)}.")
    values: dict[str, Any] = dict(parameters)
    if ids is not None:
        return selected_ids(ids_of(_text(ids)), ids)
    if name is not None:
        query = warehouse.canned(name)
        return warehouse.select(query, **read_values(query, parameters))
    sql = _text(statement) if statement is not None else _WHERE.format(where)
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
