"""The command ``sql``."""

from __future__ import annotations

from pathlib import Path

import click

from warehouse.catalog.engine import Limits
from warehouse.cli.finish import finish_catalog
from warehouse.cli.options import asking_options, row_options
from warehouse.cli.output import print_rows
from warehouse.cli.patience import given_up
from warehouse.home import Home
from warehouse.session import Warehouse


@click.command()
@click.argument("statement")
@click.option("-p", "--parameter", "parameters", type=(str, str), multiple=True, help="A value for $NAME, as text.")
@asking_options
@row_options
@click.pass_obj
def sql(
    home: Home,
    statement: str,
    parameters: tuple[tuple[str, str], ...],
    timeout: float | None,
    memory_limit: str | None,
    queries: Path | None,
    format_: str | None,
    output: Path | None,
) -> None:
    """Run one SELECT over the tables, views and canned queries; nothing can be changed."""
    finish_catalog(home)
    with given_up(timeout):
        frame = Warehouse(home.root, Limits(memory_limit, timeout), queries).sql(statement, dict(parameters))
    print_rows(frame, format_, output)
