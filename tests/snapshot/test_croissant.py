"""The template of ``croissant.json`` says what the model says, and a snapshot fills it in."""

from __future__ import annotations

import json
from typing import Any

from warehouse.model import TABLES
from warehouse.session import Warehouse
from warehouse.snapshot.croissant import NAME, TEMPLATE


def test_template_has_every_table_and_column() -> None:
    found: dict[str, Any] = json.loads(TEMPLATE.read_text())
    fields = {
        records["name"]: {field["name"]: field["description"] for field in records["field"]}
        for records in found["recordSet"]
    }
    units = {column: f" In {column.unit}." if column.unit else "" for t in TABLES for column in t.all_columns}
    assert fields == {t.name: {c.name: c.doc + units[c] for c in t.all_columns} for t in TABLES}, "run `make croissant`"


def test_snapshot_tells_its_own(wh: Warehouse) -> None:
    found = json.loads((wh.snapshot / NAME).read_text())
    assert found["datePublished"] == wh.manifest.created_at
    assert wh.manifest.snapshot in found["description"]
    assert "synthetic" in found["description"]
    assert [files["includes"] for files in found["distribution"]] == [f"{t.name}/*.parquet" for t in TABLES]
