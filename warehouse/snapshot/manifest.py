"""What a snapshot says of itself, in ``manifest.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.errors import HomeError
from warehouse.snapshot.digests import listing_text, require_as_written

if TYPE_CHECKING:
    from warehouse.source import Source

FILE_NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class IssueCount:
    """How many issues of a kind there are at a path of the record."""

    kind: str
    path: str
    count: int


@dataclass(frozen=True)
class BuiltGroup:
    """What was built from consecutive files: the parts it is in, rows a table, and issues.

    ``key`` identifies what went in; it is empty if files were skipped.
    """

    key: str
    parts: list[str]
    rows: dict[str, int]
    issues: list[IssueCount]


@dataclass(frozen=True)
class Changes:
    """Numbers of videos against the snapshot ``since``, and the ids of those that the source no longer has."""

    since: str
    added: int
    changed: int
    removed: list[str]


@dataclass(frozen=True)
class Manifest:
    """A snapshot: where it came from, when, and what is in it.

    ``groups`` are what a refresh may reuse. ``changes`` are those since the snapshot before of the same source;
    ``removed`` has every video that was ever removed from it, and when that was found.
    ``checksums`` has size and CRC-32 of each file by its path.
    """

    snapshot: str
    created_at: str
    seconds: float
    location: str
    revision: str | None
    synthetic: bool
    partial: bool
    state: str
    files: int
    source_bytes: int
    rows: dict[str, int]
    issues: list[IssueCount] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    groups: list[BuiltGroup] = field(default_factory=list)
    changes: Changes | None = None
    removed: dict[str, str] = field(default_factory=dict)
    checksums: dict[str, str] = field(default_factory=dict)
    version: str = ""
    format: int = FORMAT


def manifest_of(
    source: Source,
    rows: Mapping[str, int],
    issues: Mapping[tuple[str, str], int],
    skipped: Mapping[str, str],
    started: datetime,
    seconds: float,
) -> Manifest:
    """The manifest of what was built from a source: rows a table, issues by kind and path, files by why they failed.

    The snapshot is named after the moment at which the run ``started``.
    """
    return Manifest(
        snapshot=started.strftime("%Y%m%dT%H%M%S.%fZ"),
        created_at=started.isoformat(timespec="seconds"),
        seconds=round(seconds, 3),
        location=source.location,
        revision=source.revision,
        synthetic=source.synthetic,
        partial=source.partial,
        state=source.state,
        files=len(source.files),
        source_bytes=sum(file.bytes for file in source.files),
        rows=dict(rows),
        issues=[IssueCount(kind, path, count) for (kind, path), count in sorted(issues.items())],
        skipped=dict(skipped),
        version=software_version(),
    )


def software_version() -> str:
    """The version of this package."""
    return version("finevideo-warehouse")


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a snapshot that is being built."""
    (folder / FILE_NAME).write_text(manifest_text(manifest))


def manifest_text(manifest: Manifest) -> str:
    """A manifest as it is stored."""
    return listing_text(asdict(manifest))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot.

    Raises:
        HomeError: it is missing, damaged, or of a later format than this version knows.
    """
    path = folder / FILE_NAME
    try:
        content = json.loads(path.read_text())
        if content.get("format") != FORMAT:
            raise HomeError(f"{path} has the format {content.get('format')}: upgrade the warehouse, or ingest again.")
        require_as_written(content)
        content["issues"] = _issues(content["issues"])
        content["groups"] = [
            BuiltGroup(**{**group, "issues": _issues(group["issues"])}) for group in content.get("groups", ())
        ]
        content["changes"] = Changes(**content["changes"]) if content.get("changes") else None
        return Manifest(**content)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise HomeError(f"{path} is damaged ({error}): build the snapshot again with `warehouse ingest`.") from error


def _issues(counts: list[dict[str, Any]]) -> list[IssueCount]:
    return [IssueCount(**count) for count in counts]
