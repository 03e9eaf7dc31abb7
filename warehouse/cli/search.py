"""The command ``search``."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click
from click.core import ParameterSource

from warehouse.cli.options import FORMATS, defusing_option
from warehouse.cli.output import save
from warehouse.cli.terminal import say, write
from warehouse.home import Home
from warehouse.meaning.moment_search import MomentSearch
from warehouse.search.filters import Filters
from warehouse.search.kinds import NAMES
from warehouse.search.results import Moment
from warehouse.text import cell, clock, watch_url


@click.command()
@click.argument("query")
@click.option(
    "--by",
    type=click.Choice(("words", "meaning", "both")),
    help="What finds them.  [default: both where there are vectors]",
)
@click.option("--model", help="The model whose vectors are searched.  [default: the one embedded with last]")
@click.option("--in", "--kinds", "kinds", help=f"Only these kinds, with commas between: {', '.join(NAMES)}.")
@click.option("--category", help="Only videos of this broad category.")
@click.option("--fine-category", help="Only videos of this fine category.")
@click.option("--min-duration", type=float, help="Only videos of at least this many seconds.")
@click.option("--max-duration", type=float, help="Only videos of at most this many seconds.")
@click.option("--channel", help="Only videos of this channel.")
@click.option("--group", type=click.Choice(["video"]), help="One moment a video, its best.")
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="How many at most; all to a file or a pipe unless given.",
)
@click.option("--all", "everything", is_flag=True, help="All of them, without limit.")
@click.option(
    "-f", "--format", "format_", type=click.Choice(("list", *FORMATS)), help="How to print them.  [default: list]"
)
@defusing_option
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a web page to this file instead.")
@click.option(
    "--m3u", type=click.Path(dir_okay=False, path_type=Path), help="Write a playlist for a player to this file instead."
)
@click.pass_obj
def search(
    home: Home,
    query: str,
    by: str | None,
    model: str | None,
    kinds: str | None,
    category: str | None,
    fine_category: str | None,
    min_duration: float | None,
    max_duration: float | None,
    channel: str | None,
    group: str | None,
    limit: int,
    everything: bool,
    format_: str | None,
    output: Path | None,
    html: Path | None,
    m3u: Path | None,
) -> None:
    """Find the moments that QUERY describes, the best first.

    Single words may be there, "phrases" must, `truck*` is all words that begin so, and -word must not be there; write
    `--` before a query that begins with a hyphen.
    """
    asked = tuple(name.strip() for name in (kinds or "").split(",") if name.strip())
    filters = Filters(category, fine_category, min_duration, max_duration, channel)
    snapshot = home.require_current()
    find = partial(MomentSearch(snapshot, once=True).moments, by=by, model=model, warn=say)
    # nobody who writes to a file or a pipe wants the first of them only, unless that is said
    chosen = click.get_current_context().get_parameter_source("limit") is not ParameterSource.DEFAULT
    to_file = output is not None or html is not None or m3u is not None
    whole = everything or (not chosen and (to_file or not sys.stdout.isatty()))
    most = None if whole else limit + 1
    found = find(query, kinds=asked, filters=filters, limit=most, group_by_video=group is not None, tell=say)
    shown = found if whole else found[:limit]
    if html is not None:
        _save_page(html, query, shown, snapshot)
    if m3u is not None:
        _save_playlist(m3u, shown)
    if html is not None or m3u is not None:
        return
    show_moments(shown, format_, output)
    if len(found) > len(shown) and not chosen:
        say(f"These are the best {limit:,}: for more --limit N, for all --all or -o FILE.")


def _save_page(path: Path, query: str, found: list[Moment], snapshot: Path) -> None:
    from warehouse.show.hits import hits_page  # few searches become a page
    from warehouse.snapshot.manifest import read_manifest

    save(path, [hits_page(query, found, synthetic=read_manifest(snapshot).synthetic).encode()])
    say(f"{path} has {len(found):,} moments as one page that needs no other file.")


def _save_playlist(path: Path, found: list[Moment]) -> None:
    from warehouse.show.hits import playlist

    save(path, [playlist(found).encode()])
    absent = sum(watch_url(moment.video_id) is None for moment in found)
    without = f"; {absent:,} are left out, whose video has no address on YouTube" if absent else ""
    say(f"{path} is a playlist of {len(found) - absent:,} moments{without}.")


def show_moments(found: list[Moment], format_: str | None, output: Path | None) -> None:
    """Print moments as a list for people, or as rows in a format."""
    if output is None and format_ in (None, "list"):
        write("".join(map(_listed, found)) or "Nothing was found.\n")
        return
    from warehouse.cli.output import print_rows
    from warehouse.search.frame import moment_frame

    print_rows(moment_frame(found), None if format_ == "list" else format_, output)


def _listed(moment: Moment) -> str:
    """A moment in two or three lines: where it is, what was found, and a link."""
    scene = "" if moment.scene_index is None else f", scene {moment.scene_index}"
    place = " ".join(
        filter(None, ("" if moment.start_seconds is None else clock(moment.start_seconds), f"{moment.kind}{scene}"))
    )
    video = " - ".join(filter(None, (moment.title, moment.channel))) or moment.video_id
    link = f"  {moment.watch_url}\n" if moment.watch_url else ""
    way = "" if moment.found_by == "words" else f" (by {moment.found_by})"
    return f"{cell(video)}\n  {place}{way}: {cell(moment.snippet)}\n{link}"
