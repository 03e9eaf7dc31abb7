"""A console for one SELECT over the tables, views and canned queries."""

from __future__ import annotations

from warehouse.errors import QueryError
from warehouse.explore.frame_page import rows_table, whole_page
from warehouse.queries import load_views
from warehouse.session import Warehouse
from warehouse.show.markup import Child, isolated, node

SHOWN_ROWS = 500


def sql_page(warehouse: Warehouse, statement: str) -> str:
    """The page of a statement with its rows, or with what is wrong with it, as an HTML document."""
    area = node("textarea", statement, name="statement", rows=6, spellcheck="false", aria_label="Statement")
    names = ", ".join([*warehouse.tables, *(view.name for view in load_views())])
    found: list[Child] = []
    if statement.strip():
        try:
            frame = warehouse.sql(statement)
        except QueryError as error:
            found = [node("p", isolated(str(error)), class_="error", role="alert")]
        else:
            shown = "" if frame.height <= SHOWN_ROWS else f" The first {SHOWN_ROWS} are shown."
            table = rows_table(frame.head(SHOWN_ROWS), {"video_id": "/video/"})
            found = [node("p", f"{frame.height:,} rows.{shown}"), table]
    return whole_page(
        warehouse,
        "SQL",
        node("h1", "SQL"),
        node("form", area, node("button", "Run"), action="/sql"),
        node("details", node("summary", "Tables and views"), node("p", names)),
        *found,
    )
