"""Where the shards are: ``hf://datasets/OWNER/NAME[@REVISION][/folder, file or glob]`` or the page's web address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import quote

from huggingface_hub import parse_hf_uri
from huggingface_hub.errors import HfUriError

from warehouse.errors import SourceError

MAIN = "main"
# short names of special revisions, as DuckDB and Polars write them
_ALIASES = {"~parquet": "refs/convert/parquet", "~duckdb": "refs/convert/duckdb"}
_COMMIT = re.compile("[0-9a-f]{40}")
_GLOB = re.compile(r"\*\*/|\*\*|\*|\?|\[[^\]]+\]|.")
_WILDCARDS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@dataclass(frozen=True)
class Location:
    """A selection of Parquet files of a dataset repository: those at or below ``path``, or that fit it as a glob."""

    repository: str
    revision: str = MAIN
    path: str = ""

    def __str__(self) -> str:
        """The address in one form, however it was written; ``parse_location`` reads it."""
        special = self.revision.startswith("refs/")
        revision = self.revision if special else quote(self.revision, safe="")
        at = "" if self.revision == MAIN else f"@{revision}"
        return f"hf://datasets/{self.repository}{at}" + (f"/{self.path}" if self.path else "")

    @property
    def is_pinned(self) -> bool:
        """Whether the revision is a commit, so that it always means the same files."""
        return _COMMIT.fullmatch(self.revision) is not None

    @property
    def folder(self) -> str:
        """The deepest folder that surely holds every selected file ("" is the root)."""
        parts = PurePosixPath(self.path).parts
        literal = next((i for i, part in enumerate(parts) if _is_open_ended(part)), len(parts))
        return "/".join(parts[:literal])

    def selects(self, path: str) -> bool:
        """Whether the file at ``path`` is a Parquet file of the selection."""
        if not path.endswith(".parquet"):
            return False
        below = not self.path or path == self.path or path.startswith(self.path + "/")
        return below or _pattern(self.path).fullmatch(path) is not None


def parse_location(spec: str) -> Location:
    """The location that ``spec`` names; the revision may hold a slash if it is a special ref or written with %2F.

    Raises SourceError if ``spec`` is not the address of a dataset.
    """
    try:
        uri = parse_hf_uri(spec)
    except HfUriError:
        uri = None
    if uri is None or uri.type != "dataset" or ".." in PurePosixPath(uri.path_in_repo).parts:
        message = f"{spec} is not the address of a dataset: write hf://datasets/OWNER/NAME[@REVISION][/FOLDER or GLOB]"
        raise SourceError(message)
    revision = uri.revision or MAIN
    return Location(uri.id, _ALIASES.get(revision, revision), uri.path_in_repo.rstrip("/"))


def _is_open_ended(part: str) -> bool:
    return part.endswith(".parquet") or any(sign in part for sign in "*?[")


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    return re.compile("".join(_translate(token) for token in _GLOB.findall(glob)))


def _translate(token: str) -> str:
    if len(token) > 1 and token[0] == "[":
        return "[" + re.sub(r"^!", "^", token[1:-1]).replace("\\", r"\\") + "]"
    return _WILDCARDS.get(token) or re.escape(token)
