"""The command ``exports``."""

from __future__ import annotations

from pathlib import Path

import click
import polars as pl

from warehouse.cli.options import row_options
from warehouse.cli.output import print_rows
from warehouse.cli.terminal import say
from warehouse.fetch.exports import known_exports
from warehouse.fetch.exports import prune as prune_export
from warehouse.home import Home


@click.command()
@click.option("--prune", is_flag=True, help="Delete the videos and clips that were removed from the source.")
@row_options
@click.pass_obj
def exports(home: Home, prune: bool, format_: str | None, output: Path | None) -> None:
    """List the folders that `fetch` and `clips` wrote, and how many of their videos were removed from the source."""
    home.require_current()
    found = known_exports(home)
    if prune:
        for export in found:
            if export.removed:
                count = prune_export(export)
                say(f"{export.path}: {count:,} item(s) of {len(export.removed):,} removed video(s) deleted.")
        found = known_exports(home)
    schema = {
        "path": pl.String,
        "kind": pl.String,
        "layout": pl.String,
        "written_at": pl.String,
        "items": pl.Int64,
        "removed_videos": pl.Int64,
        "problem": pl.String,
    }
    rows = [(str(e.path), e.kind, e.layout, e.written_at, e.items, len(e.removed), e.problem) for e in found]
    print_rows(pl.DataFrame(rows, schema, orient="row"), format_, output)
