"""Make the tables and views of a warehouse known to a Spark session."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.errors import HomeError
from warehouse.home import Home
from warehouse.model import TABLES
from warehouse.queries import Statement, load_queries, load_views
from warehouse.queries.dialects.translate import over_views, refusals
from warehouse.queries.load import closure

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


@dataclass(frozen=True)
class Registered:
    """What a session knows now by name, and why it does not know the rest.

    ``queries`` are called with ``warehouse.spark.query``; ``left_out`` has the reason for each view and query
    """

    tables: tuple[str, ...]
    views: tuple[str, ...]
    queries: tuple[str, ...]
    left_out: dict[str, str]


def register(spark: SparkSession, source: str | Path = "data") -> Registered:
    """Make temporary views of the tables and views of a warehouse, an export or what ``ingest`` wrote.

    ``source`` is a folder or any path that Spark reads. A warehouse's snapshot stays the same until registered again.

    Raises:
        HomeError: there are no such tables.
    """
    root = _tables_folder(source)
    _register_tables(spark, root)
    outside = {view.name: _stored_rows(spark, root, view) for view in load_views() if view.outside_sql}
    stored = {name: rows for name, rows in outside.items() if rows is not None}
    everything = (*load_views(), *load_queries())
    left_out = {s.name: reason for s in everything if (reason := _why_left_out(s, root, {*outside}, {*stored}))}
    views = [view for view in load_views() if view.name not in left_out]
    for view in views:
        rows = stored.get(view.name)
        (rows or spark.sql(over_views(view, "spark")[0])).createOrReplaceTempView(view.name)
    queries = tuple(query.name for query in load_queries() if query.name not in left_out)
    return Registered(tuple(table.name for table in TABLES), tuple(view.name for view in views), queries, left_out)


def _why_left_out(statement: Statement, root: str, outside: set[str], stored: set[str]) -> str | None:
    """Why a session cannot know a view or query; None if it can. ``stored`` are those of ``outside`` that are there."""
    if statement.name in stored:
        return None
    read = closure({statement.name}, {known.name: known.sql for known in (*load_views(), statement)})
    if lacking := sorted((outside - stored) & read):
        return f"{statement.name} needs the rows of {lacking[0]}, which are not stored in {root}."
    return refusals(statement, ["spark"]).get("spark")


def _register_tables(spark: SparkSession, root: str) -> None:
    from pyspark.errors import AnalysisException

    for table in TABLES:
        try:
            frame = spark.read.parquet(f"{root}/{table.name}")
        except AnalysisException as error:
            raise HomeError(
                f"{root} has no table {table.name} that Spark can read: name a warehouse, a whole export, or the "
                "target of warehouse.spark.ingest."
            ) from error
        frame.createOrReplaceTempView(table.name)


def _stored_rows(spark: SparkSession, root: str, view: Statement) -> DataFrame | None:
    """The rows of a view that no SQL computes, if they are there."""
    from pyspark.errors import AnalysisException

    try:
        return spark.read.option("recursiveFileLookup", "true").parquet(f"{root}/{view.name}")
    except AnalysisException:
        return None


def _tables_folder(source: str | Path) -> str:
    """The folder or URL that has a folder a table."""
    if "://" in str(source):
        return str(source).rstrip("/")
    current = Home.at(source).current()
    return f"file://{current or Path(source).expanduser().absolute()}"
