"""Read small files of JSON together: those of one exact record each become one array."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from threading import Lock

import pyarrow as pa

from warehouse.errors import SourceError
from warehouse.source.compression import COMPRESSIONS, read_bytes
from warehouse.source.exact_text import is_exact
from warehouse.source.files import Bundle, Chunk, ReadBundle, SourceFile
from warehouse.source.json_files import BYTE_ORDER_MARK, FEW, json_chunks
from warehouse.source.json_texts import exact_records, records_of_exact
from warehouse.source.read import content_fingerprint, each_file, fingerprint, source_errors

# opening a file gives way to other threads at every call: two that do so spend their time waiting for each other
_OPENING = Lock()


@dataclass(frozen=True)
class _Content:
    """All bytes of a small file of JSON, uncompressed."""

    file: SourceFile
    fingerprint: str
    data: bytes

    @property
    def text(self) -> bytes:
        return self.data.removeprefix(BYTE_ORDER_MARK)


def read_json_bundle(files: Bundle, failures: dict[str, SourceError] | None) -> ReadBundle:
    """The records of small files; what cannot be read is added to the ``failures``, if there are any to add to.

    Raises:
        SourceError: a file is damaged or not JSON, and there are no ``failures``.
        AccessError: a file may not be read.
    """
    with _OPENING:
        contents = each_file(files, _content, failures)
    together = _together(list(contents.values()), exact_records)
    if together:
        return ReadBundle([together], _fingerprints(contents.values()), failures or {})
    opened = [content.file for content in contents.values()]
    chunks = each_file(opened, lambda file: _chunks(contents[file.name]), failures)
    read = _fingerprints(contents[name] for name in chunks)
    return ReadBundle(list(_joined(contents, chunks)), read, failures or {})


def _fingerprints(contents: Iterable[_Content]) -> dict[str, str]:
    return {content.file.name: content.fingerprint for content in contents}


def _content(file: SourceFile) -> _Content:
    with source_errors(file):
        data = read_bytes(file.location, file.bytes)
        identity = fingerprint(file) if file.location.endswith(COMPRESSIONS) else content_fingerprint(data)
        return _Content(file, identity, data)


def _together(contents: list[_Content], read: Callable[[Sequence[bytes]], pa.StructArray | None]) -> Chunk | None:
    """One chunk of files of one exact record each; None if they are not, or too few."""
    records = read([content.text for content in contents]) if len(contents) >= FEW else None
    if records is None:
        return None
    return Chunk(contents[0].file, 1, records, tuple((content.file, 1) for content in contents))


def _chunks(content: _Content) -> list[Chunk] | None:
    """The records of a file; None if they are one exact record, which may be read with others."""
    with source_errors(content.file):
        return None if is_exact(content.text) else list(json_chunks(content.file, content.data))


def _joined(contents: dict[str, _Content], chunks: dict[str, list[Chunk] | None]) -> Iterator[Chunk]:
    """The chunks of files in order, where runs of exact records are one chunk."""
    for exact, names in groupby(chunks, lambda name: chunks[name] is None):
        run = [contents[name] for name in names]
        chunk = _together(run, records_of_exact) if exact else None
        if chunk:
            yield chunk
        else:
            for content in run:
                yield from chunks[content.file.name] or json_chunks(content.file, content.data)
