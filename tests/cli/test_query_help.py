"""One query's documentation, a folder of queries of one's own, and what is completed."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

import warehouse
from warehouse.cli import main
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.queries import Statement, load_queries

OWN = """/*
title = "Mine"
doc = "Counts."
[parameters.least]
type = "integer"
doc = "At least so many."
default = 2
allowed = [1, 2]
*/
SELECT counted.n FROM (SELECT count(*) AS n FROM videos) AS counted WHERE counted.n >= $least
"""


def run(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home.root), *arguments])


def completed(home: Home, *arguments: str) -> list[str]:
    *before, begun = arguments
    complete = ShellComplete(main, {}, "warehouse", "_WAREHOUSE_COMPLETE")
    return [item.value for item in complete.get_completions(["--home", str(home.root), *before], begun)]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "mine.sql").write_text(OWN)
    return tmp_path


@pytest.mark.parametrize("query", load_queries(), ids=lambda query: query.name)
def test_help_documents_a_query(query: Statement, home: Home) -> None:
    told = " ".join(run(home, "query", query.name, "--help").stdout.split())
    parts = [query.title, query.theme, query.doc, *query.columns, *query.columns.values()]
    for parameter in query.parameters:
        parts += [parameter.name, parameter.type, parameter.doc, *map(str, parameter.allowed)]
        parts += [] if parameter.default is None else [str(parameter.default)]
    for part in parts:
        assert " ".join(part.split()) in told


def test_help_of_the_command(home: Home) -> None:
    assert "--dialect" in run(home, "query", "--help").stdout
    assert run(home, "query", "-h", "mood_mix").stdout == run(home, "query", "mood_mix", "--help").stdout
    assert "did you mean mood_mix" in run(home, "query", "mood_mx", "--help").stderr


def test_a_folder_of_one_s_own(sample_home: Home, own: Path) -> None:
    opened = warehouse.open(sample_home.root, queries=own)
    assert opened.query("mine", least=1).item() == 48
    assert opened.sql("SELECT n FROM mine(least := 1)").item() == 48
    assert "Mine" in run(sample_home, "query", "--queries", str(own), "-f", "csv").stdout
    assert "48" in run(sample_home, "query", "mine", "--queries", str(own)).stdout
    assert "48" in run(sample_home, "sql", "FROM mine()", "--queries", str(own)).stdout
    assert "one of 1, 2; 2 unless given" in run(sample_home, "query", "mine", "--queries", str(own), "-h").stdout
    assert "mine.n" in run(sample_home, "lineage", "mine", "--queries", str(own)).stdout
    with pytest.raises(QueryError, match="is not a folder"):
        warehouse.open(sample_home.root, queries=own / "nowhere")
    (own / "my-own.sql").write_text(OWN)
    load_queries.cache_clear()
    with pytest.raises(QueryError, match=r"my-own\.sql cannot be made a macro"):
        warehouse.open(sample_home.root, queries=own)


def test_shell_completes(sample_home: Home, own: Path) -> None:
    assert {"mood_mix", "mood_arc"} <= set(completed(sample_home, "query", "mood_"))
    assert completed(sample_home, "query", "--queries", str(own), "min") == ["mine"]
    assert completed(sample_home, "query", "mood_arc", "-p", "") == ["category", "parts"]
    assert "mood_mix" in completed(sample_home, "lineage", "mood_m")


def test_shell_completes_values_of_the_data(sample_home: Home) -> None:
    assert completed(sample_home, "query", "mood_arc", "-p", "parts", "") == ["4", "5", "10", "20"]
    assert completed(sample_home, "query", "mood_arc", "-p", "category", "s") == [
        "Science & Technology", "Sports", "Short Films", "Sketches", "Skincare Routines", "Space Missions", "Stand-up",
    ]  # fmt: skip
    assert completed(sample_home, "query", "scene_clips", "-p", "category", "Sports", "-p", "with_mood", "cal") == [
        "Calm"
    ]
    assert completed(sample_home, "fetch", "there", "--query", "mood_arc", "-p", "parts", "2") == ["20"]
    assert completed(sample_home, "query", "find_videos", "-p", "phrase", "") == []


def test_python_completes(sample_home: Home) -> None:
    opened = warehouse.open(sample_home.root)
    assert {"mood_mix", "top_props"} <= set(dir(opened.query))
    assert opened.query.mood_mix(category="Sports").equals(opened.query("mood_mix", category="Sports"))
    assert list(inspect.signature(opened.query.mood_arc).parameters) == ["category", "parts"]
    assert "The arc of the mood" in (opened.query.mood_arc.__doc__ or "")
    with pytest.raises(AttributeError):
        opened.query.nothing  # noqa: B018
