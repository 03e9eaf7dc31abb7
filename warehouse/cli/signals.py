"""A request to end, as batch systems send it, ends a run as cleanly as Ctrl-C does."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from warehouse.cli.terminal import say

TERMINATED = 128 + signal.SIGTERM


class TerminatedError(BaseException):
    """SIGTERM was sent."""


@contextmanager
def terminable() -> Iterator[None]:
    """Within the context SIGTERM undoes what is half done, then exits with 143."""
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    except TerminatedError:
        say("Stopped; what was there before is untouched.")
        sys.exit(TERMINATED)
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(_: int, __: FrameType | None) -> None:
    raise TerminatedError
