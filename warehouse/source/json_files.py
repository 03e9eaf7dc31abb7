"""Read records from JSON and JSON Lines, plain or compressed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from warehouse.errors import SourceError
from warehouse.source.compression import open_bytes
from warehouse.source.files import Chunk, SourceFile, Unparsed
from warehouse.source.json_text import parse

BATCH_ROWS = 256
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_json(file: SourceFile) -> Iterator[Chunk]:
    """The record of a JSON file as the dataset card's script writes it, or the records of an array.

    Raises:
        SourceError: the text is not JSON, so that the file holds no record at all.
    """
    with open_bytes(file.path) as stream:
        value = parse(stream.read().removeprefix(BYTE_ORDER_MARK))
    if isinstance(value, Unparsed):
        raise SourceError(f"{file.name} is damaged ({value.reason}): mend or remove it, or pass --skip-bad-files.")
    yield Chunk(file, 1, value if isinstance(value, list) else [value])


def read_json_lines(file: SourceFile) -> Iterator[Chunk]:
    """The records of a JSON Lines file, a bounded number at a time; blank lines count as rows but hold no record."""
    with open_bytes(file.path) as stream:
        first_row = 1
        while lines := list(islice(stream, BATCH_ROWS)):
            if first_row == 1:
                lines[0] = lines[0].removeprefix(BYTE_ORDER_MARK)
            yield from _runs(file, first_row, lines)
            first_row += len(lines)


def _runs(file: SourceFile, first_row: int, lines: list[bytes]) -> Iterator[Chunk]:
    """Chunks of the lines between blank ones, so that a row's number stays its line's."""
    run: list[Any] = []
    for row, line in enumerate([*lines, b""], first_row):
        if line.strip():
            run.append(parse(line.rstrip(b"\r\n")))
        elif run:
            yield Chunk(file, row - len(run), run)
            run = []
