"""Find the files of a source from what the user typed."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from glob import escape, glob, has_magic
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from urllib.parse import unquote

from warehouse.errors import AccessError, SourceError
from warehouse.source.compression import COMPRESSIONS
from warehouse.source.files import Format, Source, SourceFile

SAMPLE = "sample"
SAMPLE_FILE = Path(__file__).with_name("sample.jsonl.gz")
_NUMBERS = re.compile(r"(\d+)")
FORMATS = {".parquet": Format.PARQUET, ".json": Format.JSON, ".jsonl": Format.JSON_LINES, ".ndjson": Format.JSON_LINES}


def is_remote(location: str) -> bool:
    """Whether a location names something on the Hub and not on this machine."""
    return location.startswith(("hf://", "https://", "http://"))


def find_source(location: str, exclude: Path | None = None) -> Source:
    """The source that a location names: ``sample``, a folder, a file or a glob; files below ``exclude`` are not its.

    Raises:
        SourceError: nothing is there, or nothing that holds records.
        AccessError: a file cannot be read for lack of permission.
    """
    if location == SAMPLE:
        return replace(find_source(str(SAMPLE_FILE)), location=SAMPLE, synthetic=True)
    absolute = os.path.abspath(os.path.expanduser(_local_path(location)))  # noqa: PTH100, PTH111 - a glob is not a path
    root, paths = _candidates(absolute)
    found, unread = _one_kind(paths)
    named = {path.removeprefix(root).lstrip("/"): path for path in found}
    excluded = _leads_below(exclude)
    made = (_source_file(name, named[name], found[named[name]], excluded) for name in sorted(named, key=natural_key))
    files = tuple(file for file in made if file)
    if not files:
        raise SourceError(
            f"{location} holds no Parquet or JSON files ({', '.join(FORMATS)}, JSON also with "
            f"{' or '.join(COMPRESSIONS)}): name the folder, file or glob that does."
        )
    return Source(absolute, files, unread=_by_suffix(unread))


def file_format(path: str) -> Format | None:
    """The format that a file's suffix names, in letters of any case, or None."""
    stem, suffix = os.path.splitext(path.lower())  # noqa: PTH122 - a folder has many files, and Path takes its time
    if suffix in COMPRESSIONS:
        found = FORMATS.get(os.path.splitext(stem)[1])  # noqa: PTH122 - as above
        return None if found is Format.PARQUET else found
    return FORMATS.get(suffix)


def natural_key(text: str) -> tuple[list[int | str], str]:
    """A sort key that puts sample_2 before sample_10: every second element of the list is a number."""
    parts: list[int | str] = list(_NUMBERS.split(text))
    parts[1::2] = map(int, parts[1::2])
    return parts, text  # 1 and 01 are the same number


def _local_path(location: str) -> str:
    """The path that a location names, also as an address ``file:///path``.

    Raises:
        SourceError: the address names another machine, or a kind of storage that is not read.
    """
    scheme, separator, rest = location.partition("://")
    if not separator or not scheme.isalnum():
        return location
    host, _, path = rest.partition("/")
    if scheme.lower() == "file" and host in ("", "localhost"):
        return unquote(f"/{path}")
    raise SourceError(
        f"{location} is not a place that records are read from: copy the files to this machine, or name a dataset on "
        "the Hub as hf://datasets/OWNER/NAME."
    )


def _candidates(location: str) -> tuple[str, Iterable[str]]:
    """The folder that names are relative to, and the files of a location."""
    path = Path(location)
    if path.is_dir():
        return location, _walk(location)
    if path.exists():
        return str(path.parent), [_checked(location)]
    if has_magic(location):
        found = [Path(name) for name in glob(_magic_at_the_end(path), recursive=True)]  # noqa: PTH207 - it is absolute
        root = os.path.commonpath([file.parent for file in found]) if found else str(path.parent)
        return root, [str(file) for file in found if file.is_file()]
    raise SourceError(
        f"{location} does not exist: name a folder, a file or a glob of Parquet or JSON, "
        "hf://datasets/OWNER/NAME, or sample."
    )


def _magic_at_the_end(path: Path) -> str:
    """A glob whose folders, as far as there are some of these very names, match only themselves."""
    there = next(folder for folder in path.parents if folder.is_dir())
    return str(Path(escape(str(there)), path.relative_to(there)))


def _walk(folder: str) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        raise AccessError(
            f"{error.filename} cannot be listed ({error.strerror}): allow reading it, or name another folder."
        )

    seen = {os.path.realpath(folder)}
    for parent, folders, names in os.walk(folder, onerror=refuse, followlinks=True):
        entered = {os.path.realpath(f"{parent}/{name}"): name for name in sorted(folders) if not name.startswith(".")}
        folders[:] = [name for real, name in entered.items() if real not in seen]  # a link may lead back up
        seen |= entered.keys()
        yield from (f"{parent.rstrip('/')}/{name}" for name in names if not name.startswith("."))


def _leads_below(folder: Path | None) -> Callable[[str], bool]:
    """What decides whether a folder's path lies below another one, or leads there."""
    below = None if folder is None else folder.resolve()

    @cache
    def leads_below(parent: str) -> bool:
        return below is not None and Path(parent or "/").resolve().is_relative_to(below)

    return leads_below


def _one_kind(paths: Iterable[str]) -> tuple[dict[str, Format], list[str]]:
    """The files that are read, with their formats, and those that are not: JSON next to Parquet, and other kinds."""
    formats = {path: file_format(path) for path in paths}
    kinds = set(formats.values())
    read = {
        path: found
        for path, found in formats.items()
        if found and (found is Format.PARQUET) == (Format.PARQUET in kinds)
    }
    return read, [path for path in formats if path not in read]


def _by_suffix(paths: Iterable[str]) -> dict[str, int]:
    """How many files have each suffix."""
    counts = Counter(os.path.splitext(path)[1].lower() or "no suffix" for path in paths)  # noqa: PTH122 - as above
    return dict(sorted(counts.items()))


def _checked(path: str) -> str:
    if file_format(path) is None:
        raise SourceError(
            f"{path} is not a supported file: expected {', '.join(FORMATS)} (JSON also with "
            f"{' or '.join(COMPRESSIONS)}); rename it if it is one."
        )
    return path


def _source_file(name: str, path: str, found: Format, excluded: Callable[[str], bool]) -> SourceFile | None:
    """A file with its size and time; None if the folder it lies in is excluded."""
    try:
        stat = os.lstat(path)
        linked = S_ISLNK(stat.st_mode)
        if excluded(str(Path(path).resolve().parent) if linked else path.rpartition("/")[0]):
            return None
        stat = os.stat(path) if linked else stat  # noqa: PTH116 - as above
    except OSError:  # reading it reports why
        return SourceFile(name, path, found, 0)
    if not S_ISREG(stat.st_mode):  # opening a pipe would wait for ever
        raise SourceError(
            f"{path} is a pipe, a socket or a device, not a file: save its records to a file, or move it elsewhere."
        )
    return SourceFile(name, path, found, stat.st_size, stat.st_mtime_ns)
