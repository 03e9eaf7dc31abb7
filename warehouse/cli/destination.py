"""Which format and compression a file's name asks for."""

from __future__ import annotations

from pathlib import Path

import click

SUFFIXES = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".md": "markdown",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".txt": "table",
    "": "table",
}
COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
# not for a terminal, and compressed within
BINARY = ("parquet", "arrow")


def destination(format_: str | None, output: Path | None) -> tuple[str, str | None]:
    """The format and the compression, if any, in which rows are written.

    The ending of a name decides, in any case; a format that is given outweighs it, but a drawn table never goes into a
    file that is named otherwise.

    Raises:
        click.UsageError: the ending is none that is written, or contradicts the format.
    """
    if output is None:
        return format_ or "table", None
    suffix = output.suffix.lower()
    compression = COMPRESSIONS.get(suffix)
    ending = Path(output.stem).suffix.lower() if compression else suffix
    known = SUFFIXES.get(ending)
    if known is None and format_ in (None, "table"):
        raise click.UsageError(f"{output} has an unsupported extension: {_endings()}, or name a format with -f.")
    chosen = format_ or known or "table"
    if chosen == "table" and known != "table":
        raise click.UsageError(f"A drawn table does not go into {output}: name it .txt, or leave out -f table.")
    if compression and chosen in BINARY:
        raise click.UsageError(
            f"{output} would be compressed twice: leave out {suffix}, {chosen} is compressed within."
        )
    return chosen, compression


def _endings() -> str:
    written = ", ".join(suffix for suffix in SUFFIXES if suffix)
    return f"use {written}, all but .parquet and .arrow also with {' or '.join(COMPRESSIONS)}"
