"""Every view and canned query: its golden result, its header, its order, and the same from every surface."""

from __future__ import annotations

import subprocess
import sysconfig
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest
import sqlglot
from polars.testing import assert_frame_equal
from sqlglot import ErrorLevel, exp
from sqlglot.optimizer.qualify import qualify

from tests.queries.cases import GOLDEN, KEPT, QUERIES, RELATIONS, VIEWS, golden_path, golden_text, result, statement
from warehouse.catalog.refresh import ensure_catalog
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.model import TABLES
from warehouse.queries import Statement, load, load_checks
from warehouse.queries.bind import bind
from warehouse.queries.load import CHECK_COLUMNS
from warehouse.queries.validate import check
from warehouse.session import Warehouse

THEMES = {"catalogue", "mood", "story", "editing", "objects", "speech", "quality", "selection"}
MARKS = {"bar", "line", "point", "heatmap", "network"}
CHECKS = {found.name: found for found in load_checks()}
EVERYTHING = RELATIONS | CHECKS
SCHEMA: dict[str, object] = {
    **{table.name: {column.name: "TEXT" for column in table.all_columns} for table in TABLES},
    **{view.name: dict.fromkeys(view.columns, "TEXT") for view in VIEWS.values()},
}

relations = pytest.mark.parametrize("name", RELATIONS)
queries = pytest.mark.parametrize("name", QUERIES)


def rows(connection: duckdb.DuckDBPyConnection, name: str) -> pl.DataFrame:
    parameters = bind(QUERIES[name], {}) if name in QUERIES else {}
    found: pl.DataFrame = connection.sql(statement(name), params=parameters or None).pl()
    return found


@pytest.mark.parametrize("name", KEPT)
def test_golden_result(name: str, wh: Warehouse) -> None:
    kept = golden_path(name).read_text() if golden_path(name).exists() else None
    assert golden_text(result(wh, name)) == kept, "if the change is meant: python -m tests.queries.accept"


def test_no_golden_result_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(KEPT)


@relations
def test_header_documents_exactly_the_columns(name: str, wh: Warehouse) -> None:
    found = result(wh, name)
    assert list(RELATIONS[name].columns) == found.columns
    assert pl.Int128 not in found.dtypes, "a sum of integers needs a cast to BIGINT to be readable everywhere"


@pytest.mark.slow
@relations
def test_binds_on_empty_tables(name: str, empty: duckdb.DuckDBPyConnection) -> None:
    assert rows(empty, name).columns == list(RELATIONS[name].columns)


@pytest.mark.slow
@relations
def test_order_of_the_tables_does_not_matter(name: str, wh: Warehouse, shuffled: duckdb.DuckDBPyConnection) -> None:
    assert_frame_equal(rows(shuffled, name), result(wh, name), abs_tol=1e-9)


def test_shell_gives_the_same_from_views_and_macros(sample_home: Home, wh: Warehouse, tmp_path: Path) -> None:
    ensure_catalog(sample_home)
    calls = {name: f"SELECT * FROM {name} ORDER BY ALL" if name in VIEWS else f"FROM {name}()" for name in RELATIONS}
    calls["in_sports"] = "FROM mood_mix(category := 'Sports')"
    script = "".join(f"COPY ({call}) TO '{tmp_path / name}.parquet';\n" for name, call in calls.items())
    shell = Path(sysconfig.get_path("scripts")) / "duckdb"
    command = [str(shell), "-readonly", "-bail", str(sample_home.catalog)]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name in RELATIONS:
        assert_frame_equal(pl.read_parquet(tmp_path / f"{name}.parquet"), result(wh, name), abs_tol=1e-9)
    in_sports = wh.query("mood_mix", category="Sports")
    assert 0 < in_sports["scenes"].sum() < wh.query("mood_mix")["scenes"].sum()
    assert_frame_equal(pl.read_parquet(tmp_path / "in_sports.parquet"), in_sports)


@pytest.mark.slow
@queries
def test_every_parameter_takes_every_allowed_value(name: str, wh: Warehouse) -> None:
    video = wh.sql("SELECT video_id, content_fine_category FROM videos LIMIT 1").row(0, named=True)
    mood = wh.sql("SELECT label FROM scene_mood_labels LIMIT 1")["label"][0]
    known = {"video": video["video_id"], "subcategory": video["content_fine_category"], "with_mood": mood}
    known |= {"mood": mood, "language": "en", "channel": wh.known_values("videos.youtube_channel")[0]}
    samples = {"text": "Sports", "integer": 3, "number": 0.5, "boolean": True, "date": date(2020, 5, 31)}
    parameters = QUERIES[name].parameters
    given = {p.name: p.allowed[-1] if p.allowed else known.get(p.name, samples[p.type]) for p in parameters}
    variants: list[dict[str, object]] = [{p.name: value} for p in parameters for value in p.allowed[:-1]]
    for changes in ({}, *variants):
        assert wh.query(name, **given | changes).columns == list(QUERIES[name].columns)


@pytest.mark.parametrize("name", EVERYTHING)
def test_columns_resolve_against_the_model(name: str) -> None:
    tree = check(EVERYTHING[name])
    qualified = qualify(tree, schema=SCHEMA, dialect="duckdb", validate_qualify_columns=True)
    assert isinstance(qualified, exp.Query)


@queries
@pytest.mark.parametrize("dialect", ["spark", "trino", "snowflake", "postgres"])
def test_text_is_portable(name: str, dialect: str) -> None:
    sqlglot.transpile(QUERIES[name].sql, read="duckdb", write=dialect, unsupported_level=ErrorLevel.RAISE)


@pytest.mark.parametrize("name", EVERYTHING)
def test_header_is_complete(name: str) -> None:
    found: Statement = EVERYTHING[name]
    assert found.title
    assert not found.title.endswith(".")
    assert found.doc.endswith((".", "?"))
    assert all(doc.endswith((".", "?")) for doc in [*found.columns.values(), *(p.doc for p in found.parameters)])
    assert max(map(len, found.path.read_text().splitlines())) <= 120


@queries
def test_theme_and_chart_are_known(name: str) -> None:
    query = QUERIES[name]
    assert query.theme in THEMES
    if query.chart is not None:
        assert query.chart["mark"] in MARKS
        assert {query.chart[key] for key in ("x", "y", "color") if key in query.chart} <= set(query.columns)


@pytest.mark.parametrize("name", CHECKS)
def test_audits_have_one_shape_and_are_all_in_quality_issues(name: str, wh: Warehouse) -> None:
    assert CHECKS[name].severity in {"error", "warning", "note"}
    found = wh.sql(CHECKS[name].sql)
    assert tuple(found.columns) == CHECK_COLUMNS
    listed = wh.sql("SELECT * FROM quality_issues WHERE check_name = $name", {"name": name})
    assert set(listed["severity"]) <= {CHECKS[name].severity}
    assert_frame_equal(listed.select(CHECK_COLUMNS), found, check_row_order=False)


def test_an_audit_without_a_severity_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "bare.sql").write_text('/*\ntitle = "t"\ndoc = "d."\n*/\nSELECT 1 AS a')
    monkeypatch.setattr(load, "sql_folder", lambda: tmp_path)
    with pytest.raises(QueryError, match=r"bare\.sql has no severity in its header: an audit is one of error"):
        load.load_checks.__wrapped__()


def test_every_theme_is_there() -> None:
    assert {query.theme for query in QUERIES.values()} == THEMES
    assert len(QUERIES) >= 36


@pytest.mark.parametrize("name", QUERIES)
def test_fractions_are_rounded(name: str, wh: Warehouse) -> None:
    found = result(wh, name)
    for column, type_ in found.schema.items():
        if type_.is_float():
            shown = [repr(value) for value in found[column].drop_nulls().to_list()]
            assert all(len(digits.partition(".")[2]) <= 6 for digits in shown), (column, max(shown, key=len))
