"""What there is to say of tables, views and audits: their columns, and what the audits find."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from warehouse.errors import QueryError
from warehouse.model import TABLE, TABLES, Table
from warehouse.queries.load import load_checks, load_views
from warehouse.queries.messages import did_you_mean

# gives the result of a SELECT
Ask = Callable[[str], pl.DataFrame]


def describe_relation(relation: str, ask: Ask) -> pl.DataFrame:
    """The columns of a table or view, one row each: see ``Warehouse.describe``.

    Raises:
        QueryError: there is no such table or view.
    """
    views = {view.name: view for view in load_views()}
    if relation not in TABLE and relation not in views:
        names = [*(table.name for table in TABLES), *views]
        raise QueryError(f"There is no table {relation}{did_you_mean(relation, names)}.")
    schema = ask(f"SELECT * FROM {relation} LIMIT 0").schema
    if relation in TABLE:
        return _described(TABLE[relation], schema)
    rows = [(name, str(type_), views[relation].columns.get(name, "")) for name, type_ in schema.items()]
    return pl.DataFrame(rows, ["column", "type", "meaning"], orient="row")


def _described(table: Table, schema: pl.Schema) -> pl.DataFrame:
    rows = [
        (c.name, str(schema[c.name]), c.nullable, c.unit, table.source_path(c) or "", c.doc) for c in table.all_columns
    ]
    return pl.DataFrame(rows, ["column", "type", "nullable", "unit", "source", "meaning"], orient="row")


def count_findings(ask: Ask) -> pl.DataFrame:
    """One row per audit: ``audit``, ``severity``, ``rows`` (Int64) and ``finds``."""
    counts = dict(ask("SELECT check_name, count(*) FROM quality_issues GROUP BY check_name").iter_rows())
    rows = [(check.name, check.severity, counts.get(check.name, 0), check.title) for check in load_checks()]
    return pl.DataFrame(rows, ["audit", "severity", "rows", "finds"], orient="row")


def run_audits(names: Sequence[str], ask: Ask) -> pl.DataFrame:
    """One row per finding of audits: see ``Warehouse.check``.

    Raises:
        QueryError: there is no such audit.
    """
    checks = {check.name: check for check in load_checks()}
    for name in names:
        if name not in checks:
            raise QueryError(f"There is no audit {name}{did_you_mean(name, list(checks))}.")
    found = [ask(checks[name].sql).with_columns(pl.lit(name).alias("audit")) for name in names]
    return pl.concat(found, how="diagonal_relaxed").select("audit", pl.exclude("audit"))
