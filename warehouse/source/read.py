"""Read any file of a source; whatever is wrong with it becomes one sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pyarrow as pa

from warehouse.errors import AccessError, SourceError
from warehouse.source.compression import DAMAGE
from warehouse.source.files import Chunk, Format, SourceFile
from warehouse.source.footer import footer_fingerprint, read_footer
from warehouse.source.json_files import read_json
from warehouse.source.parquet import read_parquet

T = TypeVar("T")

# a stream's buffer costs more than all of a small file
AT_ONCE = 2**20
_READERS = {Format.PARQUET: read_parquet, Format.JSON: read_json, Format.JSON_LINES: read_json}


def read_chunks(file: SourceFile) -> Iterator[Chunk]:
    """The records of a file in order, in chunks of bounded size.

    Raises:
        SourceError: the file is damaged or not of its kind.
        AccessError: it cannot be read for lack of permission.
    """
    with source_errors(file):
        yield from _READERS[file.format](file)


def each_file(
    files: Iterable[SourceFile], read: Callable[[SourceFile], T], failures: dict[str, SourceError] | None
) -> dict[str, T]:
    """What was read of each file by name; what fails is added to the ``failures``, or raised if that is None."""
    found = {}
    for file in files:
        try:
            found[file.name] = read(file)
        except SourceError as error:
            if failures is None:
                raise
            failures[file.name] = error
    return found


@contextmanager
def source_errors(file: SourceFile) -> Iterator[None]:
    """Turn what goes wrong while a file is read into a SourceError or an AccessError, which name it."""
    try:
        yield
    except PermissionError as error:
        raise AccessError(
            f"{file.name} cannot be read (permission denied): allow it with chmod, or leave the file out."
        ) from error
    except FileNotFoundError as error:
        reason = "is a broken link: fix or remove it" if file.path.is_symlink() else "is gone since the run began"
        raise SourceError(f"{file.name} {reason}, and run the ingest again.") from error
    except (OSError, UnicodeDecodeError, pa.ArrowException, *DAMAGE) as error:
        reason = " ".join(str(error).split())[:200]
        remedy = f"remove {file.path} and run again" if file.revision else "copy it again, or pass --skip-bad-files"
        raise SourceError(f"{file.name} is damaged or not {file.format.value} ({reason}): {remedy}.") from error


def fingerprint(file: SourceFile) -> str:
    """What identifies a file's content: the Hub's own sha256, else one over the file or the Parquet footer."""
    if file.fingerprint is not None:
        return file.fingerprint
    with source_errors(file):
        if file.format is Format.PARQUET:
            return footer_fingerprint(read_footer(file.path))
        with file.path.open("rb") as stream:
            if file.bytes < AT_ONCE:
                return content_fingerprint(stream.read())
            return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


def is_slow_to_identify(file: SourceFile) -> bool:
    """Whether much is to be read for a file's fingerprint."""
    return file.fingerprint is None and file.format is not Format.PARQUET and file.bytes >= AT_ONCE


def content_fingerprint(data: bytes) -> str:
    """The fingerprint of a file of JSON from its bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
