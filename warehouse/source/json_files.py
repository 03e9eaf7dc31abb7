"""Read records from JSON and JSON Lines, plain or compressed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from warehouse.errors import SourceError
from warehouse.source.compression import open_bytes
from warehouse.source.exact_text import array_elements, is_exact
from warehouse.source.files import Chunk, SourceFile, Unparsed
from warehouse.source.json_text import parse
from warehouse.source.json_texts import exact_records, records_of_exact

BATCH_ROWS = 256
# lines are longer than what a stream reads by itself
BUFFER_BYTES = 2**18
# reading fewer exact records through Arrow costs more than looking at each value
FEW = 4
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_json(file: SourceFile) -> Iterator[Chunk]:
    """The record of a JSON file as the dataset card's script writes it, or the records of an array.

    Raises:
        SourceError: the text is not JSON, so that the file holds no record at all.
    """
    with open_bytes(file.path) as stream:
        yield from json_chunks(file, stream.read())


def json_chunks(file: SourceFile, data: bytes) -> Iterator[Chunk]:
    """The records of a JSON file from its bytes; raises what ``read_json`` does."""
    data = data.removeprefix(BYTE_ORDER_MARK)
    elements = array_elements(data)
    if elements and all(map(is_exact, elements)):
        for start in range(0, len(elements), BATCH_ROWS):
            yield _chunk(file, start + 1, elements[start : start + BATCH_ROWS], exact=True)
        return
    value = parse(data)
    if isinstance(value, Unparsed):
        raise SourceError(f"{file.name} is damaged ({value.reason}): mend or remove it, or pass --skip-bad-files.")
    yield Chunk(file, 1, value if isinstance(value, list) else [value])


def read_json_lines(file: SourceFile) -> Iterator[Chunk]:
    """The records of a JSON Lines file, a bounded number at a time; blank lines count as rows but hold no record."""
    with open_bytes(file.path, BUFFER_BYTES) as stream:
        first_row = 1
        while lines := list(islice(stream, BATCH_ROWS)):
            if first_row == 1:
                lines[0] = lines[0].removeprefix(BYTE_ORDER_MARK)
            yield from _runs(file, first_row, lines)
            first_row += len(lines)


def read_texts(file: SourceFile, first_row: int, texts: Sequence[bytes]) -> Iterator[Chunk]:
    """The records of consecutive JSON texts: runs of exact ones as Arrow arrays, the others parsed."""
    records = exact_records(texts) if len(texts) >= FEW else None
    if records is not None:
        yield Chunk(file, first_row, records)
        return
    for exact, run in groupby(texts, is_exact):
        part = list(run)
        yield _chunk(file, first_row, part, exact=exact)
        first_row += len(part)


def _chunk(file: SourceFile, first_row: int, texts: list[bytes], *, exact: bool) -> Chunk:
    records = records_of_exact(texts) if exact and len(texts) >= FEW else None
    return Chunk(file, first_row, list(map(parse, texts)) if records is None else records)


def _runs(file: SourceFile, first_row: int, lines: list[bytes]) -> Iterator[Chunk]:
    """Chunks of the lines between blank ones, so that a row's number stays its line's."""
    run: list[bytes] = []
    for row, line in enumerate([*lines, b""], first_row):
        if line and not line.isspace():
            run.append(line.rstrip(b"\r\n"))
        elif run:
            yield from read_texts(file, row - len(run), run)
            run = []
