"""What is shown of a video's moments, compressed by video: reading a moment costs one short read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from warehouse.search.arrays import part

if TYPE_CHECKING:
    from warehouse.search.moments import Moments

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 6
BLOCK_VIDEOS = 32
WIDTH = 4
# the numbers of a moment, and whether it is the step from the moment before that is stored
NUMBERS = {"kind": True, "scene": True, "position": True, "start": True, "end": True, "words": False, "bytes": False}


@dataclass(frozen=True)
class StoredMoment:
    """A moment as it is shown; times are in seconds."""

    kind: int
    scene_index: int | None
    position: int | None
    start_seconds: float | None
    end_seconds: float | None
    words: int
    text: str


@dataclass(frozen=True)
class StoredVideo:
    """A video and all its moments, in the order of their words; a moment is read when it is asked for."""

    video_id: str
    title: str | None
    channel: str | None
    numbers: Mapping[str, list[int]]
    texts: bytes

    @property
    def words(self) -> list[int]:
        """How many words each moment has."""
        return self.numbers["words"]

    @property
    def keys(self) -> list[tuple[int, int, int]]:
        """Kind, scene and position of each moment; 0 where there is no scene or position."""
        return list(zip(self.numbers["kind"], self.numbers["scene"], self.numbers["position"], strict=True))

    def moment(self, index: int) -> StoredMoment:
        """The moment of a number, from 0."""
        kind, scene, position, start, end, words, size = (column[index] for column in self.numbers.values())
        begin = sum(self.numbers["bytes"][:index])
        text = self.texts[begin : begin + size].decode()
        return StoredMoment(kind, scene or None, position or None, _seconds(start), _seconds(end), words, text)


def video_arrays(videos: list[dict[str, Any]], moments: Moments) -> dict[str, npt.NDArray[Any]]:
    """The arrays that ``read_video`` reads: blocks of videos, compressed, and where blocks and videos end."""
    packed = list(_packed(videos, moments))
    blocks = [zstd.compress(b"".join(block), LEVEL) for block in _batches(packed)]
    return {
        "video_ends": np.cumsum([len(video) for video in packed], dtype=np.uint32),
        "block_ends": np.cumsum([len(block) for block in blocks], dtype=np.uint32),
        "blocks": np.frombuffer(b"".join(blocks), np.uint8),
    }


def read_video(arrays: Mapping[str, npt.NDArray[Any]], video: int) -> StoredVideo:
    """The video of a number in a chunk."""
    block = video // BLOCK_VIDEOS
    begin, end = (int(arrays["block_ends"][index]) if index >= 0 else 0 for index in (block - 1, block))
    packed = part(arrays, "blocks", begin, end).tobytes()
    first, begin, end = (
        int(arrays["video_ends"][index]) if index >= 0 else 0 for index in (block * BLOCK_VIDEOS - 1, video - 1, video)
    )
    whole = zstd.ZstdDecompressor().decompress(packed, end - first)  # what stands behind the video is not needed
    return _unpacked(whole[begin - first :])


def _packed(videos: list[dict[str, Any]], moments: Moments) -> Iterator[bytes]:
    offsets, letters = moments.text_buffers
    numbers = {name: getattr(moments, name) for name in NUMBERS if name != "bytes"} | {"bytes": np.diff(offsets)}
    borders = np.searchsorted(moments.video, np.arange(len(videos) + 1)).tolist()
    columns = [_shuffled(numbers[name], borders, steps=steps) for name, steps in NUMBERS.items()]
    for video, first, last in zip(videos, borders[:-1], borders[1:], strict=True):
        head = json.dumps([video["video_id"], video["youtube_title"], video["youtube_channel"], last - first]).encode()
        body = b"".join(column[:, first:last].tobytes() for column in columns)
        text = letters[offsets[first] : offsets[last]].tobytes()
        yield head + b"\n" + body + text


def _unpacked(packed: bytes) -> StoredVideo:
    head, _, rest = packed.partition(b"\n")
    video_id, title, channel, count = json.loads(head)
    columns, at = {}, 0
    for name, steps in NUMBERS.items():
        columns[name] = _unshuffled(rest[at : at + WIDTH * count], count, steps=steps)
        at += WIDTH * count
    return StoredVideo(video_id, title, channel, columns, rest[at:])


def _batches(packed: list[bytes]) -> Iterator[list[bytes]]:
    return (packed[at : at + BLOCK_VIDEOS] for at in range(0, len(packed), BLOCK_VIDEOS))


def _shuffled(numbers: npt.NDArray[Any], borders: list[int], *, steps: bool) -> npt.NDArray[np.uint8]:
    """Numbers as rows of bytes, all lowest bytes first: what changes little within a video compresses well so."""
    plain = numbers.astype(np.int32)
    if steps:
        firsts = [border for border in borders[:-1] if border < len(plain)]
        changes = np.diff(plain, prepend=np.int32(0))
        changes[firsts] = plain[firsts]
        plain = changes
    return np.ascontiguousarray(plain.astype("<i4").view(np.uint8).reshape(-1, WIDTH).T)


def _unshuffled(body: bytes, count: int, *, steps: bool) -> list[int]:
    numbers = np.ascontiguousarray(np.frombuffer(body, np.uint8).reshape(WIDTH, count).T).view("<i4").ravel()
    found: list[int] = (np.cumsum(numbers, dtype=np.int32) if steps else numbers).tolist()
    return found


def _seconds(milliseconds: int) -> float | None:
    return None if milliseconds < 0 else milliseconds / 1000
