"""Cut a source into groups of files that stay the same when other files come, go or change."""

from __future__ import annotations

import hashlib
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.model import TABLES
from warehouse.source.files import Format, Source, SourceFile

# about as many records as a group has: fewer cost time at every table, more are rebuilt for every change
GROUP_RECORDS = 2048
# bytes of a record's JSON, about: only the size of groups depends on it
RECORD_BYTES = 24_000


@dataclass(frozen=True)
class FileGroup:
    """Consecutive files of a source whose rows are built, and later reused, together."""

    files: tuple[SourceFile, ...]

    @property
    def key(self) -> str:
        """What identifies the rows of the group: a digest of its files and of the tables' model."""
        digest = hashlib.sha256(_builder().encode())
        for file in self.files:
            digest.update(file.state.encode())
        return digest.hexdigest()


def cut_groups(source: Source) -> Iterator[FileGroup]:
    """The groups of a source in its order; where one ends depends on the names of its files alone."""
    most = _files_of_a_group(source.files[0]) if source.files else 1
    files: list[SourceFile] = []
    for file in source.files:
        files.append(file)
        if _ends_group(file, len(files), most):
            yield FileGroup(tuple(files))
            files = []
    if files:
        yield FileGroup(tuple(files))


def _ends_group(file: SourceFile, files: int, most: int) -> bool:
    if files < most // 2:
        return False
    return files >= most or zlib.crc32(file.name.encode()) % max(most // 4, 1) == 0


def _files_of_a_group(file: SourceFile) -> int:
    """The most files of a group: a power of two, so that it is the same for about the same files."""
    power = round(math.log2(2 * GROUP_RECORDS / expected_records(file)))
    return 1 << max(0, power)


def expected_records(file: SourceFile) -> int:
    """How many records a file has, about."""
    match file.format:
        case Format.JSON:
            return 1
        case Format.JSON_LINES:
            return max(1, file.bytes // RECORD_BYTES)
    try:
        return max(1, int(pq.read_metadata(file.path).num_rows))
    except (OSError, pa.ArrowException):  # reading it reports why
        return 1


@cache
def _builder() -> str:
    """What rows depend on besides the files."""
    return f"{version('finevideo-warehouse')} {TABLES!r}\n"
