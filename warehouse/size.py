"""Numbers of bytes as people write them."""

from __future__ import annotations


def size_text(count: float) -> str:
    """A number of bytes with a unit.

    >>> size_text(450), size_text(1_234_567)
    ('450 bytes', '1.2 MB')
    """
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"
