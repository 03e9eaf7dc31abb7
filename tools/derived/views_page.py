"""The dictionary of what stands behind the tables: every view with its columns, every audit, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.model import TABLE
from warehouse.queries import load_checks, load_views
from warehouse.queries.load import reads
from warehouse.queries.statement import Statement

HEAD = """# Views and audits

<!-- Derived from sql/views and sql/checks by `make derived`; do not edit. -->

Views answer like tables, in the shell, on the command line and in Python: `warehouse sql "FROM moments LIMIT 3"`,
`warehouse describe moments`. The rows of a *stored* view are computed once, with the snapshot; `--tables-only` leaves
that out, and the view then computes them when it is asked."""
AUDITS = """
## Audits

What language models wrote is data, not a contract: audits count where it contradicts itself. `warehouse check` runs
them all, `warehouse check NAME` shows the rows of one, and the view [quality_issues](#quality_issues) has the rows of
all.

| audit | severity | finds | notes |
|---|---|---|---|"""


def views_markdown() -> str:
    """The text of ``docs/views.md``."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    views = load_views()
    yield from (HEAD, "", "| view | what it has | stored |", "|---|---|---|")
    for view in sorted(views, key=lambda view: view.name):
        yield f"| [{view.name}](#{view.name}) | {view.title} | {'yes' if view.stored else ''} |"
    names = {view.name for view in views}
    for view in sorted(views, key=lambda view: view.name):
        yield from _view(view, names)
    yield AUDITS
    for check in sorted(load_checks(), key=lambda check: check.name):
        yield f"| `{check.name}` | {check.severity} | {check.title} | {_one_line(check.doc)} |"


def _view(view: Statement, views: set[str]) -> Iterator[str]:
    yield from ("", f"## {view.name}", "", view.doc, "")
    links = [_link(name, views) for name in sorted(reads(view.sql)) if name in views or name in TABLE]
    if links:
        yield from (f"Reads {', '.join(links)}.", "")
    yield from ("| column | meaning |", "|---|---|")
    for name, meaning in view.columns.items():
        yield f"| `{name}` | {_one_line(meaning)} |"


def _link(name: str, views: set[str]) -> str:
    return f"[{name}](#{name})" if name in views else f"[{name}](tables.md#{name})"


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
