"""The same job by other means: each is a program of its own, `python -m benchmarks.contenders NAME SHARDS OUT`."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from warehouse.model import SOURCE_TABLES, Table, Type
from warehouse.model.codecs import DECODERS


def duckdb_copy(shards: Path, out: Path) -> None:
    """The raw column and nothing else, as one compressed file."""
    import duckdb

    connection = duckdb.connect()
    raw = f"SELECT json FROM read_parquet('{shards}/*.parquet')"
    connection.execute(f"COPY ({raw}) TO '{out}/json.parquet' (FORMAT parquet, COMPRESSION zstd)")


def duckdb_sql(shards: Path, out: Path) -> None:
    """Every table as an unnesting query."""
    import duckdb

    from tests import oracle

    connection = duckdb.connect(str(out / "source.duckdb"))
    connection.execute(oracle.SOURCE.format(files=f"{shards}/*.parquet"))
    for name, sql in oracle.TABLES.items():
        connection.execute(f"COPY ({sql}) TO '{out}/{name}.parquet' (FORMAT parquet, COMPRESSION zstd)")


def polars_frames(shards: Path, out: Path) -> None:
    """Every table as a streamed chain of explodes."""
    source = pl.scan_parquet(f"{shards}/*.parquet").select(
        pl.col("json").struct.field("original_video_filename").str.strip_suffix(".mp4").alias("video_id"),
        pl.col("json").alias("element"),
    )
    for table in SOURCE_TABLES:
        frame = source
        for step in table.lineage[1:]:
            lists = _at(pl.col("element"), step.list_path)
            frame = frame.with_columns(element=lists).filter(pl.col("element").list.len() > 0)
            frame = frame.with_columns(pl.int_ranges(1, pl.col("element").list.len() + 1).alias(step.index))
            frame = frame.explode("element", step.index)
        frame.select(*table.key, *_columns(table)).sink_parquet(out / f"{table.name}.parquet", compression="zstd")


def dlt_pipeline(shards: Path, out: Path) -> None:
    """dlt's own normalization of the nested records, into Parquet files."""
    import dlt
    import pyarrow.parquet as pq
    from dlt.destinations import filesystem

    def records() -> object:
        for path in sorted(shards.glob("*.parquet")):
            yield from pq.read_table(path, columns=["json"])["json"].to_pylist()

    pipeline = dlt.pipeline("records", destination=filesystem(out.as_uri()), pipelines_dir=str(out / "state"))
    pipeline.run(dlt.resource(records, name="videos"), loader_file_format="parquet")


def _at(expression: pl.Expr, path: str) -> pl.Expr:
    for name in path.split(".") if path else ():
        expression = expression.struct.field(name)
    return expression


def _columns(table: Table) -> list[pl.Expr]:
    columns: list[pl.Expr] = []
    for column in table.columns:
        if column.path is None:
            continue
        value = _at(pl.col("element"), column.path)
        if column.type is Type.TIMESTAMP:
            good = value.str.contains(r"^\d{2}:[0-5]\d:[0-5]\d\.\d{3}$")
            hours, minutes, seconds = (value.str.slice(start, length) for start, length in ((0, 2), (3, 2), (6, 6)))
            parsed = (
                hours.cast(pl.Float64, strict=False) * 3600
                + minutes.cast(pl.Float64, strict=False) * 60
                + seconds.cast(pl.Float64, strict=False)
            )
            value = pl.when(good).then(parsed)
        elif column.type in DECODERS:
            value = value.str.to_date("%Y%m%d", strict=False)
        columns.append(value.alias(column.name))
    return columns


CONTENDERS = {f.__name__: f for f in (duckdb_copy, duckdb_sql, polars_frames, dlt_pipeline)}

if __name__ == "__main__":
    CONTENDERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
