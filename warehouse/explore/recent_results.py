"""The last few results of questions and statements: what the other pages, charts and files of one are taken from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

import polars as pl

from warehouse.session import Warehouse

_KEPT_RESULTS, _KEPT_BYTES = 4, 50_000_000


class RecentResults:
    """The last few results that are not large, by the snapshot that they are of and by what was asked."""

    def __init__(self) -> None:
        self._frames: OrderedDict[tuple[str, Hashable], pl.DataFrame] = OrderedDict()
        self._lock = Lock()

    def take(
        self, warehouse: Warehouse, asked: Hashable, run: Callable[[], pl.DataFrame], *, again: bool
    ) -> pl.DataFrame:
        """The result of what is asked, given by ``run`` if it is not kept, or ``again``. Raises what ``run`` raises."""
        key = (str(warehouse.snapshot), asked)
        with self._lock:
            if not again and key in self._frames:
                return self._frames[key]
        frame = run()
        with self._lock:
            self._frames.pop(key, None)
            if frame.estimated_size() <= _KEPT_BYTES:
                self._frames[key] = frame
            while len(self._frames) > _KEPT_RESULTS:
                self._frames.popitem(last=False)
        return frame


RECENT = RecentResults()
