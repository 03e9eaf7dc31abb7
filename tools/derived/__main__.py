"""Write the files that are derived from the declarations; a test fails when one is stale."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tools.derived.command_line_page import reference_markdown
from tools.derived.ddl import schema_sql
from tools.derived.diagram import diagram_page
from tools.derived.gallery import gallery, pictures
from tools.derived.tables_page import dictionary_markdown
from tools.derived.views_page import views_markdown

TOP = Path(__file__).parents[2]


def derived() -> Mapping[str, str]:
    """The text of each derived file by its path in the repository."""
    return {
        "sql/schema.sql": schema_sql(),
        "docs/tables.md": dictionary_markdown(),
        "docs/views.md": views_markdown(),
        "docs/entity-relationship.md": diagram_page(),
        "docs/command-line.md": reference_markdown(),
    }


def main() -> None:
    """Write every derived file."""
    for name, text in (*derived().items(), *gallery().items(), *pictures()):
        path = TOP / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


if __name__ == "__main__":
    main()
