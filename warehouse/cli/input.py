"""Text that a user names: a file, or - for the standard input."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from warehouse.catalog.engine import Limits
from warehouse.cli.terminal import say
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.session import Warehouse


def text_of(stream: TextIO) -> str:
    """All text of an opened file.

    Raises:
        QueryError: it is not UTF-8.
    """
    try:
        text = stream.read()
        text.encode()  # the standard input may let foreign bytes through as lone surrogates
    except UnicodeError as error:
        raise QueryError(f"{stream.name} is not UTF-8 text: save it as UTF-8.") from error
    return text


def ids_of(text: str) -> list[str]:
    """The ids of a text that has one per line; blank lines are none."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def open_asked(home: Home, limits: Limits, queries: Path | None, ids: TextIO | None) -> Warehouse:
    """The warehouse that a statement is asked of; of a list of ids it is said which the snapshot does not have.

    Raises:
        HomeError: there is no warehouse.
        QueryError: ``queries`` is not a folder, or the list is not UTF-8 text.
    """
    warehouse = Warehouse(home.root, limits, queries, ids_of(text_of(ids)) if ids else None)
    if missing := warehouse.missing_ids:
        one = "1 id is" if len(missing) == 1 else f"{len(missing):,} ids are"
        say(f"{one} not in the snapshot, such as {missing[0]}: the rows are those of the others.")
    return warehouse
