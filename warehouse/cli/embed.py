"""The command ``embed``."""

from __future__ import annotations

import sys
import time

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from warehouse.cli.terminal import say
from warehouse.home import Home
from warehouse.meaning.embed import EmbedProgress
from warehouse.session import Warehouse


@click.command()
@click.option("--model", help="A model's folder, or its name on the Hub.  [default: all-MiniLM-L6-v2]")
@click.option("--download", is_flag=True, help="Fetch the model from the Hub if it is not on this machine.")
@click.pass_obj
def embed(home: Home, model: str | None, download: bool) -> None:
    """Give every scene a vector, so that searches find what is meant; only those that are missing are computed.

    Stop it with Ctrl-C and run it again: it resumes where it stopped.
    """
    warehouse = Warehouse(home.root)
    begun, last = time.monotonic(), EmbedProgress(0, 0, 0)
    columns = (
        TextColumn("Embedding"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None, rate="")

        def draw(progress: EmbedProgress) -> None:
            nonlocal last
            last = progress
            rate = progress.computed / max(time.monotonic() - begun, 1e-3)
            bar.update(task, completed=progress.units, total=progress.total_units, rate=f"{rate:,.0f} texts/s")

        done = warehouse.embed(model, download=download, on_progress=draw)
    seconds = time.monotonic() - begun
    say(
        f"{done.vectors:,} vectors of {done.model}, {done.dimension} numbers each: {last.computed:,} of them computed "
        f"now, in {seconds:,.1f} s."
    )
