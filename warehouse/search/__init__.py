"""Search: from words to ranked moments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.reuse import Taken
    from warehouse.search.build import IndexProgress
    from warehouse.search.index import SearchIndex

__all__ = ["SHELL_MACRO", "build_index", "open_index"]

# the table macro of the DuckDB shell, written as the files of sql/queries are
SHELL_MACRO = Path(__file__).with_name("search.sql")


def build_index(
    snapshot_folder: Path,
    taken: Taken | None = None,
    *,
    jobs: int | None = None,
    on_progress: Callable[[IndexProgress], None] = lambda _: None,
) -> None:
    """Build the index of a snapshot below its folder; what it shares with an earlier one is linked."""
    from warehouse.search.build import build_index as build  # a search needs neither this nor Arrow

    build(snapshot_folder, taken, jobs=jobs, on_progress=on_progress)


def open_index(snapshot_folder: Path) -> SearchIndex:
    """The index of a snapshot.

    Raises:
        HomeError: it has none, or one of another version.
    """
    from warehouse.search.index import SearchIndex  # NumPy takes a moment to import

    return SearchIndex(snapshot_folder)
