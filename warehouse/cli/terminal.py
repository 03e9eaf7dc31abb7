"""Text on a terminal: what comes from the data never acts as a control sequence."""

from __future__ import annotations

import re
import sys
from typing import TextIO

# C0 but tab and line feed, DEL, C1, line and paragraph separators, and the marks that reorder what follows
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_CELL = re.compile(f"[\t\n]|{_CONTROL.pattern}")


def printable(text: str) -> str:
    """A text whose control characters are written out; tabs and line feeds stay."""
    return _CONTROL.sub(_written_out, text)


def cell(text: str) -> str:
    """A text on one line, its control characters written out."""
    return _CELL.sub(_written_out, text)


def write(text: str, stream: TextIO | None = None) -> None:
    """Write a text: exactly as it is to a file or pipe, printable to a terminal."""
    out = sys.stdout if stream is None else stream
    out.write(printable(text) if out.isatty() else text)


def say(text: str) -> None:
    """Tell the user something on the standard error."""
    sys.stderr.write(cell(text) + "\n")
    sys.stderr.flush()


def _written_out(match: re.Match[str]) -> str:
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(match[0], match[0].encode("unicode_escape").decode())
