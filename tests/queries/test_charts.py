"""Charts: declared in the header, checked, drawn in each format, and text of the data is never markup."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

import warehouse
from warehouse.cli import main
from warehouse.errors import AccessError, QueryError
from warehouse.home import Home
from warehouse.queries import Statement, load_queries
from warehouse.queries.chart_declaration import declared_chart
from warehouse.queries.charts import rendered, save

CHARTED = [query for query in load_queries() if query.chart]
HEADER = '/*\ntitle = "<b>t</b>"\ndoc = "d"\n[chart]\n{}\n*/\n'
MARKUP = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.mark.parametrize("query", CHARTED, ids=lambda query: query.name)
def test_shipped_chart(query: Statement, sample_home: Home) -> None:
    assert declared_chart(query, query.columns)
    chart = warehouse.open(sample_home.root).chart(query.name)
    drawn = chart.to_dict()
    assert "synthetic" in drawn["title"]["subtitle"]
    assert drawn["datasets"][drawn["data"]["name"]]
    assert {channel["field"] for channel in drawn["encoding"]["tooltip"]} == set(query.columns)


@pytest.mark.parametrize("suffix", [".png", ".svg", ".html"])
def test_files(suffix: str, sample_home: Home, tmp_path: Path) -> None:
    path = tmp_path / f"mood{suffix}"
    arguments = ["query", "mood_mix", "-p", "category", "Sports", "--chart", str(path)]
    done = CliRunner().invoke(main, ["--home", str(sample_home.root), *arguments])
    assert (done.exit_code, done.stdout) == (0, ""), done.stderr
    data = path.read_bytes()
    if suffix == ".png":
        assert data.startswith(b"\x89PNG")
    elif suffix == ".svg":
        assert "synthetic sample" in "".join(ElementTree.parse(io.BytesIO(data)).getroot().itertext())
    else:
        assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=|@import|\bimport\(", data.decode()[:100_000])
        assert b"category = Sports; synthetic sample" in data


def test_a_chart_and_its_rows(sample_home: Home, tmp_path: Path) -> None:
    arguments = ["query", "mood_mix", "--chart", str(tmp_path / "mood.svg"), "-f", "csv"]
    done = CliRunner().invoke(main, ["--home", str(sample_home.root), *arguments])
    assert done.stdout.startswith("mood,")
    assert (tmp_path / "mood.svg").exists()


def test_text_is_no_markup(sample_home: Home, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    text = HEADER.format('mark = "bar"\nx = "n"\ny = "label"') + f"SELECT '{MARKUP}' AS label, 1 AS n"
    (own / "mine.sql").write_text(text)
    chart = warehouse.open(sample_home.root, queries=own).chart("mine").to_dict()
    page = rendered(chart, ".html").decode()
    assert page.count("</script>") == page.count("<script")
    assert "alert(1)</script>" not in page
    assert "<img src=x" not in page
    assert "<title>&lt;b&gt;" in page
    found = re.search(r"const spec = (.*);\n", page)
    assert found
    assert json.loads(found[1]) == chart
    assert "<img" not in rendered(chart, ".svg").decode()


FAULTS = {
    'mark = "bar"\nx = "a"': "lacks y",
    'mark = "pie"\nx = "a"\ny = "b"': "the mark 'pie'",
    'mark = "bar"\nx = "a"\ny = "b"\nsize = "a"': "the unknown entry size",
    'mark = "bar"\nx = "a"\ny = "c"': "draws the column c",
    'mark = "bar"\nx = "a"\ny = 1': "lacks y",
    'mark = "heatmap"\nx = "a"\ny = "b"': "lacks color",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_chart_is_named_when_it_is_loaded(fault: str, tmp_path: Path) -> None:
    (tmp_path / "mine.sql").write_text(HEADER.format(fault) + "SELECT 1 AS a, 2 AS b")
    with pytest.raises(QueryError, match=FAULTS[fault]) as caught:
        load_queries(tmp_path)
    assert str(tmp_path / "mine.sql") in str(caught.value)


def test_what_cannot_be_drawn(sample_home: Home, tmp_path: Path) -> None:
    wh = warehouse.open(sample_home.root)
    with pytest.raises(QueryError, match="declares no chart"):
        wh.chart("find_videos")
    with pytest.raises(QueryError, match=r"use \.png"):
        save(wh.chart("mood_mix"), tmp_path / "mood.gif")
    with pytest.raises(AccessError, match="cannot be written"):
        save(wh.chart("mood_mix"), tmp_path / "nowhere" / "mood.svg")
