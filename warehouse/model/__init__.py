"""What everything speaks: the tables as data, the types of their values, and the issues of reading them."""

from warehouse.model.declaration import (
    INGEST_ISSUES,
    REJECTED_RECORDS,
    SOURCE_FILES,
    SOURCE_TABLES,
    TABLE,
    TABLES,
    VIDEOS,
    Column,
    Table,
    Type,
)

__all__ = [
    "INGEST_ISSUES",
    "REJECTED_RECORDS",
    "SOURCE_FILES",
    "SOURCE_TABLES",
    "TABLE",
    "TABLES",
    "VIDEOS",
    "Column",
    "Table",
    "Type",
]
