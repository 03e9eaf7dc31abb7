"""Load the SQL files: those that are shipped, which the tests have checked, and a user's own, checked here."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from warehouse.errors import QueryError
from warehouse.queries.sql_folder import sql_folder
from warehouse.queries.statement import Statement, read_statement

SEVERITIES = ("error", "warning", "note")
CHECK_COLUMNS = ("video_id", "scene_index", "position", "detail")
_READ = re.compile(r"\b(?:FROM|JOIN)\s+([a-z_][a-z_0-9]*)", re.IGNORECASE)


@cache
def load_views() -> tuple[Statement, ...]:
    """The views of ``sql/views``, each behind those that it reads."""
    views = {path.stem: _with_checks(read_statement(path)) for path in _files(sql_folder() / "views")}
    ordered: dict[str, Statement] = {}

    def place(name: str) -> None:
        if name in views and name not in ordered:
            for other in sorted(reads(views[name].sql) - {name}):
                place(other)
            ordered[name] = views[name]

    for name in views:
        place(name)
    return tuple(ordered.values())


@cache
def load_checks() -> tuple[Statement, ...]:
    """The audits of ``sql/checks``: each a SELECT that returns what it objects to.

    Raises:
        QueryError: one has no severity, or an unknown one; the message names the file.
    """
    return tuple(_check(path) for path in _files(sql_folder() / "checks"))


@cache
def load_queries(folder: Path | None = None) -> tuple[Statement, ...]:
    """The queries of ``sql/queries`` and of a user's own folder, which may replace shipped ones, by theme and name.

    Raises:
        QueryError: the text and the header of a user's file disagree; the message names the file.
    """
    found = {path.stem: read_statement(path) for path in _files(sql_folder() / "queries")}
    if folder is not None and folder.is_dir():
        found |= {path.stem: _own(path) for path in _files(folder)}
    return tuple(sorted(found.values(), key=lambda statement: (statement.theme, statement.name)))


@cache
def load_shell_macros() -> tuple[Statement, ...]:
    """The table macros of ``sql/shell``, for a DuckDB shell: written as queries are, and not among them."""
    return tuple(read_statement(path) for path in _files(sql_folder() / "shell"))


def reads(sql: str) -> set[str]:
    """The names behind FROM and JOIN in a text: tables, views and its own common table expressions."""
    return {name.lower() for name in _READ.findall(sql)}


def closure(names: Iterable[str], texts: Mapping[str, str]) -> set[str]:
    """The names, those that their texts read, and so on."""
    wanted, found = deque(names), set[str]()
    while wanted:
        name = wanted.popleft()
        if name not in found:
            found.add(name)
            wanted += reads(texts[name]) if name in texts else ()
    return found


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.rglob("*.sql"))


def _check(path: Path) -> Statement:
    statement = read_statement(path)
    if statement.severity not in SEVERITIES:
        raise QueryError(f"{path} has no severity in its header: an audit is one of {', '.join(SEVERITIES)}.")
    return statement


def _own(path: Path) -> Statement:
    from warehouse.queries.validate import (
        check_own,  # parsing takes a moment to import, and few have files of their own
    )

    statement = read_statement(path)
    check_own(statement)
    return statement


def _with_checks(view: Statement) -> Statement:
    """A view that reads ``checks``, with all audits composed ahead of it under that name."""
    if "checks" not in reads(view.sql):
        return view
    audits = "\nUNION ALL\n".join(
        f"SELECT '{check.name}' AS check_name, '{check.severity}' AS severity, {', '.join(CHECK_COLUMNS)}\n"
        f"FROM (\n{check.sql}\n) AS {check.name}"
        for check in load_checks()
    )
    return replace(view, sql=f"WITH checks AS (\n{audits}\n)\n{view.sql}")
