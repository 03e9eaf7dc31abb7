"""Numbers as variable-length bytes: seven bits a byte, lowest first, the high bit set on all but the last."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.integer[Any]]

STEPS = 5  # bytes that a number of 32 bits may take


def encode(numbers: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """The bytes of numbers, and the index behind the last byte of each."""
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
    """The numbers that the bytes hold."""
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
