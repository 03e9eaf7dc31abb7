"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from warehouse.cli.destination import destination

# each has a writer in warehouse.cli.formats, which needs Polars
FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown", "parquet", "arrow")

# in a command's context: whether texts that a spreadsheet would compute are to be defused
DEFUSING = "warehouse.defuse-formulas"

_IDS_HELP = "Only the videos of this file, one id per line; - is the standard input."

Command = TypeVar("Command", bound=Callable[..., Any])


def _note_defusing(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    context.meta[DEFUSING] = wanted


defusing_option = click.option(
    "--defuse-formulas",
    is_flag=True,
    expose_value=False,
    callback=_note_defusing,
    help="In CSV and TSV put an apostrophe before texts that a spreadsheet would compute.",
)


def row_options(command: Command) -> Command:
    """Add ``--format`` and ``-o`` to a command that prints rows; what cannot be written is refused before it runs."""

    @wraps(command)
    def checked(*args: Any, **given: Any) -> Any:
        if given.get("mark") is None:  # else the output is a picture
            destination(given["format_"], given["output"])
        return command(*args, **given)

    with_output = click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead."
    )(cast("Command", checked))
    return click.option(
        "-f",
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        help="How to print rows.  [default: by the output's name, else table]",
    )(defusing_option(with_output))


def asking_options(command: Command) -> Command:
    """Add what bounds a statement, and where further queries are, to a command."""
    for option in (
        click.option("--ids", type=click.File(encoding="utf-8"), help=_IDS_HELP),
        click.option(
            "--queries", type=click.Path(file_okay=False, path_type=Path), help="A folder of queries of your own."
        ),
        click.option("--memory-limit", help="Memory to stay below, such as 2GB."),
        click.option("--timeout", type=click.FloatRange(0, min_open=True), help="Seconds after which to give up."),
    ):
        command = option(command)
    return command
