"""The snapshot that the pages show, and the step to a newer one."""

from __future__ import annotations

import threading
from collections.abc import Callable

from warehouse.session import Warehouse


class Served:
    """A warehouse that stays at its snapshot until somebody moves on, or that snapshot has been removed."""

    def __init__(self, opened: Callable[[], Warehouse]) -> None:
        self._open = opened
        self._warehouse = opened()
        self._moving = threading.Lock()

    @property
    def warehouse(self) -> Warehouse:
        """The warehouse that a request is answered from."""
        if not self._warehouse.snapshot.is_dir():
            self.move()
        return self._warehouse

    def move(self) -> None:
        """Show the current snapshot from now on; answers that are under way keep theirs."""
        with self._moving:
            if not self._warehouse.is_current:
                self._warehouse = self._open()
