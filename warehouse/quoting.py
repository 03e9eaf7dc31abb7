"""Names, texts and paths as parts of SQL: the only place that turns a path into a pattern."""

from __future__ import annotations

import re
from pathlib import Path

PARQUET_FILES = "*.parquet"
_MAGIC = re.compile(r"[*?[]")


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def pattern(path: Path) -> str:
    """A pattern that matches this path and no other, whatever characters it has.

    >>> pattern(Path("work [2024]"))
    'work [[]2024]'
    """
    return _MAGIC.sub(r"[\g<0>]", str(path))


def pattern_of_parquet(folder: Path) -> str:
    """A pattern that matches the Parquet files of a folder."""
    return f"{pattern(folder)}/{PARQUET_FILES}"


def read_parquet(*paths: Path, options: str = "") -> str:
    """A table function that reads Parquet files, or all Parquet files of folders.

    Files are distinguished from folders by their suffix. A folder named ``year=2024`` anywhere above gives no column.
    """
    patterns = [pattern(path) if path.suffix == ".parquet" else pattern_of_parquet(path) for path in paths]
    files = ", ".join(map(literal, patterns))
    return f"read_parquet({files if len(paths) == 1 else f'[{files}]'}, hive_partitioning = false{options})"
