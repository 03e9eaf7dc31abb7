"""Snapshots: built aside, published whole by rename, the last two kept."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from warehouse.file_system import point, sync
from warehouse.home import Home

STAGING = ".staging-"
KEPT = 2
# the file system commits what is asked for at the same time together
SYNCING = 16


def new_id(home: Home) -> str:
    """An id that sorts behind those of all snapshots that are there: the time in UTC."""
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    last = max((path.name for path in published(home)), default="")
    return now if now > last else f"{last}+"


def published(home: Home) -> list[Path]:
    """The folders of the snapshots that are there, oldest first."""
    if not home.snapshots.is_dir():
        return []
    return sorted(path for path in home.snapshots.iterdir() if path.is_dir() and not path.name.startswith("."))


@contextmanager
def staging(home: Home, snapshot: str) -> Iterator[Path]:
    """A folder to build a snapshot in; it is gone afterwards unless it was published."""
    folder = home.snapshots / f"{STAGING}{snapshot}"
    try:
        folder.mkdir(parents=True)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(home: Home, folder: Path) -> Path:
    """Make a built snapshot the current one: it appears whole, or not at all if the run dies before the last step."""
    final = home.snapshots / folder.name.removeprefix(STAGING)
    with ThreadPoolExecutor(SYNCING) as pool:
        deque(pool.map(sync, (*folder.rglob("*"), folder)), maxlen=0)
    folder.rename(final)
    sync(home.snapshots)
    point(home.tables, final, home.root / f".tables-{final.name}")
    return final


def clean(home: Home) -> None:
    """Remove what killed runs left over: everything that is neither published nor current."""
    current = home.current()
    for path in home.snapshots.glob(f"{STAGING}*"):
        shutil.rmtree(path)
    for path in published(home):
        if current is None or path.name > current.name:
            shutil.rmtree(path)
    for pattern in (".tables-*", ".catalog-*"):
        for path in home.root.glob(pattern):
            path.unlink()


def prune(home: Home, in_use: Path | None) -> None:
    """Remove all but the last two snapshots and the one that the catalog still shows."""
    for path in published(home)[:-KEPT]:
        if path != in_use:
            discard(home, path)


def discard(home: Home, snapshot: Path) -> None:
    """Remove a snapshot; a run that is killed meanwhile leaves nothing that looks like a whole one."""
    leaving = home.snapshots / f"{STAGING}{snapshot.name}"
    snapshot.rename(leaving)
    shutil.rmtree(leaving)
