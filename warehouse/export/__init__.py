"""The tables of a snapshot for other engines: a folder or bucket of Parquet, one DuckDB file, a lakehouse."""

from warehouse.export.contents import Contents
from warehouse.export.write_export import FORMATS, Exported, export

__all__ = ["FORMATS", "Contents", "Exported", "export"]
