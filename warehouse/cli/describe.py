"""The command ``describe``."""

from __future__ import annotations

from pathlib import Path

import click

from warehouse.cli.finish import finish_catalog
from warehouse.cli.options import row_options
from warehouse.cli.output import print_rows
from warehouse.cli.terminal import say
from warehouse.home import Home
from warehouse.model import TABLE
from warehouse.session import Warehouse


@click.command()
@click.argument("table")
@row_options
@click.pass_obj
def describe(home: Home, table: str, format_: str | None, output: Path | None) -> None:
    """List the columns of TABLE (or of a view): type, unit, source path and meaning."""
    finish_catalog(home)
    print_rows(Warehouse(home.root).describe(table), format_, output)
    if table in TABLE and format_ is None and output is None:
        say(TABLE[table].doc)
