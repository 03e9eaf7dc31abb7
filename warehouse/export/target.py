"""Where an export goes, a folder or the URL of a bucket, and how it gets there: whole, or not at all.

A folder is filled next to its place and renamed. In a bucket nothing can be renamed: files get names that no export
before had, the list of files comes last, and only then goes what that list no longer has.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.fs as pafs

from warehouse.errors import AccessError, ExportError, WarehouseError

LISTING = "export.json"
# what an upload that was killed has left is found by it
PENDING = "export.pending.json"
AT_A_TIME = 8
# names of Hadoop for what Arrow calls otherwise
_SCHEMES = {"s3a": "s3", "s3n": "s3", "gcs": "gs"}


@dataclass(frozen=True)
class Entry:
    """A file of an export: its name below the target, and its bytes or the file that has them."""

    name: str
    source: Path | bytes

    @property
    def bytes(self) -> int:
        """The size."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size


@dataclass(frozen=True)
class Target:
    """A place by its name, as a file system of Arrow and a path in it."""

    name: str
    system: pafs.FileSystem
    path: str

    @property
    def folder(self) -> Path | None:
        """The folder on this machine; None for a bucket."""
        return Path(self.path) if isinstance(self.system, pafs.LocalFileSystem) else None

    def below(self, name: str) -> str:
        """The path of something below the target."""
        return f"{self.path}/{name}"

    def read(self, name: str) -> bytes | None:
        """The bytes of a file below the target; None if there is none."""
        if self.system.get_file_info(self.below(name)).type != pafs.FileType.File:
            return None
        with self.system.open_input_stream(self.below(name)) as stream:
            found: bytes = stream.read()
            return found

    def at(self) -> pafs.FileType:
        """What is at the target itself."""
        return self.system.get_file_info(self.path).type

    def write(self, entry: Entry) -> None:
        """Write a file below the target; in a bucket it appears whole."""
        with self.system.open_output_stream(self.below(entry.name)) as stream:
            if isinstance(entry.source, bytes):
                stream.write(entry.source)
            else:
                with entry.source.open("rb") as source:
                    shutil.copyfileobj(source, stream, 2**23)

    def delete(self, name: str) -> None:
        """Delete a file below the target, if it is there."""
        with suppress(FileNotFoundError):
            self.system.delete_file(self.below(name))


def find_target(name: str) -> Target:
    """The place that a path or a URL names; it need not exist.

    Raises:
        ExportError: the URL is not of a known kind, or has no name.
    """
    if not name.strip():
        raise ExportError("The target has no name: name an empty folder, a new one, or the URL of a bucket.")
    scheme = urlsplit(name).scheme
    if "://" not in name:
        return Target(name, pafs.LocalFileSystem(), str(Path(name).expanduser().absolute()))
    url = f"{_SCHEMES.get(scheme, scheme)}{name[len(scheme) :]}"
    try:
        system, path = pafs.FileSystem.from_uri(url.rstrip("/"))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError):
        system, path = _by_fsspec(name)
    return Target(name, system, path.rstrip("/"))


def place(target: Target, entries: Sequence[Entry], facts: dict[str, Any]) -> int:
    """Put files at a target, in place of what an export before put there; returns their bytes.

    ``facts`` are kept in the list of files.

    Raises:
        ExportError: something else is there, or the target cannot be used.
        AccessError: it cannot be written for lack of permission.
    """
    listing = json.dumps({**facts, "files": [entry.name for entry in entries]}, indent=1) + "\n"
    everything = [*entries, Entry(LISTING, listing.encode())]
    with target_errors(target):
        before = earlier_files(target)
        if target.folder is None:
            _upload(target, everything, before)
        else:
            with replaced(target.folder) as staging:
                _fill(staging, everything)
    return sum(entry.bytes for entry in everything)


@contextmanager
def replaced(final: Path) -> Iterator[Path]:
    """An empty folder that takes the place of ``final`` if all goes well, and is gone otherwise."""
    staging, old = (final.with_name(f".{final.name}.{what}-{os.getpid()}") for what in ("partial", "old"))
    final.parent.mkdir(parents=True, exist_ok=True)
    staging.mkdir()
    try:
        yield staging
        if final.exists():
            final.rename(old)
        staging.rename(final)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if old.exists() and not final.exists():
            old.rename(final)
        shutil.rmtree(old, ignore_errors=True)


@contextmanager
def target_errors(target: Target) -> Iterator[None]:
    """Turn what goes wrong at a target into one sentence."""
    try:
        yield
    except OSError as error:
        raise remedy(target.name, error) from error


def _fill(folder: Path, entries: Sequence[Entry]) -> None:
    for parent in {(folder / entry.name).parent for entry in entries}:
        parent.mkdir(parents=True, exist_ok=True)

    def fill(entry: Entry) -> None:
        if isinstance(entry.source, bytes):
            (folder / entry.name).write_bytes(entry.source)
        else:
            shutil.copyfile(entry.source, folder / entry.name)

    _each(fill, entries)


def _upload(target: Target, entries: Sequence[Entry], before: set[str]) -> None:
    """Upload files, the list of them last; what fails leaves nothing new."""
    names = [entry.name for entry in entries]
    # what is read by these names shows one export or the next, whatever comes in between
    data = [entry for entry in entries if _is_data(entry.name)]
    pages = [entry for entry in entries if not _is_data(entry.name)]
    target.write(Entry(PENDING, json.dumps(sorted(before | set(names))).encode()))
    try:
        _each(target.write, [entry for entry in data if entry.name not in before])
    except BaseException:
        _each(target.delete, [name for name in names if name not in before])
        target.delete(PENDING)
        raise
    for entry in pages:
        target.write(entry)
    _each(target.delete, sorted(before - set(names)))
    target.delete(PENDING)


def _is_data(name: str) -> bool:
    return PurePosixPath(name).parent != PurePosixPath()


def _each(do: Callable[[Any], None], items: Sequence[Any]) -> None:
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for done in [pool.submit(do, item) for item in items]:
            done.result()


def earlier_files(target: Target) -> set[str]:
    """The names of the files that exports before have put at a target.

    Raises:
        ExportError: something else is there.
    """
    info = target.system.get_file_info(target.path)
    if info.type == pafs.FileType.File:
        raise ExportError(f"{target.name} is a file: name a folder that is empty or not there yet.")
    if info.type == pafs.FileType.NotFound:
        return set()
    found = [target.read(LISTING), target.read(PENDING)]
    if found == [None, None]:
        if target.system.get_file_info(pafs.FileSelector(target.path)):
            raise ExportError(f"{target.name} is not an export of a warehouse: name an empty folder, or a new one.")
        return set()
    try:
        listed, pending = (json.loads(text) if text else None for text in found)
        return {LISTING, *(listed["files"] if listed else ()), *(pending or ())}
    except (ValueError, TypeError, KeyError) as error:
        raise ExportError(
            f"{target.name}/{LISTING} is damaged ({error}): name another target, or remove it."
        ) from error


def _by_fsspec(url: str) -> tuple[pafs.FileSystem, str]:
    import fsspec  # few targets need it

    try:
        system, path = fsspec.core.url_to_fs(url)
    except (ValueError, ImportError) as error:
        raise ExportError(
            f"{url} cannot be written with what is installed ({error}): install what it needs."
        ) from error
    return pafs.PyFileSystem(pafs.FSSpecHandler(system)), path


def remedy(target: str, error: OSError) -> WarehouseError:
    """What went wrong at a target by its name, and what to do, as an error of ours."""
    text = " ".join(str(error).split())
    if "NO_SUCH_BUCKET" in text or "NoSuchBucket" in text:
        return ExportError(f"{target} names a bucket that does not exist: make it, or name another target.")
    refused = isinstance(error, PermissionError) or error.errno == errno.EROFS
    if refused or "ACCESS_DENIED" in text or "Permission denied" in text:
        return AccessError(f"{target} cannot be written (permission denied): allow it, or name another target.")
    if error.errno == errno.ENOSPC or "No space left" in text:
        return ExportError(f"The disk of {target} is full: free space, then export again; nothing is left there.")
    if isinstance(error, (NotADirectoryError, FileExistsError)):
        return ExportError(f"{target} leads through a file: name a folder.")
    return ExportError(f"{target} cannot be used ({text[:200]}): name another target, or try again.")
