"""Charts as files: the options of every command that draws, and what it reports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from warehouse.cli.terminal import say

if TYPE_CHECKING:
    import altair

Command = TypeVar("Command", bound=Callable[..., Any])
# below the first a label does not fit, beyond the second no page is wide enough
NARROWEST, WIDEST = 120, 4000


def picture_options(command: Command) -> Command:
    """Add ``--title`` and ``--width`` to a command that draws."""
    for option in (
        click.option(
            "--width", type=click.IntRange(NARROWEST, WIDEST), help="Pixels between the axes.  [default: 480]"
        ),
        click.option("--title", help="The title above the chart.  [default: what is drawn]"),
    ):
        command = option(command)
    return command


def save_picture(chart: altair.Chart | altair.LayerChart | altair.VConcatChart, path: Path) -> None:
    """Write a chart, and say what it leaves out.

    Raises:
        QueryError: the suffix is not a supported chart format.
        AccessError: the file cannot be written.
    """
    from warehouse.queries.charts import left_out, save

    save(chart, path)
    for told in left_out(chart):
        say(f"{path}: {told}.")
