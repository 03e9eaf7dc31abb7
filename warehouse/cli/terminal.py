"""Writing to a terminal: what comes from the data never acts as a control sequence."""

from __future__ import annotations

import sys
from typing import TextIO

from warehouse.text import cell, printable


def write(text: str, stream: TextIO | None = None) -> None:
    """Write a text: exactly as it is to a file or pipe, printable to a terminal."""
    out = sys.stdout if stream is None else stream
    out.write(printable(text) if out.isatty() else text)


def say(text: str) -> None:
    """Tell the user something on the standard error."""
    sys.stderr.write(cell(text) + "\n")
    sys.stderr.flush()
