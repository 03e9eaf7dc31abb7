"""The pages of a column chunk: their headers, and the small parts of them that say which value is whose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warehouse.fetch.flows import Flow, Window
from warehouse.hub.http_errors import DamagedError
from warehouse.source.footer import read_number, read_struct

DATA, DICTIONARY, DATA_V2 = 0, 2, 3
PLAIN = 0
DICTIONARY_INDICES = (2, 8)
_HEADER_BYTES, _LARGEST_HEADER_BYTES = 256, 2**20


@dataclass(frozen=True)
class Page:
    """What a page's header says; ``level_bytes`` precede the values uncompressed, None: compressed with them."""

    kind: int
    content_bytes: int
    stored_bytes: int
    values: int
    encoding: int
    level_bytes: int | None = None
    compressed: bool = True


def read_header(chunk: Window) -> Page:
    """The next header in a chunk. Raises DamagedError where none does."""
    data = b""
    while len(data) < min(chunk.left, _LARGEST_HEADER_BYTES):
        data = chunk.peek(max(_HEADER_BYTES, 2 * len(data)))
        try:
            fields, length = read_struct(data, 0)
        except (IndexError, RecursionError):
            continue
        chunk.skip(length)
        return _page(fields)
    raise DamagedError("a page has no header")


def _page(fields: dict[int, Any]) -> Page:
    try:
        kind, content, stored = fields[1], fields[2], fields[3]
        if kind == DATA:
            inner = fields[5]
            return Page(kind, content, stored, inner[1], inner[2])
        if kind == DICTIONARY:
            inner = fields[7]
            return Page(kind, content, stored, inner[1], inner[2])
        if kind == DATA_V2:
            inner = fields[8]
            levels = inner[5] + inner[6]
            return Page(kind, content, stored, inner[1], inner[4], levels, inner.get(7, True))
        return Page(kind, content, stored, 0, PLAIN)
    except KeyError as error:
        raise DamagedError("a page's header is damaged") from error


def read_runs(data: bytes, width: int, count: int) -> list[int]:
    """``count`` numbers of ``width`` bits in Parquet's form of runs and packed bits.

    Raises DamagedError where there are fewer.

    >>> read_runs(bytes([6, 1, 3, 0b10]), 1, 5)
    [1, 1, 1, 0, 1]
    """
    numbers: list[int] = []
    place, mask = 0, (1 << width) - 1
    try:
        while len(numbers) < count:
            head, place = read_number(data, place)
            if head & 1:
                stop = place + (head >> 1) * width
                if stop > len(data):
                    raise IndexError
                packed = int.from_bytes(data[place:stop], "little")
                numbers += [packed >> at * width & mask for at in range((head >> 1) * 8)][: count - len(numbers)]
            else:
                stop = place + (width + 7) // 8
                if stop > len(data) or not head:
                    raise IndexError
                numbers += [int.from_bytes(data[place:stop], "little")] * min(head >> 1, count - len(numbers))
            place = stop
    except IndexError as error:
        raise DamagedError("a page's levels or indices are damaged") from error
    return numbers


def read_levels(flow: Flow, page: Page, optional: bool) -> list[bool]:
    """Whether each row of a page of the first form has a value; the levels precede the values."""
    if not optional:
        return [True] * page.values
    length = int.from_bytes(flow.exactly(4), "little")
    if length > page.content_bytes:
        raise DamagedError("a page's levels are damaged")
    return [level == 1 for level in read_runs(flow.exactly(length), 1, page.values)]
