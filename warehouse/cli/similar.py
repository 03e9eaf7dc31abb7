"""The command ``similar``."""

from __future__ import annotations

import re
from pathlib import Path

import click

from warehouse.cli.options import FORMATS, defusing_option
from warehouse.cli.search import show_moments
from warehouse.home import Home
from warehouse.meaning.moment_search import MomentSearch
from warehouse.search.filters import Filters

_SCENE = re.compile(r"(?P<video>.+?)(?::(?P<scene>[0-9]+))?")


@click.command()
@click.argument("scene", metavar="VIDEO_ID[:SCENE]")
@click.option("--model", help="The model whose vectors are compared.  [default: the one embedded with last]")
@click.option("--category", help="Only videos of this broad category.")
@click.option("--fine-category", help="Only videos of this fine category.")
@click.option("--channel", help="Only videos of this channel.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many at most.")
@click.option(
    "-f", "--format", "format_", type=click.Choice(("list", *FORMATS)), help="How to print them.  [default: list]"
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead.")
@defusing_option
@click.pass_obj
def similar(
    home: Home,
    scene: str,
    model: str | None,
    category: str | None,
    fine_category: str | None,
    channel: str | None,
    limit: int,
    format_: str | None,
    output: Path | None,
) -> None:
    """Find the scenes of other videos that are most like SCENE of a video, or like the video as a whole.

    Write `--` before an id that begins with a hyphen.
    """
    asked = _SCENE.fullmatch(scene)
    number = int(asked["scene"]) if asked and asked["scene"] else None
    video_id = asked["video"] if asked else scene
    filters = Filters(category, fine_category, None, None, channel)
    search = MomentSearch(home.require_current())
    found = search.similar(video_id, number, model=model, limit=limit, filters=filters)
    show_moments(found, format_, output)
