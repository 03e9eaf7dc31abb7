"""The folder that videos are written to: what is finished in it survives any kill, and is never read again."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from filelock import Timeout

from warehouse.errors import HomeError
from warehouse.file_system import lock_at

MANIFEST = "manifest.json"
HIDDEN = ".fetch"
FORMAT = 1
_BLOCK_BYTES = 2**20
_PLAIN = re.compile(r"[A-Za-z0-9_-]")


@dataclass(frozen=True)
class WrittenFile:
    """A file of an item: its path in the folder, or where it is packed with others, its name (or row) in that."""

    path: str
    sha256: str
    bytes: int
    member: str | None = None


@dataclass(frozen=True)
class Item:
    """A video or a clip that is finished: its files, the shard and row (from 1) it is from, and its metadata.

    One with a ``problem`` could not be made, and has no files.
    """

    key: str
    video_id: str
    shard: str
    row: int
    files: tuple[WrittenFile, ...]
    told: dict[str, Any] = field(default_factory=dict)
    problem: str = ""


def safe_name(text: str) -> str:
    """A text as a file's name that leads nowhere else: other characters than letters, digits, _ and - are escaped.

    >>> safe_name("-a_B9"), safe_name("../x#1")
    ('-a_B9', '%2E%2E%2Fx%231')
    """
    return "".join(sign if _PLAIN.match(sign) else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in text)


class ExportFolder:
    """A folder that holds the items of one export, opened by one run at a time."""

    def __init__(self, root: Path) -> None:
        self.root, self.hidden = root, root / HIDDEN
        self.incoming, self.cuts = self.hidden / "incoming", self.hidden / "cuts"
        self._journal = self.hidden / "journal.jsonl"
        self.head: dict[str, Any] = {}
        self.items: dict[str, Item] = {}

    @contextmanager
    def opened(self, kind: str, layout: str) -> Iterator[None]:
        """Hold the folder for one run.

        Raises:
            HomeError: another run is at work in it, or it holds something else.
        """
        with target_errors(self.root):
            self._require_ours(kind, layout)
            for made in (self.incoming, self.cuts):
                made.mkdir(parents=True, exist_ok=True)
            lock = lock_at(self.hidden / "lock")
            try:
                lock.acquire(timeout=0)
            except Timeout:
                raise HomeError(f"Another run writes to {self.root}: wait for it, or name another folder.") from None
            try:
                self.head, self.items = read_export(self.root)
                self.head["kind"] = kind
                self._replay()
                yield
            finally:
                lock.release()

    def finished(self) -> set[str]:
        """The keys of the items that earlier runs finished, read without holding the folder.

        Raises:
            HomeError: the manifest is damaged, or the folder cannot be read.
        """
        with target_errors(self.root):
            self.head, self.items = read_export(self.root)
            self._replay()
        return set(self.items)

    @property
    def good(self) -> list[Item]:
        """The items that have files, by their keys."""
        return [item for _, item in sorted(self.items.items()) if not item.problem]

    def add(self, *items: Item) -> None:
        """Note that items are finished; their files are in their places, or are moved there right after this."""
        with self._journal.open("a", encoding="utf-8") as stream:
            for item in items:
                stream.write(json.dumps(asdict(item), default=str) + "\n")
                self.items[item.key] = item
            stream.flush()
            os.fsync(stream.fileno())

    def finish(self, head: Mapping[str, Any]) -> None:
        """Write the manifest, and forget the journal, which it holds."""
        self.head = dict(head)
        self.write_manifest()
        self._journal.unlink(missing_ok=True)
        for made in (self.incoming, self.cuts):
            shutil.rmtree(made, ignore_errors=True)

    def write_manifest(self) -> None:
        """Write the manifest; replaced by rename."""
        content = {"format": FORMAT, **self.head, "items": [asdict(self.items[key]) for key in sorted(self.items)]}
        replace_text(self.root / MANIFEST, json.dumps(content, indent=1, default=str, ensure_ascii=False) + "\n")

    def holds(self, item: Item) -> bool:
        """Whether the files of an item are all there, at the sizes they were written with."""
        return all(
            (path := self.root / file.path).is_file() and (file.member is not None or path.stat().st_size == file.bytes)
            for file in item.files
        )

    def _replay(self) -> None:
        if self._journal.is_file():
            for line in self._journal.read_text(encoding="utf-8").splitlines():
                try:
                    item = item_of(json.loads(line))
                except (ValueError, TypeError, KeyError):
                    continue  # the last line of a killed run, whose item is then not finished
                self.items[item.key] = item
        self.items = {key: item for key, item in self.items.items() if self.holds(item)}

    def _require_ours(self, kind: str, layout: str) -> None:
        if self.root.exists() and not self.root.is_dir():
            raise HomeError(f"{self.root} is a file: name a folder to write to.")
        marks = self.hidden / "kind"
        if not marks.exists():
            if self.root.is_dir() and any(self.root.iterdir()):
                raise HomeError(f"{self.root} holds something else: name a folder that is empty or not there yet.")
            self.hidden.mkdir(parents=True, exist_ok=True)
            replace_text(marks, f"{kind} {layout}")
        if (found := marks.read_text()) != f"{kind} {layout}":
            raise HomeError(f"{self.root} holds {found}, not {kind} {layout}: name another folder.")


def read_export(root: Path) -> tuple[dict[str, Any], dict[str, Item]]:
    """What the manifest in a folder says, and its items by their keys; nothing where there is none.

    Raises:
        HomeError: the manifest is damaged, or of a later format.
    """
    path = root / MANIFEST
    if not path.is_file():
        return {}, {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.pop("format") != FORMAT:
            raise HomeError(f"{path} has another format: upgrade the warehouse, or fetch into another folder.")
        items = [item_of(item) for item in content.pop("items")]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise HomeError(f"{path} is damaged ({error}): fetch into another folder.") from error
    return content, {item.key: item for item in items}


def item_of(found: dict[str, Any]) -> Item:
    """An item as it was written; raises TypeError or KeyError if it is none."""
    return Item(**{**found, "files": tuple(WrittenFile(**file) for file in found["files"])})


def replace_text(path: Path, text: str) -> None:
    """Write a file; it appears whole."""
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)


def digest_of(path: Path) -> str:
    """The sha256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def target_errors(root: Path) -> Iterator[None]:
    """Say what to do when the folder cannot be written."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            remedy = "free space and run again; finished videos are kept and not read again"
            raise HomeError(f"The disk of {root} is full or at its limit: {remedy}.") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR):
            raise HomeError(
                f"{root} cannot be written ({error.strerror}): allow it, or name another folder."
            ) from error
        raise HomeError(f"{root} cannot be used ({error.strerror or error}): name another folder.") from error
