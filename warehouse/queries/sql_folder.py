"""The SQL files that people read: where they are, in a checkout and in an installed copy."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).parents[1] / "sql"
_CHECKOUT = Path(__file__).parents[2] / "sql"


def sql_folder() -> Path:
    """The folder ``sql/``: at the top of a checkout, inside the package of an installed copy."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
