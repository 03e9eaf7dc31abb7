"""The warehouse's folder: where its snapshots, its catalog and its lock are."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import HomeError, WarehouseError
from warehouse.file_system import has_record_locks, lock_at, pointed
from warehouse.resources import engine_errors, is_out_of_memory

# the system allows 4,096, and a snapshot's files have long names
LONGEST_PATH = 3_900
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


@dataclass(frozen=True)
class Home:
    """A warehouse's folder, by its absolute path."""

    root: Path

    @classmethod
    def at(cls, folder: str | Path) -> Home:
        """The home at a folder, which need not exist yet.

        Raises:
            HomeError: the path is a URL, or one that files below it could not be opened by.
        """
        text = str(folder)
        if _URL.match(text):
            raise HomeError(f"{text} is a URL, and a warehouse is a folder of this machine: give --home a local path.")
        try:
            root = Path(folder).expanduser().absolute()
        except RuntimeError as error:
            raise HomeError(
                f"{text} names the home folder of an unknown user: write ./{text} or a full path."
            ) from error
        if fault := _fault(str(root)):
            raise HomeError(f"{str(root)[:200]!r} cannot be a warehouse: {fault}; name another folder with --home.")
        return cls(root)

    @property
    def snapshots(self) -> Path:
        """The folder of the snapshots."""
        return self.root / "snapshots"

    @property
    def tables(self) -> Path:
        """The link to the current snapshot; a file with its path where the file system has no links."""
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
        with home_errors(self):
            return pointed(self.tables)

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


def _fault(root: str) -> str | None:
    """Why files below a path could not be opened."""
    try:
        length = len(root.encode())
    except UnicodeEncodeError:
        return "its path is not valid UTF-8"
    if length > LONGEST_PATH:
        return f"its path has {length:,} bytes, and {LONGEST_PATH:,} are the most"
    if "\\" in root:
        return "DuckDB reads a backslash in a path as a separator of folders"
    return "its path has a NUL character" if "\0" in root else None


@contextmanager
def locked(home: Home, on_wait: Callable[[], None], *, wait: bool = True) -> Iterator[None]:
    """Hold the home for one run; another run waits, or is refused.

    Raises:
        HomeError: the folder cannot be made or written, another run holds it and ``wait`` is off, or its file
            system lacks something that has no fallback.
    """
    with home_errors(home):
        home.root.mkdir(parents=True, exist_ok=True)
        if not has_record_locks(home.root):
            raise HomeError(
                f"The file system of {home.root} has no record locks (fcntl), which DuckDB needs: mount it with "
                "them, or name a folder on another one with --home."
            )
        lock = lock_at(home.root / ".lock")
        try:
            lock.acquire(timeout=0)
        except TimeoutError:
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
    """Say what to do when the home cannot be written, whether the system, Arrow or DuckDB finds that out."""
    try:
        yield
    except WarehouseError:
        raise
    except Exception as error:
        if is_out_of_memory(error) or not isinstance(error, (OSError, *engine_errors())):
            raise
        raise HomeError(_remedy(home, error)) from error


def _remedy(home: Home, error: Exception) -> str:
    number, told = getattr(error, "errno", None), " ".join(str(error).split())
    if number == errno.ENOSPC or "No space left" in told:
        return f"The disk of {home.root} is full: free space and run again; what was there before is untouched."
    if number in (errno.EFBIG, errno.EDQUOT) or "File too large" in told or "quota exceeded" in told:
        return f"{home.root} has reached its size limit: raise it and run again; what was there before is untouched."
    reason = getattr(error, "strerror", None) or told
    if number in (errno.EMFILE, errno.ENFILE) or "Too many open files" in told:
        return f"The run may not open enough files ({reason}): allow 64 or more with `ulimit -n`, and run again."
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{home.root} cannot be written ({reason}): allow it, or name another folder with --home."
    return f"{home.root} cannot be used ({reason}): name another folder with --home."
