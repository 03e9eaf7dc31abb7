"""Charts: declared in the header, checked, drawn in each format, and text of the data is never markup."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
from click.testing import CliRunner
from sqlglot import exp

import warehouse
from warehouse.cli import main
from warehouse.errors import AccessError, QueryError
from warehouse.home import Home
from warehouse.queries import Statement, load_queries
from warehouse.queries.chart_declaration import Chart, declared_chart
from warehouse.queries.chart_labels import Box, placed
from warehouse.queries.chart_rows import MOST_COLORS, chart_rows
from warehouse.queries.charts import COLORS, draw, rendered, save
from warehouse.queries.validate import parse

CHARTED = [query for query in load_queries() if query.chart]
# a network has none, see test_network.py
WITH_AXES = [query for query in CHARTED if query.chart and query.chart["mark"] != "network"]
HEADER = '/*\ntitle = "<b>t</b>"\ndoc = "d"\n[chart]\n{}\n*/\n'
MARKUP = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.mark.slow
@pytest.mark.parametrize("query", WITH_AXES, ids=lambda query: query.name)
def test_shipped_chart(query: Statement, sample_home: Home) -> None:
    assert declared_chart(query, query.columns)
    # the sample has few videos
    least: dict[str, Any] = {p.name: 1 for p in query.parameters if p.name == "minimum_videos"}
    chart = warehouse.open(sample_home.root).chart(query.name, **least)
    drawn = chart.to_dict()
    assert "synthetic sample, n = 48 videos" in drawn["title"]["subtitle"][0]
    data = drawn["data"] if "data" in drawn else drawn["layer"][0]["data"]
    assert drawn["datasets"][data["name"]]
    encoding = drawn["encoding"] if "encoding" in drawn else drawn["layer"][0]["encoding"]
    assert {channel["field"] for channel in encoding["tooltip"]} == set(query.columns)
    for axis in ("x", "y"):
        # what is counted or measured stands in its own order, and only counts that add up are stacked
        assert encoding[axis]["type"] == "nominal" or "sort" not in encoding[axis]
        if query.chart and query.chart["mark"] == "bar" and encoding[axis]["type"] == "quantitative":
            assert encoding[axis]["stack"] == ("zero" if query.chart.get("stack") else None)


@pytest.mark.parametrize("query", [query for query in CHARTED if query.chart and query.chart.get("stack")])
def test_what_is_stacked_adds_up(query: Statement) -> None:
    chart = declared_chart(query)
    assert chart
    (measure,) = {chart.x, chart.y} & {"videos", "scenes", "edits", "findings"}
    (computed,) = (select for select in parse(query).selects if select.alias_or_name == measure)
    assert isinstance(computed.unalias(), exp.Count | exp.Sum)
    assert not list(computed.find_all(exp.Avg, exp.Median, exp.Div, exp.Distinct))


ROWS = pl.DataFrame({"name": ["a", "a", "b"], "parent": ["p", "q", "p"], "mean": [0.5, 0.75, 0.25], "n": [1, 2, 3]})


def test_a_mean_is_never_stacked() -> None:
    with pytest.raises(QueryError, match="stacks mean, which is not a count"):
        chart_rows(Chart("bar", "mean", "name", stack=True), ROWS)
    shown = chart_rows(Chart("bar", "mean", "name", "parent"), ROWS)
    assert shown.rows["name"].to_list() == ["a (p)", "a (q)", "b (p)"]
    assert shown.rows["mean"].to_list() == ROWS["mean"].to_list()
    unnamed = chart_rows(Chart("bar", "mean", "name"), ROWS)
    assert unnamed.rows["name"].to_list() == ["a (p)", "a (q)", "b (p)"]
    with pytest.raises(QueryError, match="several bars at one n"):
        chart_rows(Chart("bar", "n", "mean"), pl.DataFrame({"n": [1, 1], "mean": [0.1, 0.2]}))


def test_a_tall_chart_shows_the_largest_bars_and_says_so() -> None:
    values = [(7 * number) % 101 for number in range(100)]
    rows = pl.DataFrame({"name": [f"n{number}" for number in range(100)], "n": values})
    shown = chart_rows(Chart("bar", "n", "name"), rows)
    assert shown.rows["n"].to_list() == [value for value in values if value >= sorted(values)[-30]]
    assert shown.told == "the 30 largest of 100 are drawn"
    drawn = draw(Chart("bar", "n", "name"), rows, "title", "source").to_dict()
    assert drawn["title"]["subtitle"] == ["source", "the 30 largest of 100 are drawn"]


@pytest.mark.slow
@pytest.mark.parametrize("query", WITH_AXES, ids=lambda query: query.name)
def test_axes_have_words_and_units_and_colors_are_of_the_palette(query: Statement, sample_home: Home) -> None:
    drawn = warehouse.open(sample_home.root).chart(query.name, width=200).to_dict()
    encoding = drawn["encoding"] if "encoding" in drawn else drawn["layer"][0]["encoding"]
    for axis in ("x", "y"):
        column, title = encoding[axis]["field"], encoding[axis]["title"]
        assert title[0].isupper() or title[0].isdigit()
        assert "_" not in title
        for ending, unit in {"seconds": "(s", "share": "%", "dynamism": "0 to 1", "position": "%"}.items():
            assert unit in title or not column.endswith(ending), column
    mark = drawn["mark"] if "mark" in drawn else drawn["layer"][0]["mark"]
    assert mark.get("color", COLORS[0]) == COLORS[0]
    assert drawn["config"]["range"]["category"] == list(COLORS)
    assert len(set(COLORS)) == len(COLORS) == MOST_COLORS
    if "color" in encoding and encoding["color"]["type"] == "nominal":
        rows = drawn["datasets"][drawn["data"]["name"]]
        assert len({row[encoding["color"]["field"]] for row in rows}) <= len(COLORS)
        assert None not in {row[encoding["color"]["field"]] for row in rows}


@pytest.mark.parametrize("width", [200, 900])
def test_labels_of_points_lie_over_nothing(width: int) -> None:
    chance = Random(7)
    points = [(chance.uniform(0, width), chance.gauss(150, 20)) for _ in range(60)]
    labels = placed(points, [f"a label {number}" for number in range(60)], width, 300)
    marks = [Box(x - 3, y - 3, x + 3, y + 3) for x, y in points]
    assert len(labels) >= 5
    for number, label in enumerate(labels):
        others = [other.box for other in labels[number + 1 :]]
        assert not any(label.box.meets(box) for box in others + marks)
        assert 0 <= label.box.left < label.box.right <= width


@pytest.mark.slow
def test_labels_stand_where_they_were_placed(sample_home: Home) -> None:
    chart = warehouse.open(sample_home.root).chart("mood_dynamism", width=700)
    svg = ElementTree.fromstring(rendered(chart.to_dict(), ".svg"))
    moods = set(warehouse.open(sample_home.root).query("mood_dynamism")["mood"])
    boxes = []
    for text in svg.iter("{http://www.w3.org/2000/svg}text"):
        if text.text is not None and text.text in moods:
            x, y = map(float, re.findall(r"-?[\d.]+", text.get("transform", ""))[:2])
            boxes.append(Box(x, y - 7, x + 5.2 * len(text.text), y + 2))  # the letters themselves, from their base line
    assert len(boxes) >= 20
    assert not any(box.meets(other) for number, box in enumerate(boxes) for other in boxes[number + 1 :])


def test_what_has_no_place_on_an_axis_is_told() -> None:
    rows = pl.DataFrame({"from_seconds": [0, 10, None], "scenes": [4, 5, 3], "kind": ["a", None, None]})
    shown = chart_rows(Chart("bar", "from_seconds", "scenes", "kind"), rows)
    assert shown.told == "3 scenes have no value on the axis and are not drawn"
    assert shown.rows["kind"].to_list() == ["a", "unknown"]


def test_many_lines_are_told_apart_by_their_ends() -> None:
    series = [f"s{number}" for number in range(9)]
    values = {"at": [0, 1] * 9, "n": range(18), "series": [name for name in series for _ in range(2)]}
    drawn = draw(Chart("line", "at", "n", "series"), pl.DataFrame(values), "title", "source").to_dict()
    lines, ends = drawn["layer"]
    assert lines["encoding"]["detail"]["field"] == "series"
    assert {row["text"] for row in drawn["datasets"][ends["data"]["name"]]} == set(series)


def test_many_colors_become_labels() -> None:
    rows = pl.DataFrame({"name": [f"n{i}" for i in range(9)], "kind": [f"k{i}" for i in range(9)], "n": range(9)})
    assert chart_rows(Chart("bar", "n", "name", "kind"), rows).chart.color is None
    assert chart_rows(Chart("bar", "n", "name", "kind"), rows).rows["name"][0] == "n0 (k0)"
    assert chart_rows(Chart("bar", "n", "name", "kind"), rows.head(8)).chart.color == "kind"


@pytest.mark.slow
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


def test_a_chart_of_any_select(sample_home: Home, tmp_path: Path) -> None:
    path = tmp_path / "tags.svg"
    statement = "SELECT tag, count(*) AS videos FROM youtube_tags GROUP BY tag ORDER BY videos DESC, tag"
    asked = ["sql", statement, "--chart", "bar", "-x", "videos", "-y", "tag", "-o", str(path)]
    done = CliRunner().invoke(main, ["--home", str(sample_home.root), *asked, "--title", "<Tags>", "--width", "200"])
    tags = warehouse.open(sample_home.root).sql(statement)
    assert (done.exit_code, done.stdout) == (0, ""), done.stderr
    assert done.stderr == f"{path}: the 30 largest of {tags.height} are drawn.\n"
    texts = list(ElementTree.parse(path).getroot().itertext())
    assert "<Tags>" in texts
    assert "synthetic sample, n = 48 videos" in texts
    assert f"the 30 largest of {tags.height} are drawn" in texts
    assert [text for text in texts if text in set(tags["tag"])] == tags["tag"].head(30).to_list()
    wide = ElementTree.parse(path).getroot().get("width")
    CliRunner().invoke(main, ["--home", str(sample_home.root), *asked, "--width", "700"])
    assert float(ElementTree.parse(path).getroot().get("width") or 0) == float(wide or 0) + 500


MISTAKES = {
    "-x a -y b": "-x is for a chart: give --chart bar|line|point|heatmap|network, too.",
    "--chart bar -x a -y b": "A chart goes to a file: name it with -o, as in -o chart.svg.",
    "--chart bar -x a -y b -o c.gif": "c.gif is not a supported chart format: use .png, .svg, .html.",
    "--chart bar -x a -o c.svg": "A bar chart needs a column for y: name one of a, bee.",
    "--chart bar -x a -y be -o c.svg": "The result has no column be for y, did you mean bee: it has a, bee.",
    "--chart heatmap -x a -y bee -o c.svg": "A heatmap chart needs a column for color: name one of a, bee.",
    "--chart line -x a -y bee --stack -o c.svg": "A line chart cannot be stacked: only bars stand on each other.",
}


@pytest.mark.parametrize("options", MISTAKES)
def test_what_is_no_chart_of_a_select(options: str, sample_home: Home) -> None:
    arguments = ["--home", str(sample_home.root), "sql", "SELECT 1 AS a, 2 AS bee", *options.split()]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code in (1, 2)
    assert done.stderr.splitlines()[-1] == f"Error: {MISTAKES[options]}"


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


def test_a_parameter_is_not_named_like_an_option_of_a_chart(tmp_path: Path) -> None:
    header = 'mark = "bar"\nx = "a"\ny = "b"\n[parameters.width]\ntype = "integer"\ndoc = "d"\ndefault = 1'
    (tmp_path / "mine.sql").write_text(HEADER.format(header) + "SELECT $width AS a, 2 AS b")
    with pytest.raises(QueryError, match="an option width as the query has a parameter: rename"):
        load_queries(tmp_path)


def test_what_cannot_be_drawn(sample_home: Home, tmp_path: Path) -> None:
    wh = warehouse.open(sample_home.root)
    with pytest.raises(QueryError, match="declares no chart"):
        wh.chart("find_videos")
    refused = CliRunner().invoke(
        main,
        [
            *("--home", str(sample_home.root), "query", "keyword_in_context", "-p", "width", "9"),
            *("--chart", str(tmp_path / "x.svg")),
        ],
    )
    assert (refused.exit_code, "declares no chart" in refused.output) == (1, True)
    with pytest.raises(QueryError, match=r"use \.png"):
        save(wh.chart("mood_mix"), tmp_path / "mood.gif")
    with pytest.raises(AccessError, match="cannot be written"):
        save(wh.chart("mood_mix"), tmp_path / "nowhere" / "mood.svg")
