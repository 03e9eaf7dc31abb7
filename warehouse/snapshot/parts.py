"""Write one batch as a part of every table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.model import INGEST_ISSUES, REJECTED_RECORDS, TABLE, VIDEOS, Table, Type
from warehouse.model.issues import Issue, Rejection
from warehouse.model.schema import table_schema
from warehouse.normalize.batches import Part
from warehouse.normalize.unnest import normalize

ROW_GROUP_ROWS = 16_384
# fewer where rows are long, or where the first ones of a part are often enough
FEWER_ROWS = {"videos": 1_024, "scenes": 4_096, "activities": 8_192, "transcript_segments": 8_192}
COMPRESSION_LEVEL = 1
# free text hardly repeats: a dictionary of it costs time and saves nothing
DISTINCT = frozenset(
    {
        *("text", "description", "text_to_speech", "youtube_description", "question", "answer", "raw"),
        *("mood_description", "thematic_elements", "contextual_relevance", "change_description"),
        *("climax_description", "storyline_description"),
    }
)


@dataclass(frozen=True)
class PartSummary:
    """What one part holds: rows a table, issues by kind and path, and the issues that hold for whole files."""

    name: str
    rows: dict[str, int] = field(default_factory=dict)
    issues: Counter[tuple[str, str]] = field(default_factory=Counter)
    of_files: tuple[Issue, ...] = ()
    first_rejection: Rejection | None = None


def part_name(group: int, piece: int) -> str:
    """The name of a part's files: sorted by name, parts are in the order of the source."""
    return f"part-{group:05d}-{piece:05d}.parquet"


def parts_of(snapshot: Path) -> list[str]:
    """The names of the parts that a snapshot's tables have, in the order of the source."""
    return sorted(path.name for path in (snapshot / VIDEOS.name).glob("*.parquet"))


def write_part(folder: Path, name: str, part: Part) -> PartSummary:
    """Normalize a batch and write its part of each table below ``folder``."""
    tables, unread = normalize(part.batch())
    known = {(issue.source_file, issue.source_row, issue.pointer) for issue in part.issues}
    issues = [
        *part.issues,
        *(issue for issue in unread if (issue.source_file, issue.source_row, issue.pointer) not in known),
    ]
    tables[INGEST_ISSUES.name] = issue_table(issues)
    tables[REJECTED_RECORDS.name] = rejection_table(part.rejections)
    for table_name, table in tables.items():
        write_table(folder, name, TABLE[table_name], table)
    counts = Counter((issue.kind.value, issue.path) for issue in issues if issue.source_row is not None)
    of_files = tuple(issue for issue in issues if issue.source_row is None)
    rows = {table_name: table.num_rows for table_name, table in tables.items()}
    return PartSummary(name, rows, counts, of_files, next(iter(part.rejections), None))


def write_table(folder: Path, name: str, table: Table, rows: pa.Table) -> None:
    """Write one Parquet file; rows must be sorted by key. Publishing the snapshot makes it durable."""
    path = folder / table.name / name
    path.parent.mkdir(exist_ok=True)
    schema = table_schema(table)
    with pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=COMPRESSION_LEVEL,
        write_page_checksum=True,
        use_dictionary=[field.name for field in schema if _repeats(table, field)],
        write_statistics=[field.name for field in schema if field.name not in DISTINCT],
        sorting_columns=pq.SortingColumn.from_ordering(schema, [(name, "ascending") for name in table.key]),
    ) as writer:
        writer.write_table(rows, row_group_size=FEWER_ROWS.get(table.name, ROW_GROUP_ROWS))


def issue_table(issues: Iterable[Issue]) -> pa.Table:
    """Issues as rows of ``ingest_issues``, in the order of the source."""
    rows = [{**vars(issue), "kind": issue.kind.value} for issue in issues]
    table = pa.Table.from_pylist(rows, table_schema(INGEST_ISSUES))
    return table.sort_by([(name, "ascending") for name in ("source_file", "source_row", "pointer", "path", "kind")])


def rejection_table(rejections: Iterable[Rejection]) -> pa.Table:
    """Rejections as rows of ``rejected_records``, sorted by key."""
    columns = list(zip(*map(astuple, rejections), strict=True)) or [()] * len(REJECTED_RECORDS.columns)
    schema = table_schema(REJECTED_RECORDS)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    table = pa.Table.from_arrays(arrays, schema=schema)
    return table.sort_by([(name, "ascending") for name in REJECTED_RECORDS.key])


def _repeats(table: Table, field: pa.Field) -> bool:
    column = next(column for column in table.all_columns if column.name == field.name)
    return column.type not in (Type.NUMBER, Type.TIMESTAMP) and field.name not in DISTINCT
