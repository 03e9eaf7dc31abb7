"""The entity-relationship diagram as Mermaid text: every table and column, and the keys between them."""

from __future__ import annotations

from collections.abc import Iterator

from tools.derived.ddl import SQL_TYPES
from warehouse.model import SOURCE_FILES, SOURCE_TABLES, TABLES, VIDEOS, Table

PAGE = """# Entity-relationship diagram

<!-- Derived from warehouse/model by `make derived`; do not edit. -->

PK marks the columns of a primary key; a line is a foreign key, from one row to any number.

```mermaid
{}
```
"""


def diagram_page() -> str:
    """The page with the diagram of all tables."""
    return PAGE.format("\n".join(["erDiagram", *_links(), *(line for table in TABLES for line in _entity(table))]))


def links() -> tuple[tuple[str, str], ...]:
    """Each pair of a table and one whose foreign key leads to it: one row there, any number here."""
    nested = tuple((table.parent.name, table.name) for table in SOURCE_TABLES if table.parent)
    return ((SOURCE_FILES.name, VIDEOS.name), *nested)


def _links() -> Iterator[str]:
    return (f'    {parent} ||--o{{ {child} : "has"' for parent, child in links())


def _entity(table: Table) -> Iterator[str]:
    yield f"    {table.name} {{"
    for column in table.all_columns:
        key = " PK" if column.name in table.key else ""
        yield f"        {SQL_TYPES[column.type]} {column.name}{key}"
    yield "    }"
