"""The command ``record``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO

import click

from warehouse.cli.finish import finish_catalog
from warehouse.cli.input import ids_of, text_of
from warehouse.cli.output import save
from warehouse.cli.terminal import encoded, write
from warehouse.home import Home
from warehouse.session import Warehouse


@click.command()
@click.argument("video_ids", metavar="[VIDEO_ID]...", nargs=-1)
@click.option("--ids", type=click.File(encoding="utf-8"), help="A file of further ids, one per line; - is the input.")
@click.option("--all", "everything", is_flag=True, help="All videos.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead.")
@click.pass_obj
def record(home: Home, video_ids: tuple[str, ...], ids: TextIO | None, everything: bool, output: Path | None) -> None:
    """Print the original nested record of VIDEO_ID as JSON; put -- in front of an id that begins with a dash.

    Several records are printed as JSON Lines, each once, in the order of the snapshot.
    """
    wanted = [*video_ids, *(ids_of(text_of(ids)) if ids else ())]
    if everything == bool(wanted or ids):
        raise click.UsageError("Name ids, or give --ids FILE, or --all.")
    finish_catalog(home)
    warehouse = Warehouse(home.root)
    single = len(wanted) == 1 and ids is None
    records = warehouse.records(None if everything else wanted)
    encoder = json.JSONEncoder(ensure_ascii=False, indent=2 if single else None)
    lines = (encoder.encode(found) + "\n" for found in records)
    if output is None:
        for line in lines:
            write(line)
    else:
        save(output, map(encoded, lines))
