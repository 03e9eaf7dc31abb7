"""The warehouse in Spark: tables, views and queries in a session, ingest on a cluster; the extra ``spark`` has it."""

from warehouse.spark.ingest import ingest
from warehouse.spark.register import Registered, register
from warehouse.spark.run_queries import query

__all__ = ["Registered", "ingest", "query", "register"]
