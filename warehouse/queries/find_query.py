"""Find a canned query or a view by name."""

from __future__ import annotations

from pathlib import Path

from warehouse.errors import QueryError
from warehouse.queries.load import load_queries, load_views
from warehouse.queries.messages import did_you_mean
from warehouse.queries.statement import Statement


def canned(name: str, own: Path | None = None) -> Statement:
    """A canned query by name; ``own`` is a folder of further ones.

    Raises:
        QueryError: there is none.
    """
    queries = {query.name: query for query in load_queries(own)}
    if name not in queries:
        raise QueryError(
            f"There is no query {name}{did_you_mean(name, list(queries))}: list them with `warehouse query`."
        )
    return queries[name]


def relation(name: str, own: Path | None = None) -> Statement:
    """A canned query or a view by name.

    Raises:
        QueryError: there is neither.
    """
    views = {view.name: view for view in load_views()}
    return views[name] if name in views else canned(name, own)
