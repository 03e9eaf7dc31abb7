"""Threads that take tasks from a queue until none is left, one fails, or they are asked to stop."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from warehouse.hub.http_errors import StoppedError

Task = TypeVar("Task")
Result = TypeVar("Result")
_FAREWELL_SECONDS = 2.0


@contextmanager
def working(
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    jobs: int,
    stop: threading.Event,
    tell: Callable[[Result | BaseException], None],
) -> Iterator[None]:
    """Within the context ``jobs`` threads ``work`` and ``tell`` each result, or what was raised; then ``stop`` is set.

    Threads that do not end within two seconds after that are left behind; they do not keep the process alive.
    """
    waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
    for task in tasks:
        waiting.put(task)
    # daemons: one that sits out a Retry-After must not keep the process alive
    threads = [threading.Thread(target=_take, args=(work, waiting, stop, tell), daemon=True) for _ in range(jobs)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        deadline = time.monotonic() + _FAREWELL_SECONDS
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))


def _take(
    work: Callable[[Task], Result],
    waiting: queue.SimpleQueue[Task],
    stop: threading.Event,
    tell: Callable[[Result | BaseException], None],
) -> None:
    while not stop.is_set():
        try:
            tell(work(waiting.get_nowait()))
        except (queue.Empty, StoppedError):
            return
        except BaseException as error:  # noqa: BLE001 -- the calling thread raises it
            tell(error)
            return
