"""What the commands that fetch videos share: options, the plan, the progress, the outcome."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from warehouse.cli.options import Command
from warehouse.cli.output import print_facts
from warehouse.cli.progress import COLUMNS
from warehouse.cli.terminal import say
from warehouse.fetch.choose import Bounds, Plan
from warehouse.fetch.download import VideosProgress
from warehouse.fetch.fetch_videos import FetchOptions, Outcome, Snapshot, last_rates
from warehouse.text import clock, size_text

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(B|kB|KB|MB|GB|TB)?")
_UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}


class Size(click.ParamType[int]):
    """A number of bytes with a unit, such as 20GB."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The bytes that a text names."""
        if isinstance(value, int):
            return value
        match = _SIZE.fullmatch(str(value).strip())
        if match is None:
            self.fail(f"{value} is not a valid size: write one such as 500MB or 20GB.", param, ctx)
        return round(float(match[1]) * _UNITS[(match[2] or "").upper()])


def choosing_options(command: Command) -> Command:
    """Add what plans and bounds a fetch to a command."""
    for option in (
        click.option("--jobs", type=click.IntRange(1), help="Shards to read at a time.  [default: 2; from the Hub, 8]"),
        click.option("--skip-missing", is_flag=True, help="Leave out ids that are not in the snapshot."),
        click.option("--seed", type=int, default=0, help="Breaks ties in the choice.  [default: 0]"),
        click.option("--per-category", type=click.IntRange(1), help="At most this many videos of each broad category."),
        click.option("--at-most", type=click.IntRange(1), help="At most this many videos, the cheapest."),
        click.option("--budget", type=Size(), help="Bytes to read at most, such as 20GB: the most videos for them."),
        click.option(
            "--videos", help="Where the shards are, if not at the source: a folder, or hf://datasets/OWNER/NAME."
        ),
        click.option("--dry-run", is_flag=True, help="Only show what would be read and written."),
    ):
        command = option(command)
    return command


def fetch_options(
    layout: str,
    *,
    budget: int | None,
    at_most: int | None,
    per_category: int | None,
    seed: int,
    skip_missing: bool,
    jobs: int | None,
    **further: Any,
) -> FetchOptions:
    """The options as the library takes them."""
    bounds = Bounds(budget, at_most, per_category, seed)
    return FetchOptions(bounds, layout, skip_missing=skip_missing, jobs=jobs, **further)


def print_plan(snapshot: Snapshot, whole: Plan, left: Plan, rows: int, clips: int | None = None) -> None:
    """Print what a fetch would read and write: ``left`` of the ``whole`` plan, behind what is finished."""
    print_facts(plan_facts(snapshot, whole, left, rows, clips), None, None)


def plan_facts(snapshot: Snapshot, whole: Plan, plan: Plan, rows: int, clips: int | None = None) -> dict[str, str]:
    """A plan, in words and numbers."""
    kind = "remote" if plan.remote else "local"
    rate = last_rates(snapshot.home).get(kind)
    seconds = clock(plan.read_bytes / rate) + f" at {size_text(rate)}/s, as last time" if rate else "not measured yet"
    unit = ("footers", "row group") if plan.measured_shards else ("sizes", "shard")
    facts = {
        "selected": f"{rows:,} row(s)",
        "videos to fetch": f"{len(plan.videos):,}",
        "shards to read from": f"{plan.shards:,}",
        "bytes to read": f"about {size_text(plan.read_bytes)}",
        "bytes wanted": f"about {size_text(plan.wanted_bytes)}",
        "whole dataset": size_text(plan.dataset_bytes),
        "disk needed": f"about {size_text(plan.wanted_bytes)}",
        "time": seconds,
        "estimated from": "the {} of the shards, each video taken for the mean of its {}".format(*unit),
    }
    if finished := len(whole.videos) - len(plan.videos):
        facts["already there"] = f"{finished:,} video(s), not read again"
    if clips is not None:
        facts["clips to cut"] = f"{clips:,}"
    for reason, count in sorted(Counter(plan.left_out.values()).items()):
        facts[f"left out by --{reason.replace(' ', '-')}"] = f"{count:,}"
    if plan.missing:
        facts["not in the snapshot"] = f"{len(plan.missing):,}"
    return facts


def print_outcome(outcome: Outcome) -> None:
    """Report what a run did."""
    rate = size_text(outcome.read_bytes / max(outcome.seconds, 1e-3))
    say(
        f"{outcome.root}: {outcome.items:,} item(s), {outcome.new:,} of them new, {size_text(outcome.bytes)}; "
        f"read {size_text(outcome.read_bytes)} in {outcome.seconds:.1f} s ({rate}/s)."
    )
    for reason, count in sorted(Counter(outcome.left_out.values()).items()):
        say(f"Left out, {reason}: {count:,} (see manifest.json).")
    if outcome.missing:
        say(f"Not there: {len(outcome.missing):,} (see manifest.json).")
    if not outcome.known:
        say("Note: the warehouse's folder cannot be written, so `warehouse exports` will not know of this one.")
    say("Titles, channels and links are in CREDITS.md, the dataset's terms in TERMS.md: pass them on with the files.")


@contextmanager
def shown_videos() -> Iterator[Callable[[VideosProgress], None]]:
    """Something that draws how far a fetch of videos is, while it runs."""
    console = Console(stderr=True)
    with Progress(*COLUMNS, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("Fetching", total=None, files="", amount="", rate="")

        def draw(progress: VideosProgress) -> None:
            if progress.note:
                say(progress.note)
            elapsed = bar.tasks[0].elapsed
            bar.update(
                task,
                completed=progress.bytes_read,
                total=progress.bytes_expected,
                files=f"{progress.videos_done:,}/{progress.videos_total:,}",
                amount=f"{size_text(progress.bytes_read)} of {size_text(progress.bytes_expected)}",
                rate=f"{size_text(progress.bytes_read / elapsed)}/s" if elapsed else "",
            )

        yield draw
