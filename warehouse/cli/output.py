"""Where rows go: the standard output, or a file."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click
import polars as pl

from warehouse.cli.formats import rendered
from warehouse.cli.terminal import write
from warehouse.errors import AccessError

SUFFIXES = {".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".tsv": "tsv", ".md": "markdown", ".parquet": "parquet"}


def print_rows(frame: pl.DataFrame, format_: str | None, output: Path | None) -> None:
    """Print a frame, or write it to a file.

    Raises:
        AccessError: the file cannot be written.
        click.UsageError: Parquet would go to a terminal.
    """
    chosen = format_ or (SUFFIXES.get(output.suffix) if output else None) or "table"
    if output is not None:
        _save(output, rendered(frame, chosen))
    elif sys.stdout.isatty():
        if chosen == "parquet":
            raise click.UsageError("Parquet is not for a terminal: name a file with -o.")
        write(rendered(frame, chosen, shutil.get_terminal_size().columns).decode())
    else:
        sys.stdout.buffer.write(rendered(frame, chosen))
        sys.stdout.flush()


def _save(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        raise AccessError(f"{output} cannot be written ({error.strerror}): name another file with -o.") from error
