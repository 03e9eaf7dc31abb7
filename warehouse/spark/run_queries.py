"""Canned queries in Spark, their parameters bound by Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.errors import QueryError
from warehouse.queries.dialects.translate import over_views, refusals
from warehouse.queries.find_query import canned
from warehouse.queries.statement import Value

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def query(spark: SparkSession, name: str, /, **parameters: Value) -> DataFrame:
    """A canned query over the tables that ``register`` has put into the session, as a lazy frame of Spark.

    Raises:
        QueryError: there is no such query or parameter, a value is not allowed, or Spark cannot say the same.
    """
    statement = canned(name)
    # a view that it reads may be what has no translation
    if (reason := refusals(statement, ["spark"]).get("spark")) is not None:
        raise QueryError(reason)
    text, values = over_views(statement, "spark", parameters)
    return spark.sql(text, args=values)
