"""What a loopback Hub holds: repositories, their revisions, and the files of each commit."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Blob:
    file: Path
    size: int
    sha256: str
    oid: str
    is_lfs: bool


@dataclass
class Repository:
    gated: bool = False
    revisions: dict[str, str] = field(default_factory=dict)
    commits: dict[str, dict[str, Blob]] = field(default_factory=dict)

    def publish(self, folder: Path, revision: str, *, lfs: bool = True) -> str:
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        blobs = {path.relative_to(folder).as_posix(): blob_of(path, lfs=lfs) for path in paths}
        text = "".join(f"{path}:{blob.sha256}\n" for path, blob in blobs.items())
        commit = hashlib.sha1(f"{revision}\n{text}".encode()).hexdigest()
        self.revisions[revision] = commit
        self.commits[commit] = blobs
        return commit

    def resolve(self, revision: str) -> str | None:
        return self.revisions.get(revision, revision if revision in self.commits else None)


def blob_of(path: Path, *, lfs: bool) -> Blob:
    status = path.stat()
    sha256 = _sha256(path, status.st_size, status.st_mtime_ns)
    oid = hashlib.sha1(sha256.encode()).hexdigest()
    return Blob(path, status.st_size, sha256, oid, lfs and path.suffix == ".parquet")


@cache
def _sha256(path: Path, _size: int, _modified: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def xet_hash(sha256: str) -> str:
    """Another 64 digits: the storage names its objects by a hash of its own."""
    return hashlib.sha256(f"xet {sha256}".encode()).hexdigest()


def tree_entry(path: str, blob: Blob) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": "file", "oid": blob.oid, "size": blob.size, "path": path}
    if blob.is_lfs:
        entry["lfs"] = {"oid": blob.sha256, "size": blob.size, "pointerSize": 134}
        entry["xetHash"] = xet_hash(blob.sha256)
    return entry


def tree(blobs: dict[str, Blob], folder: str, *, recursive: bool) -> list[dict[str, Any]]:
    """The entries at or below ``folder`` as the Hub lists them, folders included."""
    prefix = f"{folder}/" if folder else ""
    inside = {path: blob for path, blob in blobs.items() if path.startswith(prefix) or path == folder}
    folders = {parent.as_posix() for path in inside for parent in Path(path).parents if parent.as_posix() != "."}
    entries: list[dict[str, Any]] = [
        {"type": "directory", "oid": "0" * 40, "size": 0, "path": name} for name in sorted(folders)
    ]
    entries += [tree_entry(path, blob) for path, blob in inside.items()]
    below = [entry for entry in entries if entry["path"].startswith(prefix) or entry["path"] == folder]
    return below if recursive else [entry for entry in below if "/" not in entry["path"].removeprefix(prefix)]
