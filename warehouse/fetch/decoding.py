"""The content of a compressed page as a flow: it can be left after the last value that is wanted."""

from __future__ import annotations

import io

import pyarrow as pa

from warehouse.fetch.flows import Flow, Window
from warehouse.hub.http_errors import DamagedError

# encoders of Snappy look back no further than the 64 kB block that they are at
_HISTORY_BYTES = 2**20
_PIECE_BYTES = 2**18
_STREAMED = {"ZSTD": "zstd", "GZIP": "gzip", "BROTLI": "brotli"}
_WHOLE = {"LZ4": "lz4_raw", "LZ4_RAW": "lz4_raw"}


def decoded(page: Window, codec: str, content_bytes: int) -> Flow:
    """The content of a page: of Snappy, zstd, gzip and Brotli as it comes, of others at once.

    Raises DamagedError where a codec is unknown or the page is not what it should be.
    """
    if codec == "UNCOMPRESSED":
        return page
    if codec == "SNAPPY":
        return Snappy(page)
    if codec in _STREAMED:
        return _Stream(page, _STREAMED[codec])
    if codec not in _WHOLE:
        raise DamagedError(f"its codec {codec} is not known")
    try:
        content = pa.decompress(page.exactly(page.left), content_bytes, _WHOLE[codec], asbytes=True)
    except (pa.ArrowException, OSError) as error:
        raise DamagedError("a page cannot be decompressed") from error
    return _Held(content)


class _Held(Flow):
    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def some(self, most: int) -> bytes:
        if not (piece := self._content.read(most)):
            raise DamagedError("a page ends too early")
        return piece


class _PageFile(io.RawIOBase):
    """A page as a file that Arrow reads from the front."""

    def __init__(self, page: Window) -> None:
        self._page = page

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = min(self._page.left, self._page.left if size < 0 else size)
        return self._page.exactly(wanted)


class _Stream(Flow):
    def __init__(self, page: Window, codec: str) -> None:
        self._stream = pa.CompressedInputStream(pa.PythonFile(_PageFile(page), mode="r"), codec)

    def some(self, most: int) -> bytes:
        try:
            piece: bytes = self._stream.read(min(most, _PIECE_BYTES))
        except (pa.ArrowException, OSError) as error:
            raise DamagedError("a page cannot be decompressed") from error
        if not piece:
            raise DamagedError("a page ends too early")
        return piece


class Snappy(Flow):
    """A Snappy block, element by element: literals, and copies of what came before them.

    Arrow decompresses such a block only whole. Video hardly compresses, so that an element is mostly a literal of up to
    64 kB, and Python is fast enough.
    """

    def __init__(self, page: Flow) -> None:
        self._page = page
        self._held, self._given = bytearray(), 0
        length = shift = 0
        while (byte := page.exactly(1)[0]) & 0x80:
            length, shift = length | (byte & 0x7F) << shift, shift + 7
        self._left = length | byte << shift

    def some(self, most: int) -> bytes:
        """The next bytes of the content."""
        if self._given == len(self._held):
            self._decode()
        piece = bytes(self._held[self._given : self._given + most])
        self._given += len(piece)
        return piece

    def _decode(self) -> None:
        """Decode some elements more, and forget what no copy refers to any more."""
        if not self._left:
            raise DamagedError("a page ends too early")
        if len(self._held) > 4 * _HISTORY_BYTES:
            del self._held[:-_HISTORY_BYTES]
        self._given = before = len(self._held)
        page, held = self._page.exactly, self._held
        while len(held) - before < min(_PIECE_BYTES, self._left):
            tag = page(1)[0]
            kind = tag & 3
            if kind == 0:
                length = tag >> 2
                held += page(1 + (length if length < 60 else int.from_bytes(page(length - 59), "little")))
            elif kind == 1:
                self._copy(4 + (tag >> 2 & 7), (tag >> 5) << 8 | page(1)[0])
            else:
                self._copy(1 + (tag >> 2), int.from_bytes(page(2 if kind == 2 else 4), "little"))
        self._left -= len(held) - before
        if self._left < 0:
            raise DamagedError("a page holds more than it says")

    def _copy(self, length: int, distance: int) -> None:
        held = self._held
        if not 0 < distance <= len(held):
            raise DamagedError("a page copies what is not there")
        start = len(held) - distance
        if distance >= length:
            held += held[start : start + length]
        else:  # what is copied is itself made by the copy
            held += (held[start:] * (length // distance + 1))[:length]
