"""The commands that look at the warehouse: status, tables, describe, check and record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
import polars as pl

from warehouse.cli.finish import finish_catalog
from warehouse.cli.output import print_rows, row_options
from warehouse.cli.terminal import say, write
from warehouse.home import Home
from warehouse.manifest import read_manifest
from warehouse.model import TABLE, TABLES
from warehouse.session import Warehouse
from warehouse.status import status_of

if TYPE_CHECKING:
    from warehouse.hub import Hub


@click.command()
@click.option("--remote", is_flag=True, help="Ask the Hub whether this is the newest revision.")
@click.option("--removed", is_flag=True, help="List the videos that were removed from the source, and when.")
@row_options
@click.pass_obj
def status(home: Home, remote: bool, removed: bool, format_: str | None, output: Path | None) -> None:
    """Show the source, its revision, when it was read, rows, issues, disk used, and whether the source has changed."""
    finish_catalog(home)
    if removed:
        gone = list(read_manifest(home.require_current()).removed.items())
        schema = {"video_id": pl.String, "removal_found_at": pl.String}
        print_rows(pl.DataFrame(gone, schema, orient="row"), format_, output)
        return
    facts = status_of(home, hub=_hub() if remote else None)
    print_rows(pl.DataFrame({"fact": list(facts), "value": list(facts.values())}), format_, output)


@click.command()
@row_options
@click.pass_obj
def tables(home: Home, format_: str | None, output: Path | None) -> None:
    """List the tables with their rows and what a row is."""
    finish_catalog(home)
    rows = Warehouse(home.root).manifest.rows
    listed = [(table.name, rows.get(table.name, 0), f"one row per {table.row}", table.source or "") for table in TABLES]
    print_rows(pl.DataFrame(listed, ["table", "rows", "row", "source"], orient="row"), format_, output)


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


@click.command()
@click.argument("names", nargs=-1)
@row_options
@click.pass_obj
def check(home: Home, names: tuple[str, ...], format_: str | None, output: Path | None) -> None:
    """Run the audits of the annotations: how many rows each finds, or all rows of those NAMED.

    What an audit finds is how the published data is; it is no fault of the warehouse, and the exit code stays 0.
    """
    finish_catalog(home)
    warehouse = Warehouse(home.root)
    print_rows(warehouse.check(*names), format_, output)


@click.command()
@click.argument("video_id")
@click.pass_obj
def record(home: Home, video_id: str) -> None:
    """Print the original nested record of VIDEO_ID as JSON; put -- in front of an id that begins with a dash."""
    finish_catalog(home)
    found = Warehouse(home.root).record(video_id)
    write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


def _hub() -> Hub:
    from warehouse import hub  # the Hub's client takes a moment to import

    return hub.HUB
