"""``croissant.json``: what catalogues of datasets read of a folder of tables.

The template is derived from the model by ``make croissant``, with the library that validates it; here it only gets
what is known of one snapshot.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from warehouse.model import TABLES
from warehouse.snapshot.manifest import Manifest

NAME = "croissant.json"
TEMPLATE = Path(__file__).with_name("croissant_template.json")
# the id of the files of a table
FILES_OF = "{}-files"


def croissant_text(manifest: Manifest, patterns: Mapping[str, str]) -> str:
    """The text of ``croissant.json`` for the tables whose files are those of ``patterns``, a glob each by name."""
    found: dict[str, Any] = json.loads(TEMPLATE.read_text())
    sets = {FILES_OF.format(name): pattern for name, pattern in patterns.items()}
    found["distribution"] = [
        {**files, "includes": sets[files["@id"]]} for files in found["distribution"] if files["@id"] in sets
    ]
    found["recordSet"] = [_records(records, patterns) for records in found["recordSet"] if records["@id"] in patterns]
    found["datePublished"] = manifest.created_at
    found["version"] = manifest.version
    revision = f" at revision {manifest.revision}" if manifest.revision else ""
    kind = "A synthetic sample, made up: no record of the dataset. " if manifest.synthetic else ""
    found["description"] = f"{kind}{found['description']} Snapshot {manifest.snapshot}{revision}."
    return json.dumps(found, indent=1) + "\n"


def write_croissant(folder: Path, manifest: Manifest) -> None:
    """Write the ``croissant.json`` of a snapshot that is being built."""
    (folder / NAME).write_text(croissant_text(manifest, {table.name: f"{table.name}/*.parquet" for table in TABLES}))


def _records(records: dict[str, Any], patterns: Mapping[str, str]) -> dict[str, Any]:
    """A table's records without references to tables that are left out."""
    return {**records, "field": [_field(field, patterns) for field in records["field"]]}


def _field(field: dict[str, Any], patterns: Mapping[str, str]) -> dict[str, Any]:
    referenced = field.get("references", {}).get("field", {}).get("@id", "")
    if not referenced or referenced.partition("/")[0] in patterns:
        return field
    return {name: value for name, value in field.items() if name != "references"}
