"""Finish a catalog that an earlier run had to leave, if that is possible now."""

from __future__ import annotations

from warehouse.catalog.refresh import ensure_catalog
from warehouse.cli.terminal import say
from warehouse.errors import CatalogBusyError
from warehouse.home import Home


def finish_catalog(home: Home) -> None:
    """Bring the catalog up to date; where somebody holds it or the home is not writable, go on without."""
    try:
        ensure_catalog(home)
    except CatalogBusyError as error:
        say(f"Note: {error}")
    except OSError as error:
        say(f"Note: {home.catalog} could not be brought up to date ({error.strerror}).")
