"""Requests that wait until a test lets them go on, so that what shall happen meanwhile does, however long it takes."""

from __future__ import annotations

import math
import re
import threading

from tests.processes import PATIENCE_SECONDS


class Gate:
    """Holds requests to ``host`` (None: to both) whose path fits the expression ``path``, after ``skip`` of them."""

    def __init__(self, host: str | None = None, path: str = "", skip: int = 0) -> None:
        self._host, self._path, self._skip = host, path, skip
        self._changed = threading.Condition()
        self._free = 0.0
        self.waiting = self.most_waiting = 0

    def pass_through(self, host: str, path: str) -> None:
        """Called for each request before it is answered."""
        if self._host not in {None, host} or not re.search(self._path, path):
            return
        with self._changed:
            if self._skip:
                self._skip -= 1
                return
            self.waiting += 1
            self.most_waiting = max(self.waiting, self.most_waiting)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._free, PATIENCE_SECONDS)
            self._free -= 1
            self.waiting -= 1

    def wait_for(self, count: int = 1) -> None:
        """Wait until so many requests are held."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.waiting >= count, PATIENCE_SECONDS)

    def let_one_go(self) -> None:
        """Let one of the held requests go on, if there is one."""
        with self._changed:
            self._free = min(self._free + 1, self.waiting)
            self._changed.notify_all()

    def open(self) -> None:
        """Let all requests go on, those to come as well."""
        with self._changed:
            self._free = math.inf
            self._changed.notify_all()
