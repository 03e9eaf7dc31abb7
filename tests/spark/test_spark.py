"""Every view and query that claims to be Spark SQL, on a real Spark over the same Parquet: run by `make spark`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import warehouse
from warehouse.home import Home
from warehouse.model import TABLES
from warehouse.queries import Statement, load_queries, load_views
from warehouse.queries.bind import bind
from warehouse.queries.dialects.translate import refusals, translate
from warehouse.session import Warehouse

if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)
pyspark = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: make spark")
pytestmark = pytest.mark.filterwarnings("default")

VIEWS = load_views()
CLAIMED = [found for found in (*VIEWS, *load_queries()) if "spark" not in refusals(found)]
OPTIONS = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.log.level": "OFF"}


@pytest.fixture(scope="module")
def wh(sample_home: Home) -> Warehouse:
    return warehouse.open(sample_home.root)


@pytest.fixture(scope="module")
def spark(wh: Warehouse) -> Iterator[Any]:
    session = pyspark.SparkSession.builder.master("local[2]").config(map=OPTIONS).getOrCreate()
    for table in TABLES:
        session.read.parquet(str(wh.snapshot / table.name)).createOrReplaceTempView(table.name)
    yield session
    session.stop()


@pytest.mark.parametrize("statement", CLAIMED, ids=lambda statement: statement.name)
def test_spark_gives_the_same(statement: Statement, spark: Any, wh: Warehouse) -> None:
    expected = wh.sql(statement.sql, bind(statement, {}))
    found = pl.from_arrow(spark.sql(translate(statement, "spark")).toArrow())
    assert isinstance(found, pl.DataFrame)
    assert found.columns == expected.columns
    found = found.cast(expected.schema)
    if statement in VIEWS:
        expected, found = (frame.sort(frame.columns) for frame in (expected, found))
    assert_frame_equal(found, expected, abs_tol=1e-9)


def test_most_are_claimed() -> None:
    assert len(CLAIMED) >= 0.9 * len((*VIEWS, *load_queries()))
