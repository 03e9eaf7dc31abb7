"""What the engine's errors say to a user: one sentence, with the name that comes nearest."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

_UNKNOWN = re.compile(r"(?P<kind>Table|Table Function) with name (?P<name>.+?) does not exist!")
_EXPANDED = "not supported for a statement that expands into several"
_QUALIFIED = re.compile(r"\b(?:catalog|memory)\.(?:main\.)?(?=\w)")


def one_sentence(error: Exception) -> str:
    """DuckDB's message without its drawing of the place, on one line."""
    lines = [line.strip() for line in str(error).splitlines()]
    drawing = next((place for place, line in enumerate(lines) if line.startswith("LINE ")), len(lines))
    return _QUALIFIED.sub("", " ".join(line for line in lines[:drawing] if line))


def refusal(error: Exception, known: Iterable[str]) -> str:
    """The same, where an unknown table or query is compared with those that are ``known``."""
    message = one_sentence(error)
    if _EXPANDED in message:
        return "A PIVOT that reads its columns from the data takes no parameters: name them, as in ON mood IN ('Calm')."
    unknown = _UNKNOWN.search(message)
    if unknown is None:
        return message
    kind = "table or view" if unknown["kind"] == "Table" else "query or table function"
    near = nearest(unknown["name"], known)
    return f"There is no {kind} {unknown['name']}" + (f'. Did you mean "{near}"?' if near else ".")


def unknown_table(error: BaseException | None) -> str | None:
    """The name of the table that the engine does not find; None where something else is wrong."""
    unknown = _UNKNOWN.search(str(error))
    return unknown["name"].lower() if unknown and unknown["kind"] == "Table" else None


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like another one, case apart; None where none is."""
    folded = {candidate.lower(): candidate for candidate in known}
    near = difflib.get_close_matches(name.lower(), folded, 1)
    return folded[near[0]] if near else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """What follows an unknown name in a sentence: ", did you mean NAME", or nothing."""
    near = nearest(name, known)
    return f", did you mean {near}" if near else ""
