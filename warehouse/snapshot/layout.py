"""Where a snapshot keeps what it stores."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from warehouse.queries import load_views
from warehouse.queries.load import closure


def stored_path(snapshot: Path, view: str) -> Path:
    """The folder of Parquet files in which a snapshot stores the rows of a view.

    It is named after all SQL that its rows come from: where that has changed since, they are computed again.
    """
    return snapshot / view / _origin(view)


@cache
def _origin(view: str) -> str:
    """A digest of the SQL of a view and of the views that it reads."""
    texts = {found.name: found.sql for found in load_views()}
    origin = sorted(closure([view], texts) & texts.keys())
    return hashlib.sha256("\0".join(texts[name] for name in origin).encode()).hexdigest()[:12]
