"""``croissant.json``: what the library makes and validates, and every table read through it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from warehouse.model import TABLES, Table
from warehouse.session import Warehouse
from warehouse.snapshot.croissant import NAME, TEMPLATE

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]
mlcroissant = pytest.importorskip("mlcroissant", reason="mlcroissant is not installed: make engines")


def records(dataset: Any, table: Table, schema: pl.Schema) -> pl.DataFrame:
    """The rows of a record set; the library gives texts as bytes."""
    rows = []
    for record in dataset.records(table.name):
        values = {name.partition("/")[2]: value for name, value in record.items()}
        rows.append({name: value.decode() if isinstance(value, bytes) else value for name, value in values.items()})
    if not rows:
        return pl.DataFrame(schema=schema)
    # missing numbers are floats that are none there
    return (
        pl.DataFrame(rows, infer_schema_length=None, strict=False)
        .with_columns(pl.selectors.float().fill_nan(None))
        .cast(schema)
    )


def test_template_is_what_the_library_makes() -> None:
    from tools.derived.croissant import croissant

    assert TEMPLATE.read_text() == croissant(), "run `make croissant`"


@pytest.mark.parametrize("where", ["snapshot", "export"])
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_read(where: str, table: Table, wh: Warehouse, exported: Path) -> None:
    dataset = mlcroissant.Dataset(jsonld=str((wh.snapshot if where == "snapshot" else exported) / NAME))
    assert not dataset.metadata.issues.errors
    assert not dataset.metadata.issues.warnings
    expected = wh.scan(table.name).collect()
    key = list(table.key) or expected.columns
    assert_frame_equal(records(dataset, table, expected.schema).sort(key), expected.sort(key), check_column_order=True)


def test_parts_of_it_stand_alone(wh: Warehouse, tmp_path: Path) -> None:
    wh.export(tmp_path / "scenes", tables=["scenes"])
    dataset = mlcroissant.Dataset(jsonld=str(tmp_path / "scenes" / NAME))
    assert len(list(dataset.records("scenes"))) == wh.manifest.rows["scenes"]
