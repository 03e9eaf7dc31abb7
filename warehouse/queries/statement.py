"""What a SQL file declares in its header, a TOML text in the leading comment, and the SELECT below it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from warehouse.errors import QueryError
from warehouse.queries.intervals import with_intervals

ENTRIES = {
    *("title", "doc", "columns", "parameters", "bins", "counts", "chart", "severity"),
    *("stored", "merge", "outside_sql"),
}
Value = str | int | float | bool | date | None

PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "number": (float, int),
    "boolean": (bool,),
    "date": (date,),
}
SQL_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


# what a dollar sign may stand in: texts, quoted names and comments are passed over
_TEXT_OR_PARAMETER = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/|\$(?P<name>\w+)", re.DOTALL)


@dataclass(frozen=True)
class Parameter:
    """A typed parameter; a default of None means that it may be left out and then restricts nothing.

    ``values`` has the columns, each as ``relation.column``, that a parameter of texts is compared with.
    """

    name: str
    type: str
    doc: str
    default: Value = None
    allowed: tuple[Value, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def default_sql(self) -> str:
        """The default as a typed SQL expression."""
        return sql_value(self.default, self.type)


@dataclass(frozen=True)
class Bins:
    """The column of a result that has classes of one width: between the first and the last all of them are rows.

    ``step`` is the width, or the name of the parameter that gives it; ``within`` has the columns of which each value
    has classes of its own. A null stands for what has no class.
    """

    column: str
    step: float | str
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A documented SELECT with typed parameters, from one file.

    ``counts`` has, for each column that is a mean, a median, a rate or a share, the column with the number of things
    that it is of. ``stored`` has the columns by which the rows of a view are sorted that a snapshot stores; none where
    it stores none. ``merge`` says of one whose rows come from many videos what becomes of rows with equal keys from two
    parts of the tables: ``sum`` adds up the other columns, ``same`` takes either. The SELECT of a view whose
    rows come from ``outside_sql`` gives its columns alone: there are rows where they are stored.
    """

    name: str
    theme: str
    path: Path
    title: str
    doc: str
    sql: str
    columns: dict[str, str] = field(default_factory=dict)
    parameters: tuple[Parameter, ...] = ()
    bins: Bins | None = None
    counts: dict[str, str] = field(default_factory=dict)
    chart: dict[str, Any] | None = None
    severity: str | None = None
    stored: tuple[str, ...] = ()
    merge: str | None = None
    outside_sql: bool = False

    @property
    def macro_sql(self) -> str:
        """The SELECT with each ``$parameter`` by its bare name, as the body of a macro has it."""
        return _TEXT_OR_PARAMETER.sub(lambda match: match["name"] or match[0], self.sql)

    def parameter(self, name: str) -> Parameter:
        """The parameter of a name.

        Raises:
            QueryError: there is none.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = ", ".join(p.name for p in self.parameters) or "none"
        raise QueryError(f"{self.name} has no parameter {name}: it takes {known}.")


def read_statement(path: Path) -> Statement:
    """The statement of a SQL file.

    Raises:
        QueryError: the header is missing, is not TOML, or lacks or misnames something; the message names the file.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"{path} is not UTF-8 text: save it as UTF-8.") from error
    if not text.startswith("/*") or "*/" not in text:
        raise QueryError(f"{path} has no header: begin it with a comment /* ... */ that holds title and doc as TOML.")
    header, _, sql = text[2:].partition("*/")
    try:
        declared = tomllib.loads(header)
    except tomllib.TOMLDecodeError as error:
        raise QueryError(f"{path} has a header that is not valid TOML ({error}): fix it.") from error
    unknown = declared.keys() - ENTRIES
    if unknown or not {"title", "doc"} <= declared.keys():
        wrong = f"an unknown entry {min(unknown)}" if unknown else "no title or no doc"
        raise QueryError(f"{path} has {wrong} in its header: it holds {', '.join(sorted(ENTRIES))}.")
    parameters = tuple(_parameter(path, name, entry) for name, entry in declared.get("parameters", {}).items())
    return Statement(
        name=path.stem,
        theme=path.parent.name,
        path=path,
        title=declared["title"],
        doc=declared["doc"].strip(),
        sql=_composed(path, sql.strip().rstrip(";")),
        columns=declared.get("columns", {}),
        parameters=parameters,
        bins=_bins(path, declared),
        counts=_counts(path, declared),
        chart=declared.get("chart"),
        severity=declared.get("severity"),
        stored=tuple(declared.get("stored", ())),
        merge=declared.get("merge"),
        outside_sql=declared.get("outside_sql", False),
    )


def sql_value(value: Value, type_: str) -> str:
    """A value as a typed SQL expression."""
    if value is None:
        return f"NULL::{SQL_TYPES[type_]}"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return f"{value}::{SQL_TYPES[type_]}"
    text = str(value).replace("'", "''")
    return f"'{text}'::{SQL_TYPES[type_]}"


def fits(value: object, type_: str) -> bool:
    """Whether a value is of a parameter's type; a boolean is not a number."""
    return isinstance(value, PYTHON_TYPES[type_]) and (type_ == "boolean" or not isinstance(value, bool))


def _composed(path: Path, sql: str) -> str:
    try:
        return with_intervals(sql)
    except QueryError as error:
        raise QueryError(f"In {path}, {error}") from error


def _bins(path: Path, declared: dict[str, Any]) -> Bins | None:
    entry = declared.get("bins")
    if entry is None:
        return None
    columns, step = [entry.get("column"), *entry.get("within", ())], entry.get("step")
    known = step in declared.get("parameters", ()) if isinstance(step, str) else fits(step, "number")
    if entry.keys() - {"column", "step", "within"} or not known or set(columns) - declared.get("columns", {}).keys():
        raise QueryError(
            f"{path} declares bins wrongly: they need a column and a step, a number or the name of a parameter, and "
            "may have columns within which they stand."
        )
    return Bins(entry["column"], step, tuple(entry.get("within", ())))


def _counts(path: Path, declared: dict[str, Any]) -> dict[str, str]:
    counts: dict[str, str] = declared.get("counts", {})
    if unknown := {*counts, *counts.values()} - declared.get("columns", {}).keys():
        raise QueryError(f"{path} declares counts of {min(unknown)}, which is none of its columns: name columns only.")
    return counts


def _parameter(path: Path, name: str, entry: dict[str, Any]) -> Parameter:
    unknown = entry.keys() - {"type", "doc", "default", "allowed", "values"}
    if unknown or not {"type", "doc"} <= entry.keys() or entry["type"] not in SQL_TYPES:
        raise QueryError(
            f"{path} declares the parameter {name} wrongly: it needs doc and a type ({', '.join(SQL_TYPES)}), "
            "and may have default, allowed and values."
        )
    lists = (tuple(entry.get(key, ())) for key in ("allowed", "values"))
    parameter = Parameter(name, entry["type"], entry["doc"], entry.get("default"), *lists)
    for value in (parameter.default, *parameter.allowed):
        if value is not None and not fits(value, parameter.type):
            raise QueryError(
                f"{path} gives the parameter {name} the value {value!r}, which is not of type {parameter.type}."
            )
    if parameter.allowed and parameter.default is not None and parameter.default not in parameter.allowed:
        raise QueryError(f"{path} gives the parameter {name} a default that its allowed values do not have.")
    return parameter
