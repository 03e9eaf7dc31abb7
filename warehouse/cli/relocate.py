"""The command ``relocate``."""

from __future__ import annotations

import click

from warehouse.catalog.refresh import refresh_catalog
from warehouse.cli.terminal import say
from warehouse.home import Home, home_errors


@click.command()
@click.pass_obj
def relocate(home: Home) -> None:
    """Rewrite the paths in the catalog after the warehouse's folder was moved."""
    with home_errors(home):
        refresh_catalog(home, home.require_current())
    say(f"{home.catalog} shows {home.require_current()}.")
