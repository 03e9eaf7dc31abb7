"""The command ``status``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from warehouse.cli.finish import finish_catalog
from warehouse.cli.options import row_options
from warehouse.cli.output import json_line, print_facts, print_rows, save
from warehouse.cli.terminal import encoded, write
from warehouse.home import Home
from warehouse.snapshot.manifest import read_manifest
from warehouse.snapshot.state import state_of, status_of

if TYPE_CHECKING:
    from warehouse.hub import Hub


@click.command()
@click.option("--remote", is_flag=True, help="Ask the Hub whether this is the newest revision.")
@click.option("--removed", is_flag=True, help="List the videos that were removed from the source, and when.")
@click.option("--json", "as_json", is_flag=True, help="Print the state as one line of JSON, numbers as numbers.")
@row_options
@click.pass_obj
def status(home: Home, remote: bool, removed: bool, as_json: bool, format_: str | None, output: Path | None) -> None:
    """Show the source, its revision, when it was read, rows, issues, disk used, and whether the source has changed."""
    if as_json and (removed or format_ is not None):
        raise click.UsageError("--json is the state alone: with --removed, or for rows, use -f json.")
    finish_catalog(home)
    if as_json:
        line = json_line(state_of(home, hub=_hub() if remote else None))
        if output is None:
            write(line)
        else:
            save(output, [encoded(line)])
        return
    if removed:
        import polars as pl  # takes a moment, and the facts do without

        gone = list(read_manifest(home.require_current()).removed.items())
        schema = {"video_id": pl.String, "removal_found_at": pl.String}
        print_rows(pl.DataFrame(gone, schema, orient="row"), format_, output)
        return
    facts = status_of(home, hub=_hub() if remote else None)
    print_facts(facts, format_, output)


def _hub() -> Hub:
    from warehouse import hub  # the Hub's client takes a moment to import

    return hub.HUB
