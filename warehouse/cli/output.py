"""Where rows go: the standard output, or a file."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from warehouse.cli.formats import drawn, rendered
from warehouse.cli.terminal import write
from warehouse.errors import AccessError

if TYPE_CHECKING:
    import polars as pl

SUFFIXES = {".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".tsv": "tsv", ".md": "markdown", ".parquet": "parquet"}


def print_rows(frame: pl.DataFrame, format_: str | None, output: Path | None) -> None:
    """Print a frame, or write it to a file.

    Raises:
        AccessError: the file cannot be written.
        click.UsageError: Parquet would go to a terminal.
    """
    chosen = _chosen(format_, output)
    if output is not None:
        _save(output, rendered(frame, chosen))
    elif sys.stdout.isatty():
        if chosen == "parquet":
            raise click.UsageError("Parquet is not for a terminal: name a file with -o.")
        write(rendered(frame, chosen, shutil.get_terminal_size().columns).decode())
    else:
        sys.stdout.buffer.write(rendered(frame, chosen))
        sys.stdout.flush()


def print_facts(facts: Mapping[str, str], format_: str | None, output: Path | None) -> None:
    """Print facts as rows of the columns fact and value, or write them to a file.

    Raises:
        AccessError: the file cannot be written.
    """
    if output is None and _chosen(format_, output) == "table":
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        write(drawn(["fact", "value"], set(), list(facts.items()), width))
        return
    import polars as pl  # takes a moment, and a table does without

    print_rows(pl.DataFrame({"fact": list(facts), "value": list(facts.values())}), format_, output)


def _chosen(format_: str | None, output: Path | None) -> str:
    return format_ or (SUFFIXES.get(output.suffix) if output else None) or "table"


def _save(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        raise AccessError(f"{output} cannot be written ({error.strerror}): name another file with -o.") from error
