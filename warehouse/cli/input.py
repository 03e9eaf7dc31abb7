"""Text that a user names: a file, or - for the standard input."""

from __future__ import annotations

from typing import TextIO

from warehouse.errors import QueryError


def text_of(stream: TextIO) -> str:
    """All text of an opened file.

    Raises:
        QueryError: it is not UTF-8.
    """
    try:
        text = stream.read()
        text.encode()  # the standard input may let foreign bytes through as lone surrogates
    except UnicodeError as error:
        raise QueryError(f"{stream.name} is no text in UTF-8: save it as one.") from error
    return text


def ids_of(text: str) -> list[str]:
    """The ids of a text that has one per line; blank lines are none."""
    return [line.strip() for line in text.split("\n") if line.strip()]
