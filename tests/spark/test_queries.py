"""Every view and query that claims to be Spark SQL, on a real Spark over the same Parquet: run by `make spark`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_series_equal

import warehouse.spark
from warehouse.errors import HomeError, QueryError
from warehouse.queries import Statement, load_queries, load_views
from warehouse.session import Warehouse
from warehouse.spark import Registered

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

# values beside the defaults: of each type, and a null
ASKED = (
    ("mood_mix", {"category": "Sports"}),
    ("find_videos", {"phrase": "x' OR '1' = '1"}),
    ("find_videos", {"phrase": "the", "row_limit": 3}),
    ("find_videos", {"row_limit": None}),
    ("scene_clips", {"minimum_dynamism": 0.5}),
)


@pytest.fixture(scope="module")
def registered(spark: Any, wh: Warehouse) -> Registered:
    return warehouse.spark.register(spark, wh.home.root)


def polars(frame: Any) -> pl.DataFrame:
    found = pl.from_arrow(frame.toArrow())
    assert isinstance(found, pl.DataFrame)
    return found


def require_same(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    assert found.columns == expected.columns
    for name, values in found.cast(expected.schema).to_dict().items():
        assert_series_equal(values, expected[name], rel_tol=1e-9, abs_tol=tolerance(expected[name]))


def tolerance(values: pl.Series) -> float:
    """Of numbers that a query has rounded, one in the last place: sums in another order round a tie the other way."""
    if values.dtype.is_float():
        for decimals in (3, 4):
            if values.equals(values.round(decimals)):
                return 1.1 / 10**decimals
    return 1e-9


def require_claimed(statement: Statement, registered: Registered) -> None:
    if statement.name in registered.left_out:
        pytest.skip(registered.left_out[statement.name])
    assert statement.name in {*registered.views, *registered.queries}


@pytest.mark.parametrize("view", load_views(), ids=lambda view: view.name)
def test_views_have_the_same_rows(view: Statement, registered: Registered, spark: Any, wh: Warehouse) -> None:
    require_claimed(view, registered)
    expected = wh.sql(f"SELECT * FROM {view.name}")
    found = polars(spark.table(view.name)).select(expected.columns).cast(expected.schema)
    require_same(found.sort(found.columns), expected.sort(expected.columns))


@pytest.mark.parametrize("query", load_queries(), ids=lambda query: query.name)
def test_queries_give_the_same(query: Statement, registered: Registered, spark: Any, wh: Warehouse) -> None:
    require_claimed(query, registered)
    require_same(polars(warehouse.spark.query(spark, query.name)), wh.query(query.name))


@pytest.mark.parametrize(("name", "values"), ASKED)
def test_values_are_bound(name: str, values: dict[str, Any], registered: Registered, spark: Any, wh: Warehouse) -> None:
    assert name in registered.queries
    require_same(polars(warehouse.spark.query(spark, name, **values)), wh.query(name, **values))


def test_most_are_claimed(registered: Registered) -> None:
    assert len(registered.left_out) <= 0.1 * len((*load_views(), *load_queries()))


def test_what_is_left_out_is_told(registered: Registered, spark: Any) -> None:
    everything = {statement.name for statement in (*load_views(), *load_queries())}
    assert {*registered.views, *registered.queries, *registered.left_out} == everything
    for name, reason in registered.left_out.items():
        assert name in reason
        if name in {query.name for query in load_queries()}:
            with pytest.raises(QueryError, match="cannot be translated to spark"):
                warehouse.spark.query(spark, name)


def test_an_export_is_as_good(spark: Any, wh: Warehouse, tmp_path: Path) -> None:
    wh.export(tmp_path / "out")
    warehouse.spark.register(spark, tmp_path / "out")
    require_same(polars(warehouse.spark.query(spark, "videos_by_category")), wh.query("videos_by_category"))
    warehouse.spark.register(spark, wh.home.root)


def test_bad_names_are_told(registered: Registered, spark: Any, tmp_path: Path) -> None:
    assert registered.tables
    with pytest.raises(HomeError, match="has no table videos"):
        warehouse.spark.register(spark, tmp_path)
    with pytest.raises(QueryError, match="no query mood"):
        warehouse.spark.query(spark, "mood")
    with pytest.raises(QueryError, match="no parameter colour"):
        warehouse.spark.query(spark, "mood_mix", colour="red")
