"""Finish a catalog that an earlier run had to leave, if that is possible now."""

from __future__ import annotations

from warehouse.catalog.freshness import is_fresh
from warehouse.cli.terminal import say
from warehouse.errors import CatalogBusyError, HomeError
from warehouse.home import Home


def finish_catalog(home: Home) -> None:
    """Bring the catalog up to date; where somebody holds it or the home is not writable, go on without.

    Raises:
        HomeError: there is no warehouse.
    """
    if is_fresh(home):
        return
    from warehouse.catalog.refresh import ensure_catalog  # DuckDB takes a moment to import

    try:
        ensure_catalog(home)
    except (CatalogBusyError, HomeError) as error:
        say(f"Note: {error}")
    except OSError as error:
        say(f"Note: {home.catalog} could not be brought up to date ({error.strerror}).")
