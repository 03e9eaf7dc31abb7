"""The command that shows one video: show."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click
from rich.console import Console

from warehouse.cli.finish import finish_catalog
from warehouse.cli.output import save
from warehouse.cli.picture import picture_options, save_picture
from warehouse.cli.terminal import say
from warehouse.home import Home
from warehouse.queries.charts import WIDTH, require_suffix
from warehouse.session import Warehouse
from warehouse.show import look, page
from warehouse.show.arc import arc
from warehouse.show.screen import screen

PIPE_WIDTH = 120


@click.command()
@click.argument("video_id")
@click.option("--all", "everything", is_flag=True, help="List all scenes, even if they do not fit on the screen.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a web page to this file instead.")
@click.option(
    "--chart",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw its arc to this file instead: .png, .svg or .html.",
)
@picture_options
@click.pass_obj
def show(
    home: Home,
    video_id: str,
    everything: bool,
    html: Path | None,
    chart: Path | None,
    title: str | None,
    width: int | None,
) -> None:
    """Show VIDEO_ID on one screen; put -- in front of an id that begins with a dash."""
    if chart is None and (title is not None or width is not None):
        raise click.UsageError("--title and --width are for a picture: name it with --chart FILE.")
    if chart is not None:
        require_suffix(chart)
    finish_catalog(home)
    warehouse = Warehouse(home.root)
    video = look(warehouse, video_id)
    if chart is not None:
        save_picture(arc(video, warehouse.provenance, title, width or WIDTH), chart)
        if html is None:
            return
    if html is not None:
        save(html, [page(video).encode()])
        say(f"{html} has {video_id} as one page that needs no other file.")
        return
    size = shutil.get_terminal_size()
    width, height = (size.columns, size.lines) if sys.stdout.isatty() else (PIPE_WIDTH, None)
    console = Console(width=width, highlight=False, markup=False, emoji=False)
    console.print(screen(video, width, None if everything else height))
