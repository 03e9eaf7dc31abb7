"""Search: from words to ranked moments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.search.index import SearchIndex

__all__ = ["open_index"]


def open_index(snapshot_folder: Path) -> SearchIndex:
    """The index of a snapshot.

    Raises:
        HomeError: it has none, or one of another version.
    """
    from warehouse.search.index import SearchIndex  # NumPy takes a moment to import

    return SearchIndex(snapshot_folder)
