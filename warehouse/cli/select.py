"""The command ``select``."""

from __future__ import annotations

from pathlib import Path

import click

from warehouse.cli.options import row_options
from warehouse.cli.output import print_rows
from warehouse.cli.selection import Select, selection_options
from warehouse.home import Home
from warehouse.session import Warehouse


@click.command()
@selection_options
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed draws another first row to spread.")
@row_options
@click.pass_obj
def select(home: Home, /, select: Select, format_: str | None, output: Path | None, seed: int) -> None:
    """Show the rows of a selection, as fetch and clips would take it.

    --distinct leaves near duplicates out, --spread takes a sample that lies far apart; with both, in this order. Rows
    with a scene_index are compared by the vectors of their scenes, others by the means of their videos' scenes.
    """
    del seed  # the selection has it
    print_rows(select(Warehouse(home.root)).rows, format_, output)
