"""The videos of chosen rows out of a column chunk: read from its start, and left after the last one that is wanted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import pyarrow.parquet as pq

from warehouse.fetch.decoding import decoded
from warehouse.fetch.flows import Bytes, Flow, Window
from warehouse.fetch.pages import (
    DATA,
    DATA_V2,
    DICTIONARY,
    DICTIONARY_INDICES,
    PLAIN,
    Page,
    read_header,
    read_levels,
    read_runs,
)
from warehouse.hub.byte_ranges import filled_groups
from warehouse.hub.http_errors import DamagedError

# the published layout, and what `datasets` writes for a column of videos
COLUMNS = ("mp4", "mp4.bytes", "video", "video.bytes")
_PIECE_BYTES = 2**20

# takes the rows whose value it is (more than one if they share it) and its bytes; None where it is null
Take = Callable[[Sequence[int], Iterator[bytes] | None], None]


@dataclass(frozen=True)
class VideoChunk:
    """A column chunk with videos: its place in the file, and the rows of the file that it holds, from 0."""

    start: int
    stop: int
    codec: str
    optional: bool
    first_row: int
    rows: int


def video_chunks(metadata: pq.FileMetaData) -> list[VideoChunk]:
    """The chunks of the column that holds videos; none where the file has no such column.

    Raises DamagedError where the column is of a kind that is not read.
    """
    names = {metadata.schema.column(leaf).path: leaf for leaf in range(metadata.num_columns)}
    leaf = next((names[name] for name in COLUMNS if name in names), None)
    if leaf is None:
        return []
    column = metadata.schema.column(leaf)
    if column.physical_type != "BYTE_ARRAY" or column.max_repetition_level or column.max_definition_level > 1:
        raise DamagedError(f"its column {column.path} does not hold one plain value a row")
    sizes = [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]
    first = [0, *accumulate(sizes)]
    chunks = []
    for group in filled_groups(metadata):
        chunk = metadata.row_group(group).column(leaf)
        start = chunk.data_page_offset
        if chunk.has_dictionary_page and chunk.dictionary_page_offset:
            start = min(start, chunk.dictionary_page_offset)
        optional = column.max_definition_level == 1
        stop = start + chunk.total_compressed_size
        chunks.append(VideoChunk(start, stop, chunk.compression, optional, first[group], sizes[group]))
    return chunks


def take_rows(source: Bytes, chunks: Sequence[VideoChunk], rows: Sequence[int], take: Take) -> None:
    """Pass the values of ``rows`` (of the file, from 0) to ``take``, in their order in the file.

    Raises DamagedError where the file is not what it should be, and what ``source`` and ``take`` raise.
    """
    starts = [chunk.first_row for chunk in chunks]
    wanted: dict[int, list[int]] = {}
    for row in sorted(set(rows)):
        at = bisect_right(starts, row) - 1
        if at < 0 or row >= chunks[at].first_row + chunks[at].rows:
            raise DamagedError(f"it has no row {row + 1}")
        wanted.setdefault(at, []).append(row - starts[at])
    for at, inside in wanted.items():
        _Reader(source, chunks[at], take).read(inside)


class _Reader:
    def __init__(self, source: Bytes, chunk: VideoChunk, take: Take) -> None:
        self._source, self._chunk, self._take = source, chunk, take

    def read(self, rows: list[int]) -> None:
        """Hand over the values of rows of the chunk, in ascending order."""
        window = Window(self._source, self._chunk.start, self._chunk.stop)
        page = read_header(window)
        dictionary: tuple[Page, Window] | None = None
        if page.kind == DICTIONARY:
            dictionary = page, window.part(page.stored_bytes)
        else:
            window = Window(self._source, self._chunk.start, self._chunk.stop)
        shared: dict[int, list[int]] = {}
        row = 0
        while row <= rows[-1]:
            page = read_header(window)
            body = window.part(page.stored_bytes)
            if page.kind in (DATA, DATA_V2):
                here = [wanted - row for wanted in rows if row <= wanted < row + page.values]
                if here and page.encoding not in DICTIONARY_INDICES and shared and dictionary is not None:
                    self._entries(*dictionary, shared)
                    shared = {}
                if here:
                    self._page(page, body, here, row, shared)
                row += page.values
        if shared:
            if dictionary is None:
                raise DamagedError("a page refers to a dictionary that is not there")
            self._entries(*dictionary, shared)

    def _page(self, page: Page, body: Window, here: list[int], first: int, shared: dict[int, list[int]]) -> None:
        """Pass on the values of a data page; those that are in the dictionary are noted in ``shared``."""
        flow, levels = self._content(page, body)
        for row in here:
            if not levels[row]:
                self._take([self._row(first + row)], None)
        before = [0, *accumulate(levels)]
        numbers = {before[row]: [self._row(first + row)] for row in here if levels[row]}
        if not numbers:
            return
        if page.encoding in DICTIONARY_INDICES:
            width = flow.exactly(1)[0]
            rest = self._indices(flow, width, before[-1])
            for number, rows in numbers.items():
                shared.setdefault(rest[number], []).extend(rows)
        elif page.encoding == PLAIN:
            self._values(flow, numbers)
        else:
            raise DamagedError(f"its videos are encoded in a way ({page.encoding}) that is not read")

    def _indices(self, flow: Flow, width: int, count: int) -> list[int]:
        data = bytearray()
        while True:
            try:
                return read_runs(bytes(data), width, count)
            except DamagedError:
                data += flow.some(2**16)

    def _content(self, page: Page, body: Window) -> tuple[Flow, list[bool]]:
        optional = self._chunk.optional
        if page.level_bytes is None:
            flow = decoded(body, self._chunk.codec, page.content_bytes)
            return flow, read_levels(flow, page, optional)
        data = body.exactly(page.level_bytes)
        levels = [level == 1 for level in read_runs(data, 1, page.values)] if optional else [True] * page.values
        codec = self._chunk.codec if page.compressed else "UNCOMPRESSED"
        return decoded(body, codec, page.content_bytes - page.level_bytes), levels

    def _entries(self, page: Page, body: Window, shared: Mapping[int, Sequence[int]]) -> None:
        self._values(decoded(body, self._chunk.codec, page.content_bytes), shared)

    def _values(self, flow: Flow, numbers: Mapping[int, Sequence[int]]) -> None:
        """Hand over plain values by their numbers, each its length and then its bytes, and stop after the last."""
        for number in range(max(numbers) + 1):
            length = int.from_bytes(flow.exactly(4), "little")
            if number not in numbers:
                flow.skip(length)
                continue
            pieces = _pieces(flow, length)
            self._take(numbers[number], pieces)
            for _ in pieces:  # what was not taken must not be read as the next length
                pass

    def _row(self, inside: int) -> int:
        return self._chunk.first_row + inside


def _pieces(flow: Flow, length: int) -> Iterator[bytes]:
    while length:
        piece = flow.some(min(length, _PIECE_BYTES))
        length -= len(piece)
        yield piece
