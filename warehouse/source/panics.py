"""What Polars writes to the standard error when it panics over damaged bytes, past Python, is kept from it.

The panic itself is an exception like any other. Several threads may read at a time; what others write to the descriptor
meanwhile comes once none reads. The command line writes to a descriptor of its own and is not held up.
"""

from __future__ import annotations

import os
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO

_STDERR = 2
# from the head over the message and the stack to the notes at the end
_PANIC = re.compile(
    rb"\n?thread '[^\n]*panicked at .*?(?:\nnote: [^\n]*(?:\n|\Z))+|\n?thread '[^\n]*panicked at .*", re.DOTALL
)


@dataclass
class _Kept:
    readers: int = 0
    saved: int = -1
    sink: IO[bytes] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_kept = _Kept()


@contextmanager
def without_panic_messages() -> Iterator[None]:
    """Within the context no message of a panic reaches the standard error."""
    with _kept.lock:
        _kept.readers += 1
        if _kept.readers == 1:
            _begin()
    try:
        yield
    finally:
        with _kept.lock:
            _kept.readers -= 1
            if not _kept.readers:
                _end()


def _begin() -> None:
    try:
        _kept.saved = os.dup(_STDERR)
    except OSError:  # it is closed, or no descriptor is left: then nothing is kept from it
        return
    try:
        _kept.sink = tempfile.TemporaryFile()  # noqa: SIM115 - closed by _end
    except OSError:  # the disk is full
        os.close(_kept.saved)
        return
    os.dup2(_kept.sink.fileno(), _STDERR)


def _end() -> None:
    if _kept.sink is None:
        return
    os.dup2(_kept.saved, _STDERR)
    os.close(_kept.saved)
    _kept.sink.seek(0)
    written = _PANIC.sub(b"", _kept.sink.read())
    _kept.sink.close()
    _kept.sink = None
    if written:
        os.write(_STDERR, written)
