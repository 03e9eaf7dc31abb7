"""What this DuckDB offers to a statement, by name; ``python -m tests.catalog.surface`` declares it as known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

KNOWN = Path(__file__).with_name("surface.txt")
_ASKED = {
    "function": "SELECT DISTINCT function_type || ' ' || function_name FROM duckdb_functions()",
    "setting": "SELECT DISTINCT name FROM duckdb_settings()",
    "extension": "SELECT extension_name || IF(loaded, ' (loaded)', '') FROM duckdb_extensions()",
    "secret": "SELECT type FROM duckdb_secret_types()",
    "resource": "SELECT name FROM duckdb_external_resource_types()",
}


def offered() -> Iterator[str]:
    """Everything by its kind and name; collations, of which no one reads a file, are left out."""
    with duckdb.connect() as connection:
        for kind, statement in _ASKED.items():
            for (name,) in connection.execute(statement).fetchall():
                if not name.startswith(("scalar collate_", "scalar icu_collate_")):
                    yield f"{kind} {name}"
    yield from (f"statement {name}" for name in duckdb.StatementType.__members__)


if __name__ == "__main__":
    KNOWN.write_text("".join(f"{line}\n" for line in sorted(offered())))
