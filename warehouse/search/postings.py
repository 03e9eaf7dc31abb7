"""The postings of a chunk: for each word, sorted by stem, its positions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from warehouse.search.arrays import part
from warehouse.search.words import Tokens, stem

Array = npt.NDArray[Any]
Positions = npt.NDArray[np.uint32]

STEPS = 5  # bytes that a number of 32 bits may take
BETWEEN = b"\0"  # separates stem and word, and sorts before every letter


def postings_arrays(tokens: Tokens) -> dict[str, Array]:
    """The arrays that ``Postings`` reads: entries ``stem NUL word``, and the gaps between positions of each word."""
    import pyarrow as pa  # looking words up does without it

    ends = np.concatenate([np.zeros(1, np.int64), tokens.ends])
    spoken = pa.LargeStringArray.from_buffers(len(tokens.ends), pa.py_buffer(ends), pa.py_buffer(tokens.letters))
    encoded = spoken.dictionary_encode()
    entries = [stem(word).encode() + BETWEEN + word.encode() for word in encoded.dictionary.to_pylist()]
    order = np.array(sorted(range(len(entries)), key=entries.__getitem__), np.int64)
    indices = encoded.indices.to_numpy()
    counts = np.bincount(indices, minlength=len(order))[order]
    data, ends = encode(_gaps(indices, order, counts))
    return {
        "entries": np.frombuffer(b"".join(entries[index] for index in order), np.uint8),
        "entry_ends": np.cumsum([len(entries[index]) for index in order], dtype=np.uint32),
        "counts": counts.astype(np.uint32),
        "posting_ends": ends[np.cumsum(counts) - 1].astype(np.uint32),
        "postings": data,
    }


def _gaps(indices: Array, order: Array, counts: Array) -> npt.NDArray[np.uint32]:
    """From position to position of each word, the words in ``order``; the first from 0."""
    rank = np.empty(len(order), np.uint64)
    rank[order] = np.arange(len(order), dtype=np.uint64)
    packed = rank[indices]  # one sort of packed numbers is the fastest way to sort by two
    packed <<= np.uint64(32)
    packed |= np.arange(len(packed), dtype=np.uint64)
    packed.sort()
    positions = packed.astype(np.uint32)
    gaps = np.diff(positions, prepend=np.uint32(0))
    firsts = np.cumsum(counts) - counts
    gaps[firsts] = positions[firsts]
    return gaps


@dataclass(frozen=True)
class Postings:
    """Looks words up in a chunk."""

    arrays: Mapping[str, Array]

    def of_stem(self, stem_: str) -> Positions:
        """The positions of the words of a stem, in order."""
        key = stem_.encode() + BETWEEN
        first = self._place(key)
        last = first
        while last < len(self.arrays["entry_ends"]) and self._entry(last).startswith(key):
            last += 1
        return np.sort(self._positions(first, last)) if last - first > 1 else self._positions(first, last)

    def has_stem(self, stem_: str) -> bool:
        """Whether there is a word of a stem."""
        key = stem_.encode() + BETWEEN
        first = self._place(key)
        return first < len(self.arrays["entry_ends"]) and self._entry(first).startswith(key)

    def of_prefix(self, prefix: str) -> Positions:
        """The positions of the words with a prefix, in order."""
        entries = self.arrays["entries"].tobytes()
        key = BETWEEN + prefix.encode()
        found, at = [], entries.find(key)
        while at >= 0:
            found.append(at)
            at = entries.find(key, at + 1)
        matched = np.searchsorted(self.arrays["entry_ends"], np.array(found, np.int64), "right")
        runs = np.split(matched, np.flatnonzero(np.diff(matched) > 1) + 1) if found else []
        positions = [self._positions(int(run[0]), int(run[-1]) + 1) for run in runs]
        return np.sort(np.concatenate([np.zeros(0, np.uint32), *positions]))

    def _place(self, key: bytes) -> int:
        return bisect_left(range(len(self.arrays["entry_ends"])), key, key=self._entry)

    def _entry(self, index: int) -> bytes:
        ends = self.arrays["entry_ends"]
        begin = int(ends[index - 1]) if index else 0
        return part(self.arrays, "entries", begin, int(ends[index])).tobytes()

    def _positions(self, first: int, last: int) -> Positions:
        """The positions of the words from ``first`` to before ``last``."""
        if first == last:
            return np.zeros(0, np.uint32)
        ends, counts = self.arrays["posting_ends"], self.arrays["counts"][first:last]
        begin = int(ends[first - 1]) if first else 0
        gaps = decode(part(self.arrays, "postings", begin, int(ends[last - 1])))
        sums = np.cumsum(gaps, dtype=np.uint32)  # may go round, and comes back with the subtraction
        firsts = np.cumsum(counts, dtype=np.int64) - counts
        return sums - np.repeat(sums[firsts] - gaps[firsts], counts)


def encode(numbers: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Numbers as variable-length bytes, and the index behind the last byte of each, an (n,) int64.

    Seven bits per byte, lowest first; the high bit is set on all bytes of a number but the last.
    """
    sizes = np.ones(len(numbers), np.uint8)
    for step in range(1, STEPS):
        sizes += numbers >= np.uint32(1 << 7 * step)
    ends = np.cumsum(sizes, dtype=np.int64)
    encoded = np.zeros(int(sizes.sum(dtype=np.int64)), np.uint8)
    rest, at = numbers, ends - sizes
    while len(rest):
        low, more = rest.astype(np.uint8), rest >= 128
        encoded[at] = low & 127 | more.view(np.uint8) << 7
        rest, at = rest[more] >> np.uint32(7), at[more] + 1
    return encoded, ends


def decode(encoded: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
    """The numbers that the bytes hold, uint32, as many as bytes whose high bit is not set."""
    ends = np.flatnonzero(encoded < 128)
    begins = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1]) if len(ends) else ends
    numbers = (encoded[begins] & 127).astype(np.uint32)
    for step in range(1, STEPS):
        begins = begins + 1
        longer = np.flatnonzero(begins <= ends)
        if not len(longer):
            break
        numbers[longer] |= (encoded[begins[longer]] & 127).astype(np.uint32) << np.uint32(7 * step)
    return numbers
