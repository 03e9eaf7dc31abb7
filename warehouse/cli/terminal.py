"""Writing to a terminal: what comes from the data never acts as a control sequence."""

from __future__ import annotations

import codecs
import json
import os
import sys
from contextlib import suppress
from typing import TextIO

from warehouse.text import cell, printable


def write(text: str, stream: TextIO | None = None) -> None:
    """Write a text: exactly as it is to a file or pipe, printable to a terminal.

    What the stream's encoding has no bytes for, a lone surrogate in any of them, is written as JSON escapes it.
    """
    out = sys.stdout if stream is None else stream
    encoding = out.encoding or "utf-8"
    out.write(encoded(printable(text) if out.isatty() else text, encoding).decode(encoding))


def encoded(text: str, encoding: str = "utf-8") -> bytes:
    """A text's bytes; what the encoding has none for is written as JSON escapes it."""
    return text.encode(encoding, _ESCAPED)


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


_ESCAPED = "warehouse.json-escapes"
codecs.register_error(_ESCAPED, _escape)


def take_own_stderr() -> None:
    """Write to the standard error by a descriptor of its own, which stays when ``source.panics`` takes the usual."""
    common = sys.__stderr__
    if common is not None and sys.stderr is common:
        with suppress(OSError, ValueError):
            own = os.dup(common.fileno())
            sys.stderr = os.fdopen(own, "w", encoding=common.encoding, errors=common.errors, buffering=1)


def say(text: str) -> None:
    """Print a message for the user on standard error."""
    sys.stderr.write(cell(text) + "\n")
    sys.stderr.flush()
