"""Text for people: sizes with units, times, links to a second, and text whose control characters are written out."""

from __future__ import annotations

import re

# C0 but tab and line feed, DEL, C1, line and paragraph separators, and the marks that reorder what follows
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_CELL = re.compile(f"[\t\n]|{_CONTROL.pattern}")
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")


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


def clock(seconds: float | None) -> str:
    """A time as people write it, ``1:05`` or ``1:02:03``; a question mark where there is none."""
    if seconds is None:
        return "?"
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def number_text(value: float) -> str:
    """A float as people read it: six digits, of large ones all before the point and one behind it."""
    return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.1f}"


def printable(text: str) -> str:
    """A text whose control characters are written out; tabs and line feeds stay."""
    return _CONTROL.sub(_written_out, text)


def cell(text: str) -> str:
    """A text on one line, its control characters written out."""
    return _CELL.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(match[0], match[0].encode("unicode_escape").decode())


def watch_url(video_id: str, start_seconds: float | None = None) -> str | None:
    """The address that opens a video at a second; None if the id is not one of YouTube's."""
    if not _YOUTUBE_ID.fullmatch(video_id):
        return None
    return f"https://www.youtube.com/watch?v={video_id}" + (
        "" if start_seconds is None else f"&t={int(start_seconds)}s"
    )
