"""The command ``record``."""

from __future__ import annotations

import json

import click

from warehouse.cli.finish import finish_catalog
from warehouse.cli.terminal import write
from warehouse.home import Home
from warehouse.session import Warehouse


@click.command()
@click.argument("video_id")
@click.pass_obj
def record(home: Home, video_id: str) -> None:
    """Print the original nested record of VIDEO_ID as JSON; put -- in front of an id that begins with a dash."""
    finish_catalog(home)
    found = Warehouse(home.root).record(video_id)
    write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
