"""Other engines read an export, and find in it what the snapshot holds."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from warehouse.session import Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


def test_datasets_loads_a_table_by_name(exported: Path, wh: Warehouse, tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets", reason="datasets is not installed: make engines")
    assert set(datasets.get_dataset_config_names(str(exported))) == {*wh.tables, "mood_mix"}
    loaded = datasets.load_dataset(str(exported), "scenes", split="train", cache_dir=str(tmp_path))
    expected = wh.scan("scenes").collect()
    assert loaded.to_polars().sort("video_id", "scene_index").equals(expected.sort("video_id", "scene_index"))


def test_dask_computes_over_a_table(exported: Path, wh: Warehouse) -> None:
    dask = pytest.importorskip("dask.dataframe", reason="dask is not installed: make engines")
    scenes = dask.read_parquet(exported / "scenes", index="video_id", calculate_divisions=True)
    assert scenes.known_divisions
    counts = scenes.groupby(scenes.index)["scene_index"].count().compute()
    expected = wh.sql("SELECT video_id, count(*) AS n FROM scenes GROUP BY video_id ORDER BY video_id")
    assert counts.sort_index().to_dict() == dict(expected.iter_rows())


def test_pandas_reads_a_folder(exported: Path, wh: Warehouse) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed: make engines")
    frame = pl.from_pandas(pandas.read_parquet(exported / "mood_mix"))
    assert frame.equals(wh.query("mood_mix"))
