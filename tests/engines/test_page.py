"""Every snippet of docs/engines.md, in a folder that has a warehouse and its exports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.engines.conftest import configure_iceberg
from tests.repository.test_docs import BLOCK
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.session import Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

PAGE = (Path(__file__).parents[2] / "docs" / "engines.md").read_text()
SNIPPETS = {
    f"{section.splitlines()[0]} {number}": match["text"]
    for section in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    for number, match in enumerate(BLOCK.finditer(section), 1)
    if match["kind"] == "python"
}


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a warehouse of the sample in ``data``, and its exports in all forms."""
    folder = tmp_path_factory.mktemp("engines")
    home = Home.at(folder / "data")
    ingest(home, "sample")
    warehouse = Warehouse(home.root)
    warehouse.export(folder / "finevideo-tables")
    warehouse.export(folder / "finevideo.duckdb", format="duckdb")
    with pytest.MonkeyPatch.context() as patch:
        if find_spec("pyiceberg"):
            configure_iceberg(folder, patch)
            warehouse.export("lake.finevideo", format="iceberg")
        yield folder


@pytest.mark.parametrize("name", SNIPPETS)
def test_snippet_runs(
    name: str, workplace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in re.findall(r"^(?:import|from) (\w+)", SNIPPETS[name], re.MULTILINE):
        pytest.importorskip(module, reason=f"{module} is not installed: make engines")
    monkeypatch.chdir(workplace)
    exec(SNIPPETS[name], {})
    assert capsys.readouterr().out.strip()
