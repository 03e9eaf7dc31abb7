"""The tables as SQL: real DDL with keys, references, checks and comments, for a database that enforces them."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.model import SOURCE_FILES, TABLES, VIDEOS, Column, Table, Type
from warehouse.quoting import literal

SQL_TYPES = {
    Type.TEXT: "VARCHAR",
    Type.INTEGER: "BIGINT",
    Type.NUMBER: "DOUBLE",
    Type.TIMESTAMP: "DOUBLE",
    Type.DATE: "DATE",
    Type.MOMENT: "TIMESTAMPTZ",
}


def schema_sql() -> str:
    """The text of ``sql/schema.sql``."""
    head = "-- Derived from warehouse/model/declaration.py by `make derived`; do not edit.\n"
    return head + "".join("\n" + statement + ";\n" for table in load_order() for statement in _statements(table))


def load_order() -> list[Table]:
    """The tables in an order in which each finds what it refers to."""
    return [SOURCE_FILES, *(table for table in TABLES if table is not SOURCE_FILES)]


def _statements(table: Table) -> Iterator[str]:
    lines = [*map(_column, table.all_columns), *_keys(table)]
    body = ",\n".join(f"    {line}" for line in lines)
    yield f"CREATE TABLE {table.name} (\n{body}\n)"
    comments = [f"COMMENT ON TABLE {table.name} IS {literal(f'One row per {table.row}. {table.doc}')}"]
    comments += [f"COMMENT ON COLUMN {table.name}.{c.name} IS {literal(c.doc)}" for c in table.all_columns]
    yield ";\n".join(comments)


def _column(column: Column) -> str:
    parts = [column.name, SQL_TYPES[column.type]]
    parts += [] if column.nullable else ["NOT NULL"]
    parts += [f"CHECK ({column.check})"] if column.check else []
    return " ".join(parts)


def _keys(table: Table) -> Iterator[str]:
    if table.key:
        yield f"PRIMARY KEY ({', '.join(table.key)})"
    if table.parent:
        key = ", ".join(table.parent.key)
        yield f"FOREIGN KEY ({key}) REFERENCES {table.parent.name} ({key})"
    if table is VIDEOS:
        yield "FOREIGN KEY (source_file) REFERENCES source_files (source_file)"
