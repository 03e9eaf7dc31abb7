"""Text that a user names: a file, or - for the standard input."""

from __future__ import annotations

from typing import TextIO

from warehouse.cli.terminal import say
from warehouse.errors import QueryError
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


def tell_missing(warehouse: Warehouse) -> None:
    """Say which ids a list has that the snapshot has not."""
    if missing := warehouse.missing_ids:
        one = "1 id is" if len(missing) == 1 else f"{len(missing):,} ids are"
        say(f"{one} not in the snapshot, such as {missing[0]}: the rows are those of the others.")
