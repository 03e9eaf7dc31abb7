"""Read many small files at a time: what a file costs beside its records is then paid once for many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from threading import Lock
from typing import TypeVar

from warehouse.errors import SourceError
from warehouse.source.compression import COMPRESSIONS, read_bytes
from warehouse.source.exact import exact_records, is_exact
from warehouse.source.files import Chunk, Format, SourceFile
from warehouse.source.footer import footer_fingerprint, read_footer
from warehouse.source.json_files import BYTE_ORDER_MARK, FEW, json_chunks
from warehouse.source.read import content_fingerprint, fingerprint, read_chunks, source_errors
from warehouse.source.shards import read_shards

Bundle = tuple[SourceFile, ...]
F = TypeVar("F", "SourceFile", "_Content")
T = TypeVar("T")

# by format, the most files of a bundle and the most bytes of them
BUNDLE_FILES = {Format.JSON: 128, Format.PARQUET: 16}
BUNDLE_BYTES = {Format.JSON: 4 * 2**20, Format.PARQUET: 16 * 2**20}
# opening a file gives way to other threads at every call: two that do so spend their time waiting for each other
_OPENING = Lock()


@dataclass(frozen=True)
class ReadBundle:
    """What was read of consecutive files: their records in order, what identifies each, and what cannot be read.

    The records of a single file are read as they are asked for.
    """

    chunks: Iterable[Chunk]
    fingerprints: dict[str, str]
    failures: dict[str, SourceError] = field(default_factory=dict)


def cut_bundles(files: Iterable[SourceFile], *, shards: bool) -> Iterator[Bundle]:
    """Consecutive files that are read at a time: small ones of JSON together, small local ``shards`` if wanted."""
    bundle: list[SourceFile] = []
    size = 0
    for file in files:
        size += file.bytes
        if bundle and not (_joins(bundle, file, size) and (shards or file.format is not Format.PARQUET)):
            yield tuple(bundle)
            bundle, size = [], file.bytes
        bundle.append(file)
    if bundle:
        yield tuple(bundle)


def read_bundle(files: Bundle, *, verify: bool = False) -> ReadBundle:
    """The records of a bundle; to ``verify`` is to read every file whole before, and to keep what fails of them.

    Raises:
        SourceError: a file is damaged or not of its kind, and it is not to be verified.
        AccessError: a file may not be read.
    """
    shards = _read_shards(files) if len(files) > 1 and files[0].format is Format.PARQUET else None
    if shards:
        return shards
    failures: dict[str, SourceError] = {}
    noted = failures if verify else None
    if len(files) > 1 and files[0].format is Format.JSON:
        with _OPENING:
            contents = _tried(files, _content, noted)
        read = _tried(contents, _read_content, noted)
    else:
        read = _tried(files, lambda file: _read_alone(file, verify=verify), noted)
    return ReadBundle(_joined(read), {each.file.name: each.fingerprint for each in read}, failures)


@dataclass(frozen=True)
class _Content:
    """All bytes of a small file of JSON, uncompressed."""

    file: SourceFile
    fingerprint: str
    data: bytes

    @property
    def name(self) -> str:
        return self.file.name


@dataclass(frozen=True)
class _Read:
    """A file that was read: the text of its one exact record, or else its chunks."""

    file: SourceFile
    fingerprint: str
    text: bytes | None
    chunks: Iterable[Chunk] = ()


def _read_shards(files: Bundle) -> ReadBundle | None:
    try:
        footers = [read_footer(file.path) for file in files]
    except OSError:  # reading it alone will tell
        return None
    chunk = read_shards(files, footers)
    fingerprints = {file.name: footer_fingerprint(footer) for file, footer in zip(files, footers, strict=True)}
    return None if chunk is None else ReadBundle([chunk], fingerprints)


def _joins(bundle: list[SourceFile], file: SourceFile, size: int) -> bool:
    """Whether a file is of a bundle's kind and the two are not too much; those of the Hub are read with checksums."""
    if bundle[0].format is not file.format or file.revision:
        return False
    return len(bundle) < BUNDLE_FILES.get(file.format, 0) and size <= BUNDLE_BYTES[file.format]


def _tried(files: Iterable[F], read: Callable[[F], T], failures: dict[str, SourceError] | None) -> list[T]:
    """What was read of each file; those that fail are noted if there is a place for it, else the first one raises."""
    found = []
    for file in files:
        try:
            found.append(read(file))
        except SourceError as error:
            if failures is None:
                raise
            failures[file.name] = error
    return found


def _content(file: SourceFile) -> _Content:
    with source_errors(file):
        data = read_bytes(file.location, file.bytes)
        identity = fingerprint(file) if file.location.endswith(COMPRESSIONS) else content_fingerprint(data)
        return _Content(file, identity, data)


def _read_content(content: _Content) -> _Read:
    text = content.data.removeprefix(BYTE_ORDER_MARK)
    if is_exact(text):
        return _Read(content.file, content.fingerprint, text)
    with source_errors(content.file):
        return _Read(content.file, content.fingerprint, None, list(json_chunks(content.file, content.data)))


def _read_alone(file: SourceFile, *, verify: bool) -> _Read:
    for _ in read_chunks(file) if verify else ():
        pass
    chunks = read_chunks(file)
    begun = list(islice(chunks, 1))
    return _Read(file, fingerprint(file), None, chain(begun, chunks))


def _joined(read: list[_Read]) -> Iterator[Chunk]:
    """The chunks of files in order, where runs of exact records are one chunk."""
    for exact, group in groupby(read, lambda each: each.text is not None):
        run = list(group)
        records = exact_records([each.text for each in run if each.text]) if exact and len(run) >= FEW else None
        if records is None:
            for each in run:
                yield from json_chunks(each.file, each.text) if each.text else each.chunks
        else:
            yield Chunk(run[0].file, 1, records, tuple((each.file, 1) for each in run))
