"""Find the files of a source from what the user typed."""

from __future__ import annotations

import os
import re
from functools import cache
from glob import glob, has_magic
from pathlib import Path

from warehouse.errors import AccessError, SourceError
from warehouse.source.compression import COMPRESSIONS
from warehouse.source.files import Format, Source, SourceFile

SAMPLE = "sample"
SAMPLE_FILE = Path(__file__).parents[1] / "sample" / "records.jsonl.gz"
FORMATS = {".parquet": Format.PARQUET, ".json": Format.JSON, ".jsonl": Format.JSON_LINES, ".ndjson": Format.JSON_LINES}


def is_remote(location: str) -> bool:
    """Whether a location names something on the Hub and not on this machine."""
    return location.startswith(("hf://", "https://", "http://"))


def find_source(location: str, exclude: Path | None = None) -> Source:
    """The source that a location names: ``sample``, a folder, a file or a glob; files below ``exclude`` are not its.

    Raises:
        SourceError: nothing is there, or nothing that holds records.
        AccessError: a file may not be read.
    """
    if location == SAMPLE:
        return Source(SAMPLE, (_source_file(SAMPLE_FILE, SAMPLE_FILE.parent),), synthetic=True)
    absolute = os.path.abspath(os.path.expanduser(location))  # noqa: PTH100, PTH111 - a glob is no path
    root, paths = _candidates(absolute)
    kept = paths if exclude is None else _outside(exclude.resolve(), paths)
    files = tuple(_source_file(path, root) for path in sorted(kept, key=lambda path: natural_key(str(path))))
    if not files:
        raise SourceError(
            f"{location} holds no Parquet or JSON files ({', '.join(FORMATS)}, JSON also with "
            f"{' or '.join(COMPRESSIONS)}): name the folder, file or glob that does."
        )
    return Source(absolute, files)


def file_format(path: Path) -> Format | None:
    """The format that a file's name tells, or None."""
    stem, suffix = os.path.splitext(path.name)  # noqa: PTH122 - a folder has many files, and Path takes its time
    if suffix in COMPRESSIONS:
        found = FORMATS.get(os.path.splitext(stem)[1])  # noqa: PTH122 - as above
        return None if found is Format.PARQUET else found
    return FORMATS.get(suffix)


def natural_key(text: str) -> list[tuple[int, str]]:
    """A sort key that puts sample_2 before sample_10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", text)]


def _candidates(location: str) -> tuple[Path, list[Path]]:
    """The folder that names are relative to, and the files of one kind: Parquet where there is any, else JSON."""
    path = Path(location)
    if path.is_dir():
        return path, _one_kind(_walk(path))
    if path.exists():
        return path.parent, [_checked(path)]
    if has_magic(location):
        found = [Path(name) for name in glob(location, recursive=True)]  # noqa: PTH207 - it is absolute
        root = Path(os.path.commonpath([file.parent for file in found])) if found else path.parent
        return root, _one_kind([file for file in found if file.is_file()])
    raise SourceError(
        f"{location} does not exist: name a folder, a file or a glob of Parquet or JSON, "
        "hf://datasets/OWNER/NAME, or sample."
    )


def _walk(folder: Path) -> list[Path]:
    def refuse(error: OSError) -> None:
        raise AccessError(
            f"{error.filename} cannot be listed ({error.strerror}): allow reading it, or name another folder."
        )

    found = []
    for parent, folders, names in os.walk(folder, onerror=refuse, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(parent, name) for name in names if not name.startswith(".")]
    return found


def _outside(folder: Path, paths: list[Path]) -> list[Path]:
    """The paths that do not lead below a folder."""

    @cache
    def leads_below(parent: Path) -> bool:
        real = parent.resolve()
        return folder == real or folder in real.parents

    return [path for path in paths if not leads_below(path.resolve().parent if path.is_symlink() else path.parent)]


def _one_kind(paths: list[Path]) -> list[Path]:
    known = [(path, file_format(path)) for path in paths]
    parquet = [path for path, found in known if found is Format.PARQUET]
    return parquet or [path for path, found in known if found]


def _checked(path: Path) -> Path:
    if file_format(path) is None:
        raise SourceError(
            f"{path} is of no kind that holds records: expected {', '.join(FORMATS)} (JSON also with "
            f"{' or '.join(COMPRESSIONS)}); rename it if it is one."
        )
    return path


def _source_file(path: Path, root: Path) -> SourceFile:
    found = file_format(path)
    assert found is not None
    name = str(path).removeprefix(str(root)).lstrip("/")
    try:
        stat = path.stat()
    except OSError:  # reading it will tell
        return SourceFile(name, path, found, 0)
    return SourceFile(name, path, found, stat.st_size, stat.st_mtime_ns)


def same_origin(one: str, other: str) -> bool:
    """Whether two locations are the same source, at whatever revisions."""
    return _origin(one) == _origin(other)


def _origin(location: str) -> tuple[str, str]:
    if not is_remote(location):
        return location, ""
    from warehouse.hub import parse_location  # the Hub's client takes a moment to import

    parsed = parse_location(location)
    return parsed.repository, parsed.path
