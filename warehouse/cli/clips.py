"""The command ``clips``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from warehouse.cli.selection import Select, selection_options
from warehouse.cli.signals import terminable
from warehouse.cli.videos import choosing_options, fetch_options, print_outcome, print_plan, shown_videos
from warehouse.fetch.clips import CLIP_LAYOUTS, ClipOptions, clip_keys, sound_spans
from warehouse.fetch.clips import clips as run_clips
from warehouse.fetch.fetch_videos import left_to_fetch, make_plan, require_all
from warehouse.home import Home
from warehouse.session import Warehouse


@click.command()
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@selection_options
@choosing_options
@click.option("--exact", is_flag=True, help="Re-encode, to begin at the very start and not at the key frame before.")
@click.option("--frames", type=click.IntRange(0), default=0, help="Key frames as JPEG next to each clip.  [default: 0]")
@click.option(
    "--layout",
    "--format",
    "layout",
    type=click.Choice(CLIP_LAYOUTS),
    default="plain",
    show_default=True,
    help="clips/ID_START-END.mp4 in milliseconds with metadata.jsonl; tar shards.",
)
@click.pass_obj
def clips(
    home: Home,
    /,
    target: Path,
    select: Select,
    dry_run: bool,
    layout: str,
    exact: bool,
    frames: int,
    **given: Any,
) -> None:
    """Cut the moments of a selection out of their videos, into the folder TARGET.

    The selection has start_seconds and end_seconds too, as the queries scene_clips, activity_clips and speech_clips do.
    Bounds count videos. Spans that are empty, inverted or not in the file are listed in manifest.json.
    """
    warehouse = Warehouse(home.root)
    selection = select(warehouse)
    selection.require_spans()
    snapshot, options = warehouse.fetched_from, fetch_options(layout, **given)
    if dry_run:
        sound, spans, _ = sound_spans(selection)
        plan = make_plan(snapshot, sound, options)
        left = left_to_fetch(plan, clip_keys(spans), target)
        print_plan(snapshot, plan, left, len(selection.rows), sum(len(spans[video.video_id]) for video in left.videos))
        require_all(plan, options)
        return
    with terminable(), shown_videos() as progress:
        outcome = run_clips(snapshot, selection, target, options, ClipOptions(exact, frames), progress)
    print_outcome(outcome)
