"""The declaration covers the dataset, and what is derived from it is fresh."""

from __future__ import annotations

import importlib.util

import duckdb
import pyarrow as pa
import pytest

from tests.conftest import real_folder
from tools.derived.__main__ import TOP, derived
from tools.derived.ddl import schema_sql
from warehouse.model import SOURCE_TABLES, TABLES
from warehouse.model.schema import record_type


def leaves(type_: pa.DataType) -> int:
    if pa.types.is_struct(type_):
        return sum(leaves(type_.field(i).type) for i in range(type_.num_fields))
    return leaves(type_.value_type) if pa.types.is_list(type_) else 1


def test_all_leaves_of_the_dataset_are_mapped() -> None:
    assert leaves(record_type()) == 62
    assert sum(column.path is not None for table in SOURCE_TABLES for column in table.columns) == 62


def test_record_type_is_the_published_one() -> None:
    path = real_folder().parent / "source_schema.py"
    if not path.exists():
        pytest.skip("the published schema is not at hand")
    spec = importlib.util.spec_from_file_location("source_schema", path)
    assert spec is not None
    assert spec.loader is not None
    published = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(published)
    assert record_type() == published.json_struct


def test_tables_and_keys_are_the_promised_ones() -> None:
    keys = {table.name: table.key for table in TABLES}
    assert len(SOURCE_TABLES) == 17
    assert keys["videos"] == ("video_id",)
    assert keys["props"] == ("video_id", "scene_index", "prop_index")
    assert keys["interaction_characters"] == ("video_id", "scene_index", "interaction_index", "character_index")


@pytest.mark.parametrize("name", derived())
def test_derived_file_is_fresh(name: str) -> None:
    assert (TOP / name).read_text() == derived()[name], f"{name} is stale: run `make derived`"


def test_schema_runs_and_documents_every_column() -> None:
    connection = duckdb.connect()
    connection.execute(schema_sql())
    missing = connection.sql(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
    )
    assert missing.fetchall() == []
    assert len(connection.sql("FROM duckdb_tables()").fetchall()) == len(TABLES)
