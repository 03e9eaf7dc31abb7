from __future__ import annotations

import duckdb
import pytest

from warehouse.home import Home
from warehouse.model import TABLES
from warehouse.queries.load import load_shell_macros
from warehouse.quoting import literal
from warehouse.search.frame import SCHEMA


@pytest.fixture(scope="module")
def shell(many: Home) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for table in TABLES:
        files = literal(f"{many.tables}/{table.name}/*.parquet")
        connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM read_parquet({files})")
    (statement,) = load_shell_macros()
    parameters = ", ".join(f"{p.name} := {p.default_sql}" for p in statement.parameters)
    connection.execute(f"CREATE MACRO search({parameters}) AS TABLE {statement.macro_sql}")
    return connection


@pytest.mark.parametrize(
    ("query", "kind", "pattern", "unwanted"),
    [
        ("lemon grater", None, r"(?i)\blemon", None),
        ('"lemon grater"', None, r"(?i)\blemon grater", None),
        ("houseplant -rigid", "props", r"(?i)\bhouseplant", r"(?i)rigid"),
        ("tambour*", "props", r"(?i)\btambour", None),
    ],
)
def test_the_macro_finds_words(
    shell: duckdb.DuckDBPyConnection, query: str, kind: str | None, pattern: str, unwanted: str | None
) -> None:
    frame = shell.sql("SELECT * FROM search($query, kind := $kind)", params={"query": query, "kind": kind}).pl()
    # a shell finds in one way only
    assert frame.columns == [name for name in SCHEMA if name != "found_by"]
    assert frame.height > 1
    assert frame["snippet"].str.contains(pattern).all()
    assert unwanted is None or not frame["snippet"].str.contains(unwanted).any()
    assert kind is None or frame["kind"].unique().to_list() == [kind]


@pytest.mark.parametrize("query", ["", '"', "-", "🔥", "%", "' OR 1=1", "-x", "a" * 1000])
def test_any_string_may_be_asked(shell: duckdb.DuckDBPyConnection, query: str) -> None:
    assert shell.sql("SELECT * FROM search($query)", params={"query": query}).pl().is_empty()
