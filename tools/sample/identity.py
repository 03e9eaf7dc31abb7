"""Video ids that look like YouTube's and cannot collide."""

from __future__ import annotations

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_BITS = 58
_MASK = (1 << _BITS) - 1


def _mix(number: int) -> int:
    # odd multiplications and right shifts are one-to-one, so distinct numbers stay distinct
    number = (number ^ (number >> 29)) * 0x2545F4914F6CDD1D & _MASK
    number = (number ^ (number >> 31)) * 0x1B873593CC9E2D51 & _MASK
    return number ^ (number >> 29)


def video_id(index: int, seed: int) -> str:
    """The id of record ``index``: 11 characters, distinct for every index of a seed.

    The first character walks through the alphabet, so that every 64 records hold ids that begin with ``-`` and ``_``;
    the other 58 bits are a one-to-one scrambling of the index.

    >>> video_id(5, 2024)[0], video_id(16, 2024)[0]
    ('-', '_')
    """
    # the last of YouTube's characters carries four bits only
    bits = _mix((index + seed * 0x9E3779B97F4A7C15) & _MASK) << 2
    return ALPHABET[(35 * index + 15) % 64] + "".join(ALPHABET[bits >> shift & 63] for shift in range(54, -1, -6))
