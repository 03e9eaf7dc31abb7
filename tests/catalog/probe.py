"""Calls every function of the engine with paths that lie outside, on a connection of the sandbox.

To be run with the library of watch.c: each call is announced by an attempt to open /probe/CALL.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb

from tests.catalog.guarded import SECRET
from warehouse.catalog.sandbox import locked_connection, require_select
from warehouse.errors import QueryError

FUNCTIONS = """
SELECT DISTINCT function_name, function_type, parameter_types, varargs FROM duckdb_functions()
WHERE function_type <> 'pragma' AND database_name = 'system' AND function_name NOT SIMILAR TO '(icu_)?collate_.*'
ORDER BY ALL
"""
NUMBERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UBIGINT", "FLOAT", "DOUBLE"}


def main(snapshot: Path, outside: Path) -> None:
    """Call everything, then print how many calls there were, how many had rows, and whether a control had."""
    texts = [str(outside / "secret.csv"), str(outside / "secret.parquet"), str(outside / "*"), str(outside / "out")]
    with duckdb.connect() as connection:
        functions = connection.execute(FUNCTIONS).fetchall()
    calls = answered = 0
    with locked_connection(snapshot, "500MB") as connection:
        announce("begin")
        for name, kind, types, varargs in functions:
            for text in texts:
                for arguments in shapes(kind, types or [], varargs, text):
                    calls += 1
                    answered += run(connection, call(name, kind, arguments))
    announce("control")
    with duckdb.connect() as free:
        control = free.execute(f"SELECT count(*) FROM read_csv('{texts[0]}')").fetchall()[0][0]
    print(calls, answered, control)  # noqa: T201


def shapes(kind: str, types: list[str], varargs: str | None, text: str) -> Iterator[list[str]]:
    """Arguments for a function: of a table function's the named ones count as its parameters, too."""
    whole = [argument(type_, text) for type_ in types]
    if "table" in kind:
        for length in range(min(len(whole), 4) + 1):
            yield whole[:length]
        yield [argument("VARCHAR", text), *whole[1:2]]
    else:
        yield whole + ([argument(varargs, text)] if varargs else [])


def argument(type_: str | None, text: str) -> str:
    """A value of a type: a text, a list of it, a number, or null."""
    if type_ is not None and type_.endswith("[]"):
        return f"[{argument(type_[:-2], text)}]"
    if type_ in {None, "VARCHAR", "ANY", "T", "JSON", "BLOB"}:
        return f"'{text}'"
    if type_ in NUMBERS:
        return "1"
    return "true" if type_ == "BOOLEAN" else "NULL"


def call(name: str, kind: str, arguments: list[str]) -> str:
    """The statement that calls a function."""
    called = f'"{name}"({", ".join(arguments)})'
    return f"FROM {called}" if "table" in kind else f"SELECT {called}"


def announce(statement: str) -> None:
    """Let the library write down what comes now."""
    with suppress(OSError):
        open(f"/probe/{statement}", "rb").close()  # noqa: PTH123


def run(connection: duckdb.DuckDBPyConnection, statement: str) -> bool:
    """Run a statement; whether it had rows."""
    announce(statement)
    with suppress(duckdb.Error, QueryError):
        require_select(statement)
        rows = connection.execute(statement).fetchmany(100)
        assert SECRET not in str(rows), statement
        return bool(rows)
    return False


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
