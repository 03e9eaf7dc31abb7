"""Statements that reach for what is outside, by every way that a statement can come in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import warehouse
from tests.catalog.guarded import SECRET, files, filled, make_home, refused
from tests.conftest import Record
from warehouse.catalog.engine import Engine, Limits
from warehouse.errors import QueryError
from warehouse.home import Home

pytestmark = pytest.mark.slow

HEADER = '/*\ntitle = "t"\ndoc = "d"\n*/\n'


def statements(name: str) -> list[str]:
    """The statements of a file, one a line."""
    return [line.replace("\\n", "\n") for line in Path(__file__).with_name(name).read_text().splitlines()]


# other spellings, places and parts of the grammar; and what writes, attaches, loads or sets
READS, ACTS = statements("hostile_reads.txt"), statements("hostile_acts.txt")
CALLED = {
    "FROM read_text($value)": "{secret}",
    "FROM read_csv([$value])": "{secret}",
    "FROM read_parquet($value)": "{folder}/secret.parquet",
    "FROM query($value)": "FROM '{secret}'",
    "FROM query_table($value)": "{secret}",
    "FROM glob($value)": "{folder}/*",
    "FROM sniff_csv($value)": "{secret}",
    "SELECT getenv($value)": "HOME",
    "FROM json_execute_serialized_sql($value)": "{}",
    "SELECT COLUMNS($value) FROM '{secret}'": ".*",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, sample: list[Record]) -> Home:
    return make_home(tmp_path_factory.mktemp("hostile"), sample[:6])


@pytest.fixture(autouse=True)
def nothing_written(home: Home) -> Iterator[None]:
    def others() -> set[tuple[str, int]]:
        return {found for found in files(home) if found[0] != str(home.catalog)}  # in which a test makes macros

    before = others()
    yield
    assert others() == before
    assert not (home.root.parent / "out").exists()


def require_refusal(told: str) -> None:
    assert SECRET not in told
    assert "\n" not in told


def test_statements_of_sql(home: Home) -> None:
    assert len(READS) + len(ACTS) >= 60
    engine = Engine(Home(home.root / "none"), home.require_current(), Limits(seconds=60))
    for statement in (*READS, *ACTS):
        require_refusal(refused(engine, filled(statement, home), {}))
    assert engine.frame("SELECT count(*) FROM videos", {}).item() == 6


def test_statements_of_a_user_s_query_file(home: Home, tmp_path: Path) -> None:
    tried = 0
    for statement in (*READS, *ACTS):
        (tmp_path / "hostile.sql").write_text(HEADER + filled(statement, home))
        with pytest.raises(QueryError) as caught:
            warehouse.open(home.root, queries=tmp_path).query("hostile")
        require_refusal(str(caught.value))
        tried += 1
    assert tried >= 60


def test_a_statement_that_a_query_file_s_macro_would_end(home: Home, tmp_path: Path) -> None:
    """The text of a file stands in a CREATE MACRO: it must not be able to end that and begin another statement."""
    for end in (
        "SELECT 1; COPY (SELECT 1) TO '{out}'",
        "SELECT 1) ; DROP VIEW videos; --",
        "SELECT 1 */ ; ATTACH '{out}'",
    ):
        (tmp_path / "hostile.sql").write_text(HEADER + filled(end, home))
        with pytest.raises(QueryError):
            warehouse.open(home.root, queries=tmp_path).query("hostile")
    for name in ("x() AS TABLE SELECT 1; ATTACH ':memory:' AS y; --", "hos tile", "1x", "select"):
        (tmp_path / "hostile.sql").unlink(missing_ok=True)
        path = tmp_path / f"{name}.sql"
        path.write_text(f"{HEADER}SELECT 1 AS one")
        with pytest.raises(QueryError):
            warehouse.open(home.root, queries=tmp_path).sql("FROM hostile()")
        path.unlink()


def test_statements_of_macros_in_the_catalog(home: Home) -> None:
    """Made by a user in a shell, where they may read what the shell may; a warehouse's connection refuses to."""
    made = []
    with duckdb.connect(home.catalog) as connection:
        for number, statement in enumerate(READS):
            try:
                connection.execute(f"CREATE MACRO hostile_{number}() AS TABLE {filled(statement, home)}")
                made.append(number)
            except duckdb.Error:
                continue  # not a SELECT that a macro can have, or of a file that the shell does not read either
    assert len(made) >= 30
    engine = Engine(home, home.require_current(), Limits(seconds=60))
    try:
        for number in made:
            require_refusal(refused(engine, f"FROM hostile_{number}()", {}))
    finally:
        with duckdb.connect(home.catalog) as connection:
            for number in made:
                connection.execute(f"DROP MACRO TABLE hostile_{number}")


@pytest.mark.parametrize("statement", CALLED)
def test_values_of_parameters(home: Home, tmp_path: Path, statement: str) -> None:
    value = filled(CALLED[statement], home)
    engine = Engine(home, home.require_current(), Limits(seconds=60))
    require_refusal(refused(engine, filled(statement, home), {"value": value}))
    declared = '[parameters.value]\ntype = "text"\ndoc = "d"\n*/\n'
    (tmp_path / "hostile.sql").write_text(HEADER.replace("*/\n", declared) + filled(statement, home))
    with pytest.raises(QueryError) as caught:
        warehouse.open(home.root, queries=tmp_path).query("hostile", value=value)
    require_refusal(str(caught.value))
