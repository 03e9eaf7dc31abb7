"""Read small files of JSON together: those of one exact record each become one array."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from threading import Lock

from warehouse.errors import SourceError
from warehouse.source.compression import is_compressed, read_bytes
from warehouse.source.files import Bundle, Chunk, ReadBundle, SourceFile
from warehouse.source.json_files import BYTE_ORDER_MARK, read_json, read_json_bytes
from warehouse.source.json_texts import exact_runs
from warehouse.source.read import content_fingerprint, each_file, fingerprint, source_errors

# opening a file gives way to other threads at every call: two that do so spend their time waiting for each other
_OPENING = Lock()
# what a compressed file of a bundle unpacks to: more is read by itself, as it comes
MOST_UNPACKED = 2**23


@dataclass(frozen=True)
class _Content:
    """All bytes of a small file of JSON, uncompressed; those that it is to be read for by itself are not kept."""

    file: SourceFile
    fingerprint: str
    data: bytes
    alone: bool = False

    @property
    def text(self) -> bytes:
        return self.data.removeprefix(BYTE_ORDER_MARK)


def read_json_bundle(files: Bundle, failures: dict[str, SourceError] | None) -> ReadBundle:
    """The records of small files; what cannot be read is added to the ``failures``, if there are any to add to.

    Raises:
        SourceError: a file is damaged or not JSON, and there are no ``failures``.
        AccessError: a file cannot be read for lack of permission.
    """
    with _OPENING:
        contents = each_file(files, _content, failures)
    chunks: list[Chunk] = []
    read: dict[str, str] = {}
    for run, together in _runs(list(contents.values())):
        if together:
            chunks.append(together)
            read.update(_fingerprints(run))
        else:
            alone = each_file([content.file for content in run], lambda file: _chunks(contents[file.name]), failures)
            chunks += chain.from_iterable(alone.values())
            read.update(_fingerprints(contents[name] for name in alone))
    return ReadBundle(chunks, read, failures or {})


def _fingerprints(contents: Iterable[_Content]) -> dict[str, str]:
    return {content.file.name: content.fingerprint for content in contents}


def _content(file: SourceFile) -> _Content:
    with source_errors(file):
        data = read_bytes(file.location, file.bytes, MOST_UNPACKED)
        identity = fingerprint(file) if is_compressed(file.location) else content_fingerprint(data)
        alone = is_compressed(file.location) and len(data) == MOST_UNPACKED
        return _Content(file, identity, b"" if alone else data, alone)


def _runs(contents: list[_Content]) -> Iterator[tuple[list[_Content], Chunk | None]]:
    """Consecutive files, with the chunk of all of them where each is one exact record."""
    start = 0
    for count, records in exact_runs([content.text for content in contents]):
        run = contents[start : start + count]
        files = tuple((content.file, 1) for content in run)
        yield run, None if records is None else Chunk(run[0].file, 1, records, files)
        start += count


def _chunks(content: _Content) -> list[Chunk]:
    with source_errors(content.file):
        return list(read_json(content.file) if content.alone else read_json_bytes(content.file, content.data))
