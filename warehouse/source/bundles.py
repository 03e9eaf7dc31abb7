"""Read many small files at a time: the cost of a file besides its records is then paid once for many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from warehouse.errors import SourceError
from warehouse.source.files import Bundle, Chunk, Format, ReadBundle, SourceFile
from warehouse.source.footer import footer_fingerprint, read_footer
from warehouse.source.json_bundles import read_json_bundle
from warehouse.source.read import each_file, fingerprint, is_slow_to_identify, read_chunks
from warehouse.source.shards import read_shards

# by format, the most files of a bundle and the most bytes of them
BUNDLE_FILES = {Format.JSON: 128, Format.PARQUET: 16}
BUNDLE_BYTES = {Format.JSON: 4 * 2**20, Format.PARQUET: 16 * 2**20}


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
        AccessError: a file cannot be read for lack of permission.
    """
    shards = _read_shards(files) if len(files) > 1 and files[0].format is Format.PARQUET else None
    if shards:
        return shards
    failures: dict[str, SourceError] = {}
    noted = failures if verify else None
    if len(files) > 1 and files[0].format is Format.JSON:
        return read_json_bundle(files, noted)
    read = each_file(files, lambda file: _read_alone(file, verify=verify), noted)
    identities = {name: identity for name, (identity, _) in read.items() if identity}
    return ReadBundle(chain.from_iterable(chunks for _, chunks in read.values()), identities, failures)


def _read_shards(files: Bundle) -> ReadBundle | None:
    try:
        footers = [read_footer(file.path) for file in files]
    except OSError:  # reading it alone reports why
        return None
    chunk = read_shards(files, footers)
    if chunk is None:
        return None
    fingerprints = {file.name: footer_fingerprint(footer) for file, footer in zip(files, footers, strict=True)}
    return ReadBundle([chunk], fingerprints)


def _joins(bundle: list[SourceFile], file: SourceFile, size: int) -> bool:
    """Whether a file is of a bundle's kind and the two are not too much; those of the Hub are read with checksums."""
    if bundle[0].format is not file.format or file.revision:
        return False
    return len(bundle) < BUNDLE_FILES.get(file.format, 0) and size <= BUNDLE_BYTES[file.format]


def _read_alone(file: SourceFile, *, verify: bool) -> tuple[str | None, Iterator[Chunk]]:
    """What identifies a file, unless that takes long, and its chunks, the first of which is already read."""
    for _ in read_chunks(file) if verify else ():
        pass
    chunks = read_chunks(file)
    begun = list(islice(chunks, 1))
    return None if is_slow_to_identify(file) else fingerprint(file), chain(begun, chunks)
