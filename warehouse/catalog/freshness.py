"""Whether the catalog is that of the current snapshot: known from a small file next to it, without opening it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from warehouse.home import Home
from warehouse.model import TABLES
from warehouse.queries.sql_folder import sql_folder
from warehouse.snapshot.layout import vector_folders


def is_fresh(home: Home) -> bool:
    """Whether the catalog shows the current snapshot at the place where it is now, with the definitions as they are.

    Raises:
        HomeError: there is no warehouse.
    """
    snapshot = home.require_current()
    return home.catalog.exists() and _read_marker(home) == _state(home, snapshot)


def mark_fresh(home: Home, snapshot: Path) -> None:
    """Note that the catalog shows ``snapshot``."""
    _marker(home).write_text(json.dumps(_state(home, snapshot)))


def shown_snapshot(home: Home) -> Path | None:
    """The snapshot that the catalog shows, or None where there is no catalog."""
    name = _read_marker(home).get("snapshot")
    return home.snapshots / name if name else None


def _marker(home: Home) -> Path:
    return home.root / ".catalog.json"


def _read_marker(home: Home) -> dict[str, str]:
    try:
        found = json.loads(_marker(home).read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _state(home: Home, snapshot: Path) -> dict[str, str]:
    vectors = " ".join(path.name for path in vector_folders(snapshot))
    return {
        "snapshot": snapshot.name,
        "home": str(home.root),
        "definitions": _digest(home.queries),
        **({"vectors": vectors} if vectors else {}),
    }


def _digest(queries: Path) -> str:
    """A digest of everything that definitions are made from, without making them."""
    found = hashlib.sha256(repr(TABLES).encode())
    for folder in (sql_folder(), queries):
        for path in sorted(folder.rglob("*.sql")):
            found.update(f"{path.name}\0".encode() + path.read_bytes())
    return found.hexdigest()
