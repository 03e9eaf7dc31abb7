"""What is made once of a snapshot, none of which ever changes, and kept as long as the snapshot is open."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from warehouse.session import Warehouse

Made = TypeVar("Made")

_kept: WeakKeyDictionary[Warehouse, dict[Callable[[Warehouse], Any], Any]] = WeakKeyDictionary()
# what is made may be made of something else that is made once
_making = RLock()


def made_once(warehouse: Warehouse, make: Callable[[Warehouse], Made]) -> Made:
    """What ``make`` gives for a warehouse, made when it is first asked for; it must not refer to the warehouse."""
    with _making:
        found = _kept.setdefault(warehouse, {})
        if make not in found:
            found[make] = make(warehouse)
        made: Made = found[make]
        return made
