"""The dataset card of an export: a configuration a table, and what each table and column is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from warehouse.export.attribution import CITATION
from warehouse.export.contents import Contents, origin
from warehouse.model import Table
from warehouse.queries import Statement

CARD = "README.md"


def card_text(contents: Contents) -> str:
    """The text of ``README.md``: YAML that ``datasets`` reads, then Markdown for people."""
    return f"---\n{_metadata(contents)}\n---\n\n" + "\n".join(_body(contents)) + "\n"


def pattern(contents: Contents, name: str) -> str:
    """The files of a relation in an export, as a glob."""
    return f"{name}/{contents.manifest.snapshot}-*.parquet"


def _metadata(contents: Contents) -> str:
    from huggingface_hub import DatasetCardData  # the Hub's client takes a moment to import

    names = contents.names
    configs: list[dict[str, Any]] = [
        {"config_name": name, "data_files": [{"split": "train", "path": pattern(contents, name)}]} for name in names
    ]
    default = "videos" if "videos" in names else names[0]
    next(config for config in configs if config["config_name"] == default)["default"] = True
    synthetic = contents.manifest.synthetic
    data = DatasetCardData(
        license="cc",
        language="en",
        pretty_name="FineVideo metadata, flat tables" + (" (synthetic sample)" if synthetic else ""),
        tags=["video", "metadata", "finevideo", *(["synthetic"] if synthetic else [])],
        configs=configs,
    )
    return str(data.to_yaml()).strip()


def _body(contents: Contents) -> Iterator[str]:
    manifest = contents.manifest
    yield "# FineVideo metadata, flat tables\n"
    if manifest.synthetic:
        yield "**A synthetic sample: made up, no record of the dataset.**\n"
    revision = f" at revision `{manifest.revision}`" if manifest.revision else ""
    yield (
        f"Snapshot `{manifest.snapshot}` of {manifest.rows['videos']:,} videos, read from {origin(manifest)}{revision} "
        f"on {manifest.created_at}. Terms: `TERMS.md`. Whom to credit: `CREDITS.csv`.\n"
    )
    yield "Each table is a folder of Parquet files and a configuration of its own:\n"
    load = f'load_dataset("FOLDER", "{contents.names[0]}", split="train")'
    yield f"```python\nfrom datasets import load_dataset\n\n{load}\n```\n"
    for table in contents.tables:
        yield from _table(table, manifest.rows.get(table.name, 0))
    for statement in contents.statements:
        yield from _statement(statement)
    yield f"## Cite the dataset\n\n```bibtex\n{CITATION}\n```"


def _table(table: Table, rows: int) -> Iterator[str]:
    yield f"## {table.name}\n\n{table.doc} {rows:,} rows, one per {table.row}.\n"
    yield f"Key: {', '.join(f'`{name}`' for name in table.key)}.\n" if table.key else "It has no key.\n"
    yield "| column | type | meaning |\n|---|---|---|"
    for column in table.all_columns:
        unit = f" In {column.unit}." if column.unit else ""
        yield f"| {column.name} | {column.type.value} | {column.doc}{unit} |"
    yield ""


def _statement(statement: Statement) -> Iterator[str]:
    yield f"## {statement.name}\n\n{statement.doc}\n"
    if statement.columns:
        yield "| column | meaning |\n|---|---|"
        for name, meaning in statement.columns.items():
            yield f"| {name} | {meaning} |"
        yield ""
