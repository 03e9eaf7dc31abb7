"""Every view and query that claims to be PostgreSQL's SQL, on a real server, against DuckDB's rows."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.queries.cases import QUERIES, RELATIONS, VIEWS, result
from warehouse.model import TABLES
from warehouse.model.schema import table_schema
from warehouse.queries.dialects.translate import refusals, translate
from warehouse.session import Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postgres")]

TYPES = {"string": "text", "int64": "bigint", "double": "double precision", "bool": "boolean", "date32[day]": "date"}
DATABASE = "CREATE DATABASE warehouse TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"

Ask = Callable[..., str]


@pytest.fixture(scope="module")
def ask(wh: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """What `psql` prints for a statement to a database that has the tables of the sample."""
    pgserver = pytest.importorskip("pgserver", reason="there is no server for this Python")
    folder = tmp_path_factory.mktemp("postgres")
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    address = server.get_uri()
    psql = str(Path(pgserver.__file__).parent / "pginstall" / "bin" / "psql")

    def ask(sql: str, database: str = "warehouse", given: str | None = None) -> str:
        where = address.replace("/postgres?", f"/{database}?")
        command = [psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", where, "-c", sql]
        done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    try:
        ask(DATABASE, "postgres")
        for table in TABLES:
            columns = ", ".join(
                f'"{field.name}" {TYPES.get(str(field.type), "timestamp")}' for field in table_schema(table)
            )
            ask(f"CREATE TABLE {table.name} ({columns})")
            rows = folder / f"{table.name}.csv"
            duckdb.read_parquet(str(wh.snapshot / table.name / "*.parquet")).to_csv(str(rows), header=False)
            ask(f"COPY {table.name} FROM STDIN (FORMAT csv)", given=rows.read_text())
        # what no SQL computes is a table there
        columns = "video_id text, language text, probability double precision, characters bigint"
        ask(f"CREATE TABLE video_language ({columns})")
        given = wh.scan("video_language").collect().write_csv(include_header=False)
        ask("COPY video_language FROM STDIN (FORMAT csv)", given=given)
        yield ask
    finally:
        server.cleanup()


@pytest.mark.parametrize("name", RELATIONS)
def test_the_same_rows(name: str, ask: Ask, wh: Warehouse) -> None:
    for reason in refusals(RELATIONS[name], ["postgres"]).values():
        pytest.skip(reason)
    if name in VIEWS and VIEWS[name].outside_sql:
        pytest.skip("its text gives no rows")
    expected = plain(result(wh, name))
    text = translate(RELATIONS[name], "postgres").rstrip().rstrip(";")
    answer = ask(f"COPY (\n{text}\n) TO STDOUT (FORMAT csv, HEADER)")
    found = plain(typed(pl.read_csv(answer.encode(), infer_schema=False), expected.schema))
    if name in VIEWS:
        found, expected = found.sort(found.columns), expected.sort(expected.columns)
    assert found.columns == expected.columns
    for column in found.columns:
        # the two round a tie in a third decimal of seconds apart
        tolerance = 1.1e-3 if column.endswith("_seconds") else 1e-9
        assert_frame_equal(found.select(column), expected.select(column), rel_tol=1e-9, abs_tol=tolerance)


def test_half_of_the_queries_are_claimed() -> None:
    refused = [name for name, query in QUERIES.items() if refusals(query, ["postgres"])]
    assert len(refused) <= 0.5 * len(QUERIES)


def typed(texts: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """The values of a CSV that PostgreSQL wrote."""
    read = {
        pl.Boolean: lambda column: column == "t",
        pl.Datetime: lambda column: column.str.to_datetime(),
        pl.Date: lambda column: column.str.to_date(),
    }
    return texts.select(
        read.get(type(kind), lambda column, kind=kind: column.cast(kind))(pl.col(name)) for name, kind in schema.items()
    )


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows in which an empty text is null, since a CSV's reader does not tell them apart."""
    text = pl.col(pl.String)
    return frame.with_columns(pl.when(text == "").then(None).otherwise(text).name.keep())
