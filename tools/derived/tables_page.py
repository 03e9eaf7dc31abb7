"""The data dictionary: every table and column with type, unit, nullability, source path and meaning, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from tools.derived.ddl import SQL_TYPES
from warehouse.model import TABLES, Column, Table


def dictionary_markdown() -> str:
    """The text of ``docs/tables.md``."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Tables"
    yield ""
    yield "<!-- Derived from warehouse/model/declaration.py by `make derived`; do not edit. -->"
    yield ""
    yield "| table | one row per | from | key |"
    yield "|---|---|---|---|"
    for table in TABLES:
        source = {None: "the ingestion", "": "the record"}.get(table.source, f"`{table.source}`")
        yield f"| [{table.name}](#{table.name}) | {table.row} | {source} | {', '.join(table.key) or 'none'} |"
    for table in TABLES:
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield from ("", f"## {table.name}", "", table.doc, "")
    yield "| column | type | unit | null | source | meaning |"
    yield "|---|---|---|---|---|---|"
    for column in table.all_columns:
        yield _row(table, column)


def _row(table: Table, column: Column) -> str:
    source = table.source_path(column)
    cells = (
        f"`{column.name}`",
        SQL_TYPES[column.type],
        column.unit,
        "yes" if column.nullable else "no",
        f"`{source}`" if source else "",
        column.doc,
    )
    return "| " + " | ".join(cells) + " |"
