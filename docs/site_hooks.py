"""What the site has beyond the pages of this folder: the order of its pages, and files of the repository they link."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from properdocs.structure.files import File

if TYPE_CHECKING:
    from properdocs.config.defaults import ProperDocsConfig
    from properdocs.structure.files import Files
    from properdocs.structure.pages import Page

TOP = Path(__file__).parents[1]
LINK = re.compile(r"(?<=\]\()(?P<path>[^)#:\s]+)(?=[)#])")
USE = (
    "sources.md",
    "hub.md",
    "fetch.md",
    "engines.md",
    "scale.md",
    "refresh-and-snapshots.md",
    "scheduled.md",
    "cookbook-shell.md",
    "cookbook-polars.md",
    "explorer.md",
    "terms.md",
)
LOOK_UP = ("tables.md", "views.md", "model.md", "entity-relationship.md", "command-line.md")
CHANGE = ("architecture.md", "add-a-table-or-query.md", "contributing.md")


def on_config(config: ProperDocsConfig) -> ProperDocsConfig:
    """Put the pages in order; those that are in no list stand under the heading of their folder."""
    notebooks = [f"repository/notebooks/{name}.md" for name in ("tour", "mood_and_story", "training_set")]
    listed = {"index.md", *USE, *LOOK_UP, *CHANGE}
    others = [page for page in _pages("*.md") if page not in listed]
    config.nav = [
        "index.md",
        {"Use it": [*USE, {"Notebooks": notebooks}]},
        {"Look it up": [*LOOK_UP, *others, *_folder("Queries", "queries/**/*.md")]},
        {"Change it": [*CHANGE, *_folder("Decisions", "decisions/*.md")]},
    ]
    return config


def on_files(files: Files, config: ProperDocsConfig) -> Files:
    """Take up the files of the repository that pages link to."""
    waiting = [file for file in files if file.src_uri.endswith(".md")]
    while waiting:
        file = waiting.pop()
        for path in _linked(file):
            if files.get_file_from_path(_page_of(path)) is None:
                taken_up = File.generated(config, _page_of(path), content=_as_markdown(TOP / path))
                files.append(taken_up)
                waiting.append(taken_up)
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Lead links to files of the repository to the pages that these have become."""
    folder = posixpath.dirname(page.file.src_uri)

    def led(match: re.Match[str]) -> str:
        path = _outside(match["path"], page.file.src_uri)
        return posixpath.relpath(_page_of(path), folder or ".") if path else match["path"]

    return LINK.sub(led, markdown)


def _pages(pattern: str) -> list[str]:
    folder = TOP / "docs"
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob(pattern))


def _folder(title: str, pattern: str) -> list[dict[str, list[str]]]:
    pages = _pages(pattern)
    return [{title: pages}] if pages else []


def _linked(file: File) -> list[str]:
    found = (_outside(match["path"], file.src_uri) for match in LINK.finditer(file.content_string))
    return [path for path in found if path]


def _outside(link: str, page: str) -> str | None:
    """The path in the repository of a linked file that is no page of this folder, or None."""
    base = page.removeprefix("repository/") if page.startswith("repository/") else f"docs/{page}"
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), link))
    return path if not path.startswith(("docs/", "..")) and (TOP / path).is_file() else None


def _page_of(path: str) -> str:
    stem, suffix = posixpath.splitext(path)
    return f"repository/{stem if suffix in {'.md', '.ipynb'} else path}.md"


def _as_markdown(path: Path) -> str:
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        return _notebook_markdown(path)
    return f"# {path.name}\n\n```{path.suffix.lstrip('.')}\n{path.read_text(encoding='utf-8')}\n```\n"


def _notebook_markdown(path: Path) -> str:
    import nbformat

    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join("\n\n".join(_cell_parts(cell)) for cell in cells)


def _cell_parts(cell: Any) -> list[str]:
    if cell.cell_type == "markdown":
        return [cell.source]
    return [_fenced(cell.source, "python"), *(_output(output) for output in cell.outputs)]


def _output(output: Any) -> str:
    data = output.get("data", {})
    if "image/png" in data:
        return f"![Picture drawn by the cell above](data:image/png;base64,{data['image/png'].strip()})"
    return _fenced(output.get("text") or data.get("text/plain", ""), "text")


def _fenced(text: str, language: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"
