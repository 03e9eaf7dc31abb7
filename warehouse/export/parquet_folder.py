"""A folder a table, of Parquet, with a dataset card, terms and credits: as ``datasets`` and catalogues expect it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.export.attribution import CREDITS, TERMS, credits_table, terms_text
from warehouse.export.card import CARD, card_text, pattern
from warehouse.export.contents import Contents
from warehouse.export.target import Entry
from warehouse.queries import Statement
from warehouse.snapshot.croissant import NAME as CROISSANT
from warehouse.snapshot.croissant import croissant_text


def parquet_entries(contents: Contents, working: Path) -> Iterator[Entry]:
    """The files of an export; the rows of statements are written below the folder ``working`` first.

    Names begin with the snapshot's, so that in a bucket two exports can exist side by side for a moment.
    """
    snapshot = contents.manifest.snapshot
    for table in contents.tables:
        for part in contents.parts(table):
            yield Entry(f"{table.name}/{snapshot}-{part.name}", part)
    for statement in contents.statements:
        path = working / f"{statement.name}.parquet"
        write_rows(contents, statement, path)
        yield Entry(f"{statement.name}/{snapshot}-part-00000.parquet", path)
    yield Entry(TERMS, terms_text().encode())
    yield Entry(CREDITS, credits_table(contents))
    patterns = {table.name: pattern(contents, table.name) for table in contents.tables}
    yield Entry(CROISSANT, croissant_text(contents.manifest, patterns).encode())
    yield Entry(CARD, card_text(contents).encode())


def write_rows(contents: Contents, statement: Statement, path: Path) -> None:
    """Write the rows of a statement; its columns keep their descriptions."""
    rows = contents.rows(statement).to_arrow()
    fields = [
        field.with_metadata({"description": statement.columns[field.name]} if field.name in statement.columns else {})
        for field in rows.schema
    ]
    metadata = {"table": statement.name, "description": statement.doc}
    pq.write_table(rows.cast(pa.schema(fields, metadata)), path, compression="zstd")
