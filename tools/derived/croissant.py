"""What Croissant says of the tables, made and validated by ``mlcroissant``: run in .venv-engines, which has it."""

from __future__ import annotations

import json
from typing import Any

import mlcroissant as mlc

from warehouse.export.attribution import CITATION
from warehouse.model import TABLES, VIDEOS, Column, Table, Type
from warehouse.snapshot.croissant import FILES_OF, TEMPLATE

URL = "https://huggingface.co/datasets/HuggingFaceFV/finevideo"
DATA_TYPES = {
    Type.TEXT: mlc.DataType.TEXT,
    Type.INTEGER: mlc.DataType.INTEGER,
    Type.NUMBER: mlc.DataType.FLOAT,
    Type.TIMESTAMP: mlc.DataType.FLOAT,
    Type.DATE: mlc.DataType.DATE,
    Type.MOMENT: mlc.DataType.DATETIME,
}


def croissant() -> str:
    """The text of the template: a FileSet and a RecordSet a table, with keys, references and descriptions.

    Raises:
        ValueError: ``mlcroissant`` objects to it.
    """
    context = mlc.Context()
    metadata = mlc.Metadata(
        ctx=context,
        name="finevideo-metadata",
        description=(
            "The metadata of the video dataset FineVideo as flat tables: scenes, activities, props, edits, moods, "
            "characters, story, questions and transcripts. The annotations were written by language models and may be "
            "wrong, also about people. Terms: follow removals by moving to the newest revision, attribute each video, "
            "and pass the terms on with the data."
        ),
        url=URL,
        license=["https://creativecommons.org/licenses/by/4.0/"],
        cite_as=CITATION,
        creators=[mlc.Organization(ctx=context, name="Hugging Face", url="https://huggingface.co")],
        distribution=[_files(context, table) for table in TABLES],
        record_sets=[_records(context, table) for table in TABLES],
    )
    if metadata.issues.errors:
        raise ValueError(metadata.issues.report())
    text: dict[str, Any] = metadata.to_json()
    return json.dumps(text, indent=1) + "\n"


def _files(context: mlc.Context, table: Table) -> mlc.FileSet:
    name = FILES_OF.format(table.name)
    return mlc.FileSet(
        ctx=context,
        id=name,
        name=name,
        description=f"The Parquet files of the table {table.name}.",
        encoding_formats=["application/x-parquet"],
        includes=[f"{table.name}/*.parquet"],
    )


def _records(context: mlc.Context, table: Table) -> mlc.RecordSet:
    return mlc.RecordSet(
        ctx=context,
        id=table.name,
        name=table.name,
        description=f"One row per {table.row}. {table.doc}",
        key=[f"{table.name}/{name}" for name in table.key] or None,
        fields=[_field(context, table, column) for column in table.all_columns],
    )


def _field(context: mlc.Context, table: Table, column: Column) -> mlc.Field:
    unit = f" In {column.unit}." if column.unit else ""
    referenced = _referenced(table, column)
    return mlc.Field(
        ctx=context,
        id=f"{table.name}/{column.name}",
        name=column.name,
        description=f"{column.doc}{unit}",
        data_types=[DATA_TYPES[column.type]],
        source=mlc.Source(
            ctx=context, file_set=FILES_OF.format(table.name), extract=mlc.Extract(ctx=context, column=column.name)
        ),
        **({"references": mlc.Source(ctx=context, field=referenced)} if referenced else {}),
    )


def _referenced(table: Table, column: Column) -> str | None:
    """The column of another table that this one refers to.

    Croissant knows references of single fields only, and readers join by each: a position within a video is none.
    Nor may what is referred to refer on: ``mlcroissant`` 1.1 then reads no records of it.
    """
    if table.parent and column.name == "video_id":
        return f"{VIDEOS.name}/video_id"
    return None


def main() -> None:
    """Write the template."""
    TEMPLATE.write_text(croissant())


if __name__ == "__main__":
    main()
