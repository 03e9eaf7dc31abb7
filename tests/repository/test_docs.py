"""The documentation holds: each snippet runs on the sample, the site builds, and no link of it is broken."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner

from tests.processes import PATIENCE_SECONDS
from warehouse.cli import main
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.model import SOURCE_TABLES, TABLES

TOP = Path(__file__).parents[2]
PAGES = (
    "index",
    "model",
    "refresh-and-snapshots",
    "cookbook-shell",
    "cookbook-polars",
    "add-a-table-or-query",
    "terms",
    "contributing",
)
BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
SAVED_AS = re.compile(r"Save this as `(?P<path>[^`]+)`:\n\n```sql\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
PROGRAMS = sysconfig.get_path("scripts")


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a warehouse of the sample in ``data``, and the files that the pages ask to save."""
    folder = tmp_path_factory.mktemp("docs")
    for page in PAGES:
        for match in SAVED_AS.finditer((TOP / "docs" / f"{page}.md").read_text()):
            (folder / match["path"]).parent.mkdir(parents=True, exist_ok=True)
            (folder / match["path"]).write_text(match["text"])
    ingest(Home.at(folder / "data"), "sample")
    return folder


def run(command: list[str], folder: Path) -> str:
    path = os.pathsep.join([PROGRAMS, str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {name: value for name, value in os.environ.items() if name != "WAREHOUSE_HOME"} | {"PATH": path}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


def snippets(page: str, kind: str) -> list[str]:
    text = (TOP / "docs" / f"{page}.md").read_text()
    return [match["text"] for match in BLOCK.finditer(text) if match["kind"] == kind]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_snippets_run(page: str, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workplace)
    for text in snippets(page, "sh"):
        for line in text.splitlines():
            run_line(line, workplace)
    for text in snippets(page, "sql"):
        if not text.startswith("/*"):
            found = run(["duckdb", "-readonly", "-bail", "-csv", "data/finevideo.duckdb", "-c", text], workplace)
            assert found.count("\n") > 1 or text.startswith("COPY"), f"nothing found: {text}"
    exec("".join(snippets(page, "python")), {})


def run_line(line: str, folder: Path) -> None:
    """Run a line of a shell; the warehouse's own commands without a new process, where they need none."""
    program, *arguments = shlex.split(line, comments=True)
    if program != "warehouse" or "shell" in arguments:
        run([program, *arguments], folder)
        return
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, f"{line}: {done.stderr}"


def test_every_kind_of_snippet_is_known() -> None:
    kinds = {match["kind"] for page in PAGES for match in BLOCK.finditer((TOP / "docs" / f"{page}.md").read_text())}
    assert kinds <= {"sh", "sql", "python", "text", "bibtex"}


def test_the_diagram_has_every_table_and_column() -> None:
    diagram = (TOP / "docs/entity-relationship.md").read_text()
    for table in TABLES:
        entity = diagram.split(f"    {table.name} {{\n")[1].split("}")[0]
        assert [line.split()[1] for line in entity.splitlines() if line.strip()] == [c.name for c in table.all_columns]
    assert diagram.count("||--o{") == len(SOURCE_TABLES)


def test_citation_names_the_dataset() -> None:
    yaml = pytest.importorskip("yaml", reason="the group docs is not installed")
    citation = yaml.safe_load((TOP / "CITATION.cff").read_text())
    preferred = citation["preferred-citation"]
    assert preferred["authors"][0]["family-names"] == "Farré"
    assert preferred["type"] == "data"
    assert len(preferred["authors"]) == 5
    version = re.search(r'^version = "(.*)"', (TOP / "pyproject.toml").read_text(), re.MULTILINE)
    assert version is not None
    assert citation["version"] == version[1]


class Links(HTMLParser):
    """The links and anchors of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text())

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        values: dict[str, Any] = dict(attrs)
        self.anchors |= {values[name] for name in ("id", "name") if values.get(name)}
        self.links += [values[name] for name in ("href", "src") if values.get(name)]


def broken(pages: dict[Path, Links]) -> Iterator[str]:
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            missing = parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors
            if not target.exists() or missing:
                yield f"{path.name}: {link}"


@pytest.mark.slow
def test_site_builds_and_no_link_is_broken(tmp_path: Path) -> None:
    pytest.importorskip("properdocs", reason="the group docs is not installed")
    site = (tmp_path / "site").resolve()
    run([sys.executable, "-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", str(site)], TOP)
    pages = {path: Links(path) for path in site.rglob("*.html") if path.name != "404.html"}
    assert len(pages) > 15
    assert list(broken(pages)) == []
