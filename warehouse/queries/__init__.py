"""Canned analytics: one SQL file, every surface."""

from warehouse.queries.load import load_checks, load_queries, load_views
from warehouse.queries.statement import Parameter, Statement

__all__ = ["Parameter", "Statement", "load_checks", "load_queries", "load_views"]
