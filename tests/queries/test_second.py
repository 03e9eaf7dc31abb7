"""The hardest views and queries against a second computation, on the sample, on traps and on the real records."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal, assert_series_equal

import warehouse
from tests.conftest import real_folder, write_shards
from tests.queries.cases import QUERIES, VIEWS
from tests.queries.made_up import trapped
from tests.queries.second import SECOND
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.session import Warehouse


@pytest.fixture(scope="module", params=["sample", "made up", "real"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    if request.param == "sample":
        found: Warehouse = request.getfixturevalue("wh")
        return found
    home = Home.at(tmp_path_factory.mktemp("filled") / "data")
    if request.param == "made up":
        records = trapped(request.getfixturevalue("sample"))
        ingest(home, str(write_shards(tmp_path_factory.mktemp("shards"), records)))
    else:
        ingest(home, str(real_folder()))
    return warehouse.open(home.root)


@pytest.mark.parametrize("name", SECOND)
def test_equals_second_computation(name: str, filled: Warehouse) -> None:
    found, expected = everything(filled, name), SECOND[name](filled)
    assert found.columns == expected.columns
    assert found.height > 0
    exact = [column for column, kind in found.schema.items() if not kind.is_float()]
    order = [*exact, *(set(found.columns) - set(exact))]
    found, expected = found.sort(order), expected.sort(order)
    assert_frame_equal(found.select(exact), expected.select(exact), check_dtypes=False)
    for column in set(found.columns) - set(exact):
        tolerance = 0.501 * 10.0 ** -digits(found[column])
        assert_series_equal(found[column], expected[column], check_dtypes=False, abs_tol=tolerance, rel_tol=0)


def everything(wh: Warehouse, name: str) -> pl.DataFrame:
    """All rows of a view, or of a query without its limit."""
    if name in VIEWS:
        return wh.sql(f"SELECT * FROM {name}")
    limited = any(parameter.name == "row_limit" for parameter in QUERIES[name].parameters)
    return wh.query(name, **({"row_limit": 1_000_000} if limited else {}))


def digits(column: pl.Series) -> int:
    """The digits to which a column was rounded; 9 where it was not."""
    values = column.drop_nulls()
    return next((number for number in range(7) if (values.round(number) - values).abs().lt(1e-12).all()), 9)


def test_videos_of_unknown_length_have_no_class_of_coverage(filled: Warehouse) -> None:
    unknown = filled.sql("SELECT count(*) AS n FROM videos WHERE duration_seconds = 0 OR duration_seconds IS NULL")
    classes = filled.query("speech_coverage").filter(pl.col("from_share").is_null())
    assert sum(classes["videos"]) == unknown["n"][0]
