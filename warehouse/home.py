"""The warehouse's folder: where its snapshots, its catalog and its lock are."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from warehouse.errors import HomeError, WarehouseError


@dataclass(frozen=True)
class Home:
    """A warehouse's folder, by its absolute path."""

    root: Path

    @classmethod
    def at(cls, folder: str | Path) -> Home:
        """The home at a folder, which need not exist yet."""
        return cls(Path(folder).expanduser().absolute())

    @property
    def snapshots(self) -> Path:
        """The folder of the snapshots."""
        return self.root / "snapshots"

    @property
    def tables(self) -> Path:
        """The link to the current snapshot."""
        return self.root / "tables"

    @property
    def catalog(self) -> Path:
        """The DuckDB file."""
        return self.root / "finevideo.duckdb"

    @property
    def raw(self) -> Path:
        """The cache of what was read from remote sources."""
        return self.root / "raw"

    @property
    def queries(self) -> Path:
        """The user's own queries."""
        return self.root / "sql"

    def current(self) -> Path | None:
        """The folder of the current snapshot, or None before the first ingest."""
        return self.tables.resolve() if self.tables.is_dir() else None

    def require_current(self) -> Path:
        """The folder of the current snapshot.

        Raises:
            HomeError: there is none.
        """
        current = self.current()
        if current is None:
            raise HomeError(
                f"There is no warehouse in {self.root}: build one with `warehouse ingest`, or name it with --home."
            )
        return current


@contextmanager
def locked(home: Home, on_wait: Callable[[], None], *, wait: bool = True) -> Iterator[None]:
    """Hold the home for one run; another run waits, or is refused.

    Raises:
        HomeError: the folder cannot be made or written, or another run holds it and ``wait`` is off.
    """
    with home_errors(home):
        home.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(home.root / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            on_wait()
            if not wait:
                raise HomeError(
                    f"Another ingest is at work in {home.root}: wait for it, then run this one again."
                ) from None
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def home_errors(home: Home) -> Iterator[None]:
    """Tell what to do when the home cannot be written."""
    try:
        yield
    except WarehouseError:
        raise
    except OSError as error:
        raise HomeError(_remedy(home, error)) from error


def _remedy(home: Home, error: OSError) -> str:
    if error.errno == errno.ENOSPC or "No space left" in str(error):
        return f"The disk of {home.root} is full: free space and run again; what was there before is untouched."
    if error.errno in (errno.EFBIG, errno.EDQUOT):
        return f"{home.root} has reached its size limit: raise it and run again; what was there before is untouched."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{home.root} cannot be written ({error.strerror}): allow it, or name another folder with --home."
    return f"{home.root} cannot be used ({error.strerror or error}): name another folder with --home."
