"""Give up in time even where the engine does not react to an interrupt."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from warehouse.cli.terminal import say

GRACE_SECONDS = 2.0


@contextmanager
def given_up(seconds: float | None) -> Iterator[None]:
    """End the process if what runs here has not ended a little after ``seconds``; nothing is written yet.

    The engine stops between the steps of a statement, and one step can be long.
    """
    if seconds is None:
        yield
        return
    timer = threading.Timer(seconds + GRACE_SECONDS, _end, [seconds])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end(seconds: float) -> None:
    say(f"Error: The statement took longer than {seconds:g} s: narrow it, or allow more time.")
    os._exit(1)
