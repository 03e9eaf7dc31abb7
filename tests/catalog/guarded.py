"""A warehouse that statements may read and nothing beside it, and what is tried on it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.conftest import Record, write_shards
from warehouse.catalog.engine import Engine
from warehouse.catalog.refresh import ensure_catalog
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.ingest import ingest

SECRET = "the text that must not be read"


def make_home(folder: Path, records: list[Record]) -> Home:
    """A warehouse with a secret beside it, links to that within it, and a user's views of it in the catalog."""
    made = Home.at(folder / "data")
    ingest(made, str(write_shards(folder / "source", records)))
    ensure_catalog(made)
    secret = folder / "secret.csv"
    secret.write_text(f"a,b\n1,{SECRET}\n")
    pl.DataFrame({"a": [SECRET]}).write_parquet(folder / "secret.parquet")
    snapshot = made.require_current()
    for link in (snapshot / "props" / "part-99999.parquet", snapshot / "link.csv", snapshot / "props" / "link.csv"):
        link.symlink_to(folder / ("secret.parquet" if link.suffix == ".parquet" else "secret.csv"))
    (snapshot / "linked").symlink_to(folder)
    with duckdb.connect(made.catalog) as connection:
        connection.execute(f"CREATE VIEW peek AS SELECT * FROM read_csv('{secret}')")
        connection.execute(f"CREATE VIEW peek_text AS SELECT * FROM '{secret}'")
        connection.execute(f"CREATE MACRO peek_macro() AS TABLE SELECT * FROM read_text('{secret}')")
        connection.execute("CREATE TABLE labelled AS SELECT video_id, 'x' AS label FROM videos")
        connection.execute("CREATE VIEW labelled_scenes AS FROM labelled JOIN scenes USING (video_id)")
        connection.execute("CREATE SEQUENCE counter")
    return made


def filled(statement: str, home: Home) -> str:
    """A statement with the paths of the home: {secret}, {folder}, {snapshot}, {catalog}; {out} is not to be written."""
    paths = {"folder": home.root.parent, "snapshot": home.require_current(), "catalog": home.catalog}
    paths |= {"secret": home.root.parent / "secret.csv", "out": home.root.parent / "out"}
    for name, path in paths.items():
        statement = statement.replace(f"{{{name}}}", str(path))
    return statement


def refused(engine: Engine, statement: str, parameters: dict[str, str]) -> str:
    """The one sentence by which a statement is refused."""
    try:
        found = engine.frame(statement, parameters)
    except QueryError as error:
        return str(error)
    pytest.fail(f"{statement} gave {found.rows()[:3]}")


def files(home: Home) -> set[tuple[str, int]]:
    """Everything beside and below a home, and when it was changed."""
    return {(str(path), path.lstat().st_mtime_ns) for path in home.root.parent.rglob("*") if path.name != "data"}
