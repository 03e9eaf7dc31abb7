"""Records with their fields as columns of their own come from the Hub whole, with fields the model does not know."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import warehouse
from tests.conftest import Record, text
from warehouse.home import Home
from warehouse.model.schema import record_type

from .commands import run
from .conftest import REPOSITORY, SPEC
from .server import LoopbackHub


@pytest.mark.slow
def test_no_field_is_lost(loopback_hub: LoopbackHub, sample: list[Record], home: Home, tmp_path: Path) -> None:
    extra = [{"quality": number, "nested": {"tags": ["x", None]}} for number in range(6)]
    records = [record | more for record, more in zip(sample[:6], extra, strict=True)]
    type_ = pa.struct([*record_type(), *pa.array(extra).type])
    table = pa.Table.from_struct_array(pa.array(records, type_)).append_column("mp4", pa.array([b"video"] * 6))
    (tmp_path / "data").mkdir()
    pq.write_table(table, tmp_path / "data" / "a.parquet")
    loopback_hub.publish(REPOSITORY, tmp_path, gated=False)
    assert run(loopback_hub, home, "ingest", SPEC)[0] == 0
    opened = warehouse.open(home.root)
    for record in records:
        assert text(opened.record(record["original_video_filename"].removesuffix(".mp4"))) == text(record)
    kinds = opened.sql("SELECT path, kind, count(*) AS found FROM ingest_issues GROUP BY ALL ORDER BY ALL").rows()
    assert kinds == [("nested", "unknown_field", 6), ("quality", "unknown_field", 6)]
