"""The command ``sql``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

import click

from warehouse.catalog.engine import Limits
from warehouse.cli.finish import finish_catalog
from warehouse.cli.input import text_of
from warehouse.cli.options import asking_options, row_options
from warehouse.cli.output import print_rows
from warehouse.cli.patience import given_up
from warehouse.home import Home
from warehouse.session import Warehouse


class _WithComments(click.Command):
    """A command whose statement may begin with a comment, which looks like an option."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Take what begins with two hyphens and has a blank in its name for the statement."""
        commented = [arg for arg in args if arg.startswith("--") and any(map(str.isspace, arg.partition("=")[0]))]
        if len(commented) == 1 and "--" not in args:
            args = [*(arg for arg in args if arg not in commented), "--", *commented]
        return super().parse_args(context, args)


@click.command(cls=_WithComments)
@click.argument("statement", required=False)
@click.option("--file", "text", type=click.File(encoding="utf-8"), help="Read the statement from this file.")
@click.option("-p", "--parameter", "parameters", type=(str, str), multiple=True, help="A value for $NAME, as text.")
@asking_options
@row_options
@click.pass_obj
def sql(
    home: Home,
    statement: str | None,
    text: TextIO | None,
    parameters: tuple[tuple[str, str], ...],
    timeout: float | None,
    memory_limit: str | None,
    queries: Path | None,
    format_: str | None,
    output: Path | None,
) -> None:
    """Run one SELECT over the tables, views and canned queries; nothing can be changed.

    STATEMENT - is read from the standard input.
    """
    if (statement is None) == (text is None):
        raise click.UsageError("Give one statement, - for the standard input, or --file FILE.")
    if text is not None:
        statement = text_of(text)
    asked = text_of(sys.stdin) if statement == "-" else str(statement)
    finish_catalog(home)
    with given_up(timeout):
        frame = Warehouse(home.root, Limits(memory_limit, timeout), queries).sql(asked, dict(parameters))
    print_rows(frame, format_, output)
