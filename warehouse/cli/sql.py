"""The command ``sql``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

import click

from warehouse.catalog.engine import Limits
from warehouse.cli.finish import finish_catalog
from warehouse.cli.input import open_asked, text_of
from warehouse.cli.options import asking_options, row_options
from warehouse.cli.output import print_rows
from warehouse.cli.patience import given_up
from warehouse.cli.picture import picture_options, save_picture
from warehouse.home import Home
from warehouse.queries.chart_declaration import MARKS
from warehouse.queries.charts import require_suffix


class _WithComments(click.Command):
    """A command whose statement may begin with a comment, which looks like an option, or stand in a file."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Take what begins with two hyphens and has a blank in its name for the statement, and -f X.sql for --file."""
        files = [place for place, arg in enumerate(args[:-1]) if arg == "-f" and args[place + 1].endswith(".sql")]
        args = ["--file" if place in files else arg for place, arg in enumerate(args)]
        commented = [arg for arg in args if arg.startswith("--") and any(map(str.isspace, arg.partition("=")[0]))]
        if len(commented) == 1 and "--" not in args:
            args = [*(arg for arg in args if arg not in commented), "--", *commented]
        return super().parse_args(context, args)


@click.command(cls=_WithComments)
@click.argument("statement", required=False)
@click.option(
    "--file", "text", type=click.File(encoding="utf-8"), help="Read the statement from this file; also -f X.sql."
)
@click.option("-p", "--parameter", "parameters", type=(str, str), multiple=True, help="A value for $NAME, as text.")
@click.option("--chart", "mark", type=click.Choice(MARKS), help="Draw the rows to -o FILE (.png, .svg or .html).")
@click.option("-x", help="The column of the chart's horizontal axis.")
@click.option("-y", help="The column of its vertical axis.")
@click.option("--color", help="The column of its colors.")
@click.option("--stack", is_flag=True, help="Let bars stand on each other; for counts only.")
@picture_options
@asking_options
@row_options
@click.pass_obj
def sql(
    home: Home,
    /,
    statement: str | None,
    text: TextIO | None,
    parameters: tuple[tuple[str, str], ...],
    timeout: float | None,
    memory_limit: str | None,
    queries: Path | None,
    ids: TextIO | None,
    format_: str | None,
    output: Path | None,
    **chart: Any,
) -> None:
    """Run one SELECT over the tables, views and canned queries; nothing can be changed.

    STATEMENT - is read from the standard input. With --chart the rows are drawn to the file of -o, and printed as well
    if -f is given.
    """
    if (statement is None) == (text is None):
        raise click.UsageError("Give one statement, - for the standard input, or --file FILE.")
    picture = _picture(chart, output)
    if text is not None:
        statement = text_of(text)
    asked = text_of(sys.stdin) if statement == "-" else str(statement)
    finish_catalog(home)
    with given_up(timeout):
        warehouse = open_asked(home, Limits(memory_limit, timeout), queries, ids)
        frame = warehouse.sql(asked, dict(parameters))
        if picture is not None:
            save_picture(warehouse.draw(frame, **chart), picture)
    if picture is None:
        print_rows(frame, format_, output)
    elif format_ is not None:
        print_rows(frame, format_, None)


def _picture(chart: Mapping[str, Any], output: Path | None) -> Path | None:
    """The file of the chart that is asked for; None where none is."""
    if chart["mark"] is None:
        given = [name for name, value in chart.items() if value]
        if given:
            option = f"-{given[0]}" if len(given[0]) == 1 else f"--{given[0]}"
            raise click.UsageError(f"{option} is for a chart: give --chart {'|'.join(MARKS)}, too.")
        return None
    if output is None:
        raise click.UsageError("A chart goes to a file: name it with -o, as in -o chart.svg.")
    require_suffix(output)
    return output
