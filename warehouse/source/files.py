"""What a source is: named files, each a sequence of records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.errors import SourceError

if TYPE_CHECKING:
    import pyarrow as pa


class Format(Enum):
    """How a file holds its records."""

    PARQUET = "parquet"
    JSON = "json"
    JSON_LINES = "jsonl"


@dataclass(frozen=True)
class SourceFile:
    """A file of records: ``name`` is unique in the source and shown to people, ``location`` leads to its bytes here.

    ``fingerprint`` is known in advance only for files of the Hub; ``bytes`` is the size at the source.
    """

    name: str
    location: str
    format: Format
    bytes: int
    modified_ns: int = 0
    revision: str | None = None
    fingerprint: str | None = None

    @property
    def path(self) -> Path:
        """The location as a path, made when it is asked for: a source has many files, and a path takes its time."""
        return Path(self.location)

    @property
    def state(self) -> str:
        """A line that is equal as long as the file has not changed: its name, its fingerprint, else size and time."""
        known = self.fingerprint or f"{self.bytes} {self.modified_ns}"
        return f"{self.name}\0{known}\n"


@dataclass(frozen=True)
class Source:
    """The files of a source in natural order; ``location`` finds it again at the next refresh.

    ``left_out`` are files of it that are not to be read; ``unread`` counts by suffix those that are none of its kind.
    """

    location: str
    files: tuple[SourceFile, ...]
    revision: str | None = None
    synthetic: bool = False
    left_out: tuple[SourceFile, ...] = ()
    unread: Mapping[str, int] = field(default_factory=dict)

    @property
    def partial(self) -> bool:
        """Whether files are left out."""
        return bool(self.left_out)

    @property
    def state(self) -> str:
        """A digest of the states of the files: equal as long as nothing has changed."""
        digest = hashlib.sha256()
        for file in self.files:
            digest.update(file.state.encode())
        return digest.hexdigest()

    def limited(self, files: int | None) -> Source:
        """The source with no more than the first ``files``."""
        return self if files is None else replace(self, files=self.files[:files], left_out=self.files[files:])


@dataclass(frozen=True)
class Unparsed:
    """A record that could not be parsed: its bytes and the reason."""

    data: bytes
    reason: str


@dataclass(frozen=True)
class Chunk:
    """Consecutive records of one file from ``first_row`` (counted from 1).

    ``records`` is an Arrow array with an element a record, or a list of parsed JSON values and ``Unparsed``.
    ``files`` are given where the records are those of several whole files, each with the number of its records;
    ``file`` is then the first of them.
    """

    file: SourceFile
    first_row: int
    records: pa.Array | list[Any]
    files: tuple[tuple[SourceFile, int], ...] = ()


# consecutive files that are read at a time
Bundle = tuple[SourceFile, ...]


@dataclass(frozen=True)
class ReadBundle:
    """What was read of consecutive files: their records in order, what identifies each, and what cannot be read.

    The records of a single file are read as they are asked for; one that is slow to identify has no fingerprint yet.
    """

    chunks: Iterable[Chunk]
    fingerprints: dict[str, str]
    failures: dict[str, SourceError] = field(default_factory=dict)
