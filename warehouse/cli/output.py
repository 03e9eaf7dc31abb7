"""Where rows go: the standard output, or a file."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from warehouse.cli.destination import BINARY, destination
from warehouse.cli.formats import SPREADSHEETS, defused, drawn, rendered
from warehouse.cli.options import DEFUSING
from warehouse.cli.terminal import write
from warehouse.errors import AccessError

if TYPE_CHECKING:
    import polars as pl


def print_rows(frame: pl.DataFrame, format_: str | None, output: Path | None) -> None:
    """Print a frame, or write it to a file.

    Raises:
        AccessError: the file cannot be written.
        click.UsageError: the file's name asks for nothing that is written, or bytes would go to a terminal.
    """
    chosen, compression = destination(format_, output)
    if chosen in SPREADSHEETS and click.get_current_context().meta.get(DEFUSING):
        frame = defused(frame)
    if output is not None:
        content = rendered(frame, chosen)
        save(output, [_compressed(content, compression) if compression else content])
    elif sys.stdout.isatty():
        if chosen in BINARY:
            raise click.UsageError(f"The format {chosen} is not for a terminal: name a file with -o.")
        write(rendered(frame, chosen, shutil.get_terminal_size().columns).decode())
    else:
        sys.stdout.buffer.write(rendered(frame, chosen))
        sys.stdout.flush()


def print_facts(facts: Mapping[str, str], format_: str | None, output: Path | None) -> None:
    """Print facts as rows of the columns fact and value, or write them to a file.

    Raises:
        AccessError: the file cannot be written.
    """
    if output is None and destination(format_, output)[0] == "table":
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        write(drawn(["fact", "value"], set(), list(facts.items()), width))
        return
    import polars as pl  # takes a moment, and a table does without

    print_rows(pl.DataFrame({"fact": list(facts), "value": list(facts.values())}), format_, output)


def json_line(facts: Mapping[str, Any]) -> str:
    """Facts as one line of JSON, for programs."""
    return json.dumps(facts, ensure_ascii=False) + "\n"


def _compressed(content: bytes, codec: str) -> bytes:
    import pyarrow as pa  # takes a moment, and little is compressed

    compressed: bytes = pa.compress(content, codec, asbytes=True)
    return compressed


def save(output: Path, pieces: Iterable[bytes]) -> None:
    """Write a file piece by piece.

    Raises:
        AccessError: it cannot be written.
    """
    try:
        with output.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise AccessError(f"{output} cannot be written ({error.strerror}): name another file.") from error
