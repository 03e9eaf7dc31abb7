"""The command ``check``."""

from __future__ import annotations

from pathlib import Path

import click

from warehouse.cli.finish import finish_catalog
from warehouse.cli.options import row_options
from warehouse.cli.output import print_rows
from warehouse.home import Home
from warehouse.session import Warehouse


@click.command()
@click.argument("names", nargs=-1)
@row_options
@click.pass_obj
def check(home: Home, names: tuple[str, ...], format_: str | None, output: Path | None) -> None:
    """Run the audits of the annotations: how many rows each finds, or all rows of those NAMED.

    An audit describes the published data, not a fault of the warehouse, so the exit code stays 0.
    """
    finish_catalog(home)
    warehouse = Warehouse(home.root)
    print_rows(warehouse.check(*names), format_, output)
