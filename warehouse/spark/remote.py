"""Files of a source wherever they are: listed by the driver, brought to a worker without the bytes of videos."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath

import pyarrow as pa
import pyarrow.fs as pafs
import pyarrow.parquet as pq

from warehouse.errors import SourceError
from warehouse.export.target import find_target
from warehouse.snapshot.groups import expected_records
from warehouse.source import Source, SourceFile, find_source
from warehouse.source.files import Format
from warehouse.source.find import file_format, natural_key
from warehouse.source.footer import footer_fingerprint
from warehouse.source.parquet import record_columns
from warehouse.source.read import source_errors

BATCH_ROWS = 512
LOCAL = "file://"


def list_source(location: str) -> Source:
    """The files of a source in natural order, wherever it is.

    Raises:
        SourceError: nothing is there, or nothing that holds records.
        AccessError: it cannot be read for lack of permission.
    """
    if "://" not in location or location.startswith(LOCAL):
        return find_source(location.removeprefix(LOCAL))
    place = find_target(location)
    try:
        found = place.system.get_file_info(pafs.FileSelector(place.path, recursive=True))
    except OSError as error:
        reason = " ".join(str(error).split())[:200]
        raise SourceError(f"{location} cannot be listed ({reason}): name a folder of Parquet or JSON there.") from error
    files = [_remote_file(location, place.path, info) for info in found if info.is_file]
    known = [file for file in files if file is not None]
    parquet = [file for file in known if file.format is Format.PARQUET]
    if not known:
        raise SourceError(f"{location} holds no Parquet or JSON files: name the folder that does.")
    return Source(location.rstrip("/"), tuple(sorted(parquet or known, key=lambda file: natural_key(file.name))))


def records_of(file: SourceFile) -> int:
    """How many records a file has, about, wherever it is; the footer tells those of Parquet.

    Raises:
        SourceError, AccessError: it cannot be read.
    """
    if "://" not in file.location or file.format is not Format.PARQUET:
        return expected_records(file)
    with source_errors(file):
        place = find_target(file.location)
        with place.system.open_input_file(place.path) as stream:
            return max(1, int(pq.read_metadata(stream).num_rows))


def brought_here(file: SourceFile, folder: Path) -> SourceFile:
    """A file as one of this machine: of remote Parquet only the columns of records are read.

    Raises:
        SourceError, AccessError: it cannot be read.
    """
    if "://" not in file.location:
        return file
    path = folder / f"{len(list(folder.iterdir())):05d}{''.join(PurePosixPath(file.name).suffixes[-2:])}"
    with source_errors(file):
        place = find_target(file.location)
        with place.system.open_input_file(place.path) as stream:
            if file.format is not Format.PARQUET:
                path.write_bytes(stream.read())
                return replace(file, location=str(path))
            identity = footer_fingerprint(_footer(stream, file.bytes))
            _copy_records(stream, file, path)
    return replace(file, location=str(path), fingerprint=identity)


def _remote_file(location: str, root: str, info: pafs.FileInfo) -> SourceFile | None:
    name = info.path.removeprefix(root).lstrip("/")
    hidden = any(part.startswith(".") for part in PurePosixPath(name).parts)
    found = None if hidden else file_format(name)
    modified = info.mtime_ns or 0
    return found and SourceFile(name, f"{location.rstrip('/')}/{name}", found, info.size, modified)


def _footer(stream: pa.NativeFile, size: int) -> bytes:
    stream.seek(size - 8)
    length = int.from_bytes(stream.read(4), "little")
    stream.seek(size - 8 - length)
    footer: bytes = stream.read(length)
    return footer


def _copy_records(stream: pa.NativeFile, file: SourceFile, path: Path) -> None:
    with pq.ParquetFile(stream, pre_buffer=True, page_checksum_verification=True) as parquet:
        columns = record_columns(parquet.schema_arrow, file.name)
        fields = [parquet.schema_arrow.field(name) for name in columns]
        with pq.ParquetWriter(path, pa.schema(fields), compression="zstd", compression_level=1) as writer:
            for batch in parquet.iter_batches(BATCH_ROWS, columns=columns):
                writer.write_batch(batch)
