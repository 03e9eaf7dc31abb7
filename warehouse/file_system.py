"""What file systems may lack: links, locks, syncing of folders; each has a fallback, and publications stay atomic."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

# what network drives, FAT and mounted clouds answer to a call that they do not know
_UNSUPPORTED = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOLCK, errno.EPERM, errno.ENOTTY}


def sync(path: Path) -> None:
    """Make a file or the entries of a folder durable, as far as the file system can."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        if path.is_dir():  # some do not open folders
            return
        raise
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        os.close(descriptor)


def link(source: Path, target: Path) -> None:
    """Make a file appear at a second place: its bytes are shared, or copied where the file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def point(pointer: Path, target: Path, aside: Path) -> None:
    """Let ``pointer`` lead to ``target``, a path beside it, from one moment to the next; it is made at ``aside`` first.

    It is a symbolic link, or a file with the path where the file system has no links.
    """
    relative = target.relative_to(pointer.parent)
    try:
        aside.symlink_to(relative)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
        aside.write_text(f"{relative}\n")
        sync(aside)
    aside.replace(pointer)
    sync(pointer.parent)


def pointed(pointer: Path) -> Path | None:
    """The folder that ``pointer`` leads to, or None if there is none."""
    if pointer.is_dir():
        return pointer.resolve()
    if not pointer.is_file():
        return None
    target = pointer.parent / pointer.read_text().strip()
    return target if target.is_dir() else None


def has_record_locks(folder: Path) -> bool:
    """Whether files in a folder can be locked as DuckDB locks those that it writes, for which there is no fallback."""
    with TemporaryFile(dir=folder) as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _UNSUPPORTED:
                return False
            raise
    return True


def lock_at(path: Path) -> BaseFileLock:
    """A lock for one process at a time, which ends with the process; it is not taken yet.

    Where the file system has no locks, a file that is there while the lock is held stands for it: one that a killed
    process of this machine left is taken over.
    """
    from filelock import FileLock, SoftFileLock  # commands that only read do without

    native = FileLock(path)
    try:
        native.acquire(timeout=0)
    except TimeoutError:
        return native
    except (OSError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno not in _UNSUPPORTED:
            raise
        return SoftFileLock(path.with_name(f"{path.name}-held"))
    native.release()
    return native
