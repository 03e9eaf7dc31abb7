"""Read records from files of JSON in any form, plain or compressed.

What a file holds is decided by its content, not its name: a record a line, values one behind the other, an array, an
answer that lists rows, or one record. Only where that is not enough does the name decide: a text that is not JSON makes
a ``.json`` file a damaged one, and a ``.jsonl`` file one with rejected lines.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from typing import IO, Any

from warehouse.errors import SourceError
from warehouse.source.compression import is_compressed, open_bytes
from warehouse.source.files import Chunk, Format, SourceFile, Unparsed
from warehouse.source.hive import folder_fields
from warehouse.source.json_texts import array_elements, exact_runs, is_exact, parse, parse_array, parse_values
from warehouse.source.wrapped import is_record, listed_records, unwrap

BATCH_ROWS = 256
# lines are longer than what a stream reads by itself
BUFFER_BYTES = 2**18
# of a record, 450 times what any real one has: memory is several times that, on every core
LARGEST_RECORD = 2**25
# of a compressed file that is read whole: a small one may hold any amount
LARGEST_COMPRESSED = 2**26
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_json(file: SourceFile) -> Iterator[Chunk]:
    """The records of a file of JSON, a bounded number at a time.

    Of a file with a record a line blank lines count as rows but hold no record.

    Raises:
        SourceError: the file is named ``.json`` and its text is not JSON, it unpacks to more than memory can hold, or a
            record of it is longer than any is.
    """
    with open_bytes(file.path, BUFFER_BYTES) as stream:
        yield from read_stream(file, stream)


def read_json_bytes(file: SourceFile, data: bytes) -> Iterator[Chunk]:
    """The records of a file of JSON from its uncompressed bytes; raises what ``read_json`` does."""
    return read_stream(file, io.BytesIO(data))


def read_stream(file: SourceFile, stream: IO[bytes]) -> Iterator[Chunk]:
    """The records of a file of JSON from a stream of its uncompressed bytes; raises what ``read_json`` does."""
    lines = _bounded_lines(file, stream)
    skipped, first = _next_line(lines)
    if len(first) > LARGEST_RECORD and not first.lstrip().startswith(b"["):
        raise too_long(file)
    if not first and file.format is Format.JSON_LINES:
        return  # any number of blank lines
    between, second = _next_line(lines)
    head = chain(repeat(b"\n", skipped), [first], repeat(b"\n", between), [second] if second else [])
    if (second or file.format is Format.JSON_LINES) and _is_line(file, first):
        yield from _read_lines(file, chain(head, lines))
        return
    data = b"".join(chain(islice(head, skipped + 1 + between + 1), [_rest(file, stream)]))
    records = _document(file, data)
    if records is not None:
        yield from records
    elif file.format is Format.JSON_LINES or (second and _is_object(second)):
        yield from _read_lines(file, io.BytesIO(data))
    else:
        raise SourceError(f"{file.name} is damaged ({parse(data).reason}): fix or remove it, or pass --skip-bad-files.")


def read_texts(file: SourceFile, first_row: int, texts: Sequence[bytes]) -> Iterator[Chunk]:
    """The records of consecutive JSON texts, one each: runs of exact ones as Arrow arrays, the others parsed."""
    if max(map(len, texts), default=0) > LARGEST_RECORD:
        raise too_long(file)
    start = 0
    for count, records in exact_runs(texts):
        run = texts[start : start + count]
        yield Chunk(file, first_row + start, _records(file, map(parse, run)) if records is None else records)
        start += count


def _bounded_lines(file: SourceFile, stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of a stream, the first without a byte order mark."""
    most = LARGEST_COMPRESSED if is_compressed(file.location) else -1
    line = stream.readline(most).removeprefix(BYTE_ORDER_MARK)
    while line:
        if len(line) == most:
            raise _too_large(file)
        yield line
        line = stream.readline(most)


def _rest(file: SourceFile, stream: IO[bytes]) -> bytes:
    if not is_compressed(file.location):
        return stream.read()
    data = stream.read(LARGEST_COMPRESSED)
    if len(data) == LARGEST_COMPRESSED:
        raise _too_large(file)
    return data


def _too_large(file: SourceFile) -> SourceError:
    return SourceError(
        f"{file.name} unpacks to a text of more than {LARGEST_COMPRESSED >> 20} MB, too long for a record: see where "
        "it comes from, write one record per line, or pass --skip-bad-files."
    )


def too_long(file: SourceFile) -> SourceError:
    """The error of a record that is longer than any is."""
    return SourceError(
        f"{file.name} has a text of more than {LARGEST_RECORD >> 20} MB, too long for a record: see where it comes "
        "from, and remove the file, or pass --skip-bad-files."
    )


def _next_line(lines: Iterator[bytes]) -> tuple[int, bytes]:
    """How many blank lines come next, and the line behind them; an empty one at the end."""
    blank = 0
    for line in lines:
        if not line.isspace():
            return blank, line
        blank += 1
    return blank, b""


def _is_line(file: SourceFile, first: bytes) -> bool:
    """Whether the first line of several holds one value, so that each line does; damaged or not."""
    if is_exact(first):
        return True
    values = parse_values(first)
    if isinstance(values, Unparsed):  # the text may go on in the next line, or the line is damaged
        return file.format is Format.JSON_LINES and first.rstrip()[-1:] not in b"[{,:"
    return len(values) == 1 and listed_records(values[0]) is None


def _has_long_line(data: bytes) -> bool:
    place = 0
    while len(data) - place > LARGEST_RECORD:
        end = data.rfind(b"\n", place, place + LARGEST_RECORD + 1)
        if end < 0:
            return True
        place = end + 1
    return False


def _is_object(line: bytes) -> bool:
    return isinstance(parse(line), dict)


def _read_lines(file: SourceFile, lines: Iterable[bytes]) -> Iterator[Chunk]:
    """A record a line, a bounded number at a time; a row's number is its line's."""
    remaining = iter(lines)
    first_row = 1
    while batch := list(islice(remaining, BATCH_ROWS)):
        run: list[bytes] = []
        for row, line in enumerate([*batch, b""], first_row):
            if line and not line.isspace():
                run.append(line.rstrip(b"\r\n"))
            elif run:
                yield from read_texts(file, row - len(run), run)
                run = []
        first_row += len(batch)


def _document(file: SourceFile, data: bytes) -> Iterator[Chunk] | None:
    """The records of a text that is an array, lists rows, or is one or more values; None if it is not JSON."""
    elements = array_elements(data)
    if elements and all(map(is_exact, elements)):
        starts = range(0, len(elements), BATCH_ROWS)
        return chain.from_iterable(read_texts(file, at + 1, elements[at : at + BATCH_ROWS]) for at in starts)
    if max(map(len, elements), default=0) > LARGEST_RECORD:
        raise too_long(file)
    values = parse_array(data)
    if values is None:
        if _has_long_line(data):
            raise too_long(file)
        parsed = parse_values(data)
        if isinstance(parsed, Unparsed) or not parsed:
            return None
        values = list(chain.from_iterable(_listed(value) for value in parsed))
    return iter([Chunk(file, 1, _records(file, values))])


def _records(file: SourceFile, values: Iterable[Any]) -> list[Any]:
    """The records that values are or wrap, with the fields that the folders above their file give."""
    unwrapped = ((value, unwrap(value)) for value in values)
    fields = folder_fields(file.location)
    return [{**fields, **it} if fields and it is value and is_record(value) else it for value, it in unwrapped]


def _listed(value: Any) -> list[Any]:
    found = listed_records(value)
    return [value] if found is None else found
