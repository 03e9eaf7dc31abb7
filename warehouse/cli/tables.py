"""The command ``tables``."""

from __future__ import annotations

from pathlib import Path

import click
import polars as pl

from warehouse.cli.finish import finish_catalog
from warehouse.cli.options import row_options
from warehouse.cli.output import print_rows
from warehouse.home import Home
from warehouse.model import TABLES
from warehouse.queries import load_views
from warehouse.session import Warehouse


@click.command()
@row_options
@click.pass_obj
def tables(home: Home, format_: str | None, output: Path | None) -> None:
    """List the tables with their rows and what a row is, then the views."""
    finish_catalog(home)
    rows = Warehouse(home.root).manifest.rows
    listed: list[tuple[str, int | None, str, str]] = [
        (table.name, rows.get(table.name, 0), f"one row per {table.row}", table.source or "") for table in TABLES
    ]
    listed += [(view.name, None, view.title, "view") for view in load_views()]
    print_rows(pl.DataFrame(listed, ["table", "rows", "row", "source"], orient="row"), format_, output)
