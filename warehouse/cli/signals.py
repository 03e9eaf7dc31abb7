"""A request to end, as batch systems and closed terminals send it, ends a run as cleanly as Ctrl-C does."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from warehouse.cli.terminal import say

REQUESTS = (signal.SIGTERM, signal.SIGHUP)


class TerminatedError(BaseException):
    """A signal was sent that asks the process to end."""


@contextmanager
def terminable() -> Iterator[None]:
    """Within the context SIGTERM and SIGHUP undo what is half done, then exit with 128 and their number.

    What ignores one, as ``nohup`` lets a command ignore SIGHUP, goes on to ignore it.
    """
    told: list[int] = []

    def terminate(number: int, _: FrameType | None) -> None:
        told.append(number)
        raise TerminatedError

    before = {number: signal.getsignal(number) for number in REQUESTS}
    heard = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    for number in heard:
        signal.signal(number, terminate)
    try:
        yield
    except (TerminatedError, RuntimeError):
        if not told:  # DuckDB makes a RuntimeError of what a handler raises
            raise
        with suppress(OSError):  # the terminal that was closed
            say("Stopped; what was there before is untouched.")
        sys.exit(128 + told[0])
    finally:
        for number in heard:
            signal.signal(number, before[number])
