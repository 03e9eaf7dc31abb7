"""The command ``fetch``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from warehouse.cli.selection import Select, selection_options
from warehouse.cli.signals import terminable
from warehouse.cli.videos import choosing_options, fetch_options, print_outcome, print_plan, shown_videos
from warehouse.fetch.fetch_videos import LAYOUTS, left_to_fetch, make_plan, require_all, video_keys
from warehouse.fetch.fetch_videos import fetch as run_fetch
from warehouse.home import Home
from warehouse.session import Warehouse


@click.command()
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@selection_options
@choosing_options
@click.option(
    "--layout",
    "--format",
    "layout",
    type=click.Choice(list(LAYOUTS)),
    default="plain",
    show_default=True,
    help="videos/ID.mp4 with metadata.jsonl; sample_N as the card's script; tar shards; Parquet with mp4, json.",
)
@click.pass_obj
def fetch(
    home: Home,
    /,
    target: Path,
    select: Select,
    dry_run: bool,
    layout: str,
    **given: Any,
) -> None:
    """Fetch the videos of a selection, and nothing else, into the folder TARGET.

    A video costs its shard up to the video, so that the choice matters: --dry-run shows what would be read, --budget,
    --at-most and --per-category take the cheapest videos. Run again, it resumes where it stopped.
    """
    warehouse = Warehouse(home.root)
    selection = select(warehouse)
    snapshot, options = warehouse.fetched_from, fetch_options(layout, **given)
    if dry_run:
        plan = make_plan(snapshot, selection, options)
        print_plan(snapshot, plan, left_to_fetch(plan, video_keys(selection), target), len(selection.rows))
        require_all(plan, options)
        return
    with terminable(), shown_videos() as progress:
        outcome = run_fetch(snapshot, selection, target, options, progress)
    print_outcome(outcome)
