"""A local analytical warehouse for the metadata of the video dataset FineVideo."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from warehouse.session import Warehouse

__all__ = ["WarehouseError", "open"]


def open(  # noqa: A001 - read as warehouse.open
    home: str | Path = "data", queries: str | Path | None = None, ids: Iterable[str] | None = None
) -> Warehouse:
    """Open the current snapshot of the warehouse in a folder; it stays the same until opened again.

    ``queries`` is a folder of queries of your own, next to the shipped ones; without it, ``sql/`` in the warehouse's.
    With ``ids``, every table, view and query has these videos only; ``missing_ids`` are those that are not there.

    Raises:
        HomeError: there is no warehouse.
        QueryError: ``queries`` is not a folder, or a file in it is not acceptable.
    """
    from warehouse.session import Warehouse  # the engines take a moment to import

    return Warehouse(home, queries=queries, ids=ids)
