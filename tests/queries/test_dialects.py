"""Translations: only what means the same gets through, and what does not is named."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import sqlglot
from click.testing import CliRunner
from sqlglot import exp

from warehouse.cli import main
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.model import TABLES
from warehouse.queries import Statement, load_queries, load_views
from warehouse.queries.dialects import DIALECTS
from warehouse.queries.dialects.translate import refusals, translate

EVERYTHING = {found.name: found for found in (*load_views(), *load_queries())}
# what no SQL computes is read as a table
TABLE_NAMES = {table.name for table in TABLES} | {view.name for view in load_views() if view.outside_sql}


@cache
def refused(name: str) -> dict[str, str]:
    return refusals(EVERYTHING[name])


def statement(sql: str) -> Statement:
    return Statement("mine", "own", Path("mine.sql"), "t", "d", sql)


@pytest.mark.slow
@pytest.mark.parametrize("found", EVERYTHING.values(), ids=lambda found: found.name)
def test_translations_parse_and_read_tables_only(found: Statement) -> None:
    for dialect in set(DIALECTS) - refused(found.name).keys():
        tree = sqlglot.parse_one(translate(found, dialect), dialect=dialect)
        assert isinstance(tree, exp.Query)
        assert [name.lower() for name in tree.named_selects] == list(found.columns)
        own = {cte.alias for cte in tree.find_all(exp.CTE)}
        read = {table.name for table in tree.find_all(exp.Table) if isinstance(table.this, exp.Identifier)}
        assert read - own <= TABLE_NAMES
        assert not list(tree.find_all(exp.Placeholder))


# what sqlglot translates without a word, although it means something else there
REFUSED = {
    "FROM videos ASOF JOIN scenes ON videos.video_id = scenes.video_id AND videos.fps >= scenes.scene_index": (
        "ASOF JOIN",
        DIALECTS,
    ),
    "SELECT videos.fps FROM videos POSITIONAL JOIN scenes": ("POSITIONAL JOIN", DIALECTS),
    "SELECT [x + 1 FOR x IN videos.title] AS a FROM videos": ("list comprehension", DIALECTS),
    "SELECT list(videos.title ORDER BY videos.fps) AS a FROM videos": ("ORDER BY within an aggregate", DIALECTS),
    "SELECT string_agg(videos.title, ',' ORDER BY videos.fps) AS a FROM videos": (
        "ORDER BY within an aggregate",
        DIALECTS,
    ),
    "SELECT list_transform([1], x -> x + 1) AS a FROM videos": ("", DIALECTS),
    "SELECT regexp_replace(videos.title, 'a', 'b') AS a FROM videos": ("first match only", DIALECTS[:4]),
    "SELECT regexp_replace(videos.title, '(a)', '\\1', 'g') AS a FROM videos": ("a group", DIALECTS),
    "SELECT regexp_replace(videos.title, 'a|ab', '', 'g') AS a FROM videos": (
        "alternatives",
        ("postgres", "snowflake"),
    ),
    "SELECT regexp_extract(videos.title, 'a+') AS a FROM videos": ("regexp_extract", DIALECTS[1:]),
    "SELECT split_part(videos.title, 'a', 2) AS a FROM videos": ("split_part", ("trino", "bigquery")),
    "SELECT median(videos.fps) AS a FROM videos": ("median", ("trino", "bigquery")),
    "SELECT quantile_cont(videos.fps, 0.25) AS a FROM videos": ("quantile_cont", ("trino", "bigquery")),
    "SELECT greatest(videos.fps, videos.width, 1) AS a FROM videos": ("greatest", ("trino", "bigquery")),
    "SELECT CAST(videos.fps AS INTEGER) AS a FROM videos": ("a cast that rounds", DIALECTS),
    "SELECT CAST(videos.fps AS VARCHAR) AS a FROM videos": ("a cast of a number to text", DIALECTS[1:]),
    "SELECT TRY_CAST(videos.title AS DATE) AS a FROM videos": ("", DIALECTS),
    "SELECT videos.fps // 2 AS a FROM videos": ("", DIALECTS),
    "SELECT videos.fps FROM videos USING SAMPLE 10": ("", DIALECTS),
    "SELECT arg_max(videos.title, videos.fps) AS a FROM videos": ("", DIALECTS),
    "SELECT hash(videos.title) AS a FROM videos": ("hash", DIALECTS),
    "SELECT strftime(videos.upload_date, '%Y') AS a FROM videos": ("", DIALECTS),
    "SELECT unnest(string_split(videos.title, ' ')) AS a FROM videos": ("", DIALECTS[1:]),
    "SELECT * EXCLUDE (fps) FROM videos": ("", DIALECTS),
    "SELECT videos.fps FROM videos QUALIFY row_number() OVER (ORDER BY videos.fps) = 1": ("", DIALECTS),
    "SELECT videos.fps FROM videos ORDER BY ALL": ("", DIALECTS),
    "SELECT videos.fps FROM videos GROUP BY ALL": ("", DIALECTS),
    "SELECT DISTINCT ON (videos.title) videos.fps FROM videos": ("", DIALECTS),
    "SELECT videos.fps FROM videos SEMI JOIN scenes ON videos.video_id = scenes.video_id": ("SEMI JOIN", DIALECTS),
    "SELECT videos.title ILIKE 'a' AS a FROM videos": ("", DIALECTS),
    "SELECT videos.title[1:2] AS a FROM videos": ("", DIALECTS),
}


@pytest.mark.parametrize("sql", REFUSED)
def test_refused(sql: str) -> None:
    what, dialects = REFUSED[sql]
    for dialect in dialects:
        with pytest.raises(QueryError, match=rf"mine cannot be translated to {dialect}: .*{what}"):
            translate(statement(sql), dialect)


REWRITTEN = {
    ("SELECT videos.width / videos.height AS a FROM videos", "trino"): 'CAST("videos"."width" AS DOUBLE)',
    ("SELECT videos.width / videos.height AS a FROM videos", "snowflake"): "CAST(videos.width AS DOUBLE)",
    ("SELECT avg(CASE WHEN videos.fps > 1 THEN 1.0 ELSE 0.0 END) AS a FROM videos", "trino"): "CAST(1.0 AS DOUBLE)",
    ("SELECT trim(videos.title) AS a FROM videos", "bigquery"): "TRIM(`videos`.`title`, ' ')",
    ("SELECT least(videos.fps, videos.width) AS a FROM videos", "bigquery"): "COALESCE(LEAST(",
    ("SELECT round(videos.fps) AS a FROM videos", "postgres"): "ROUND(CAST(",
    ("SELECT quantile_cont(videos.fps, 0.25) AS a FROM videos", "spark"): "PERCENTILE(",
    ("SELECT videos.fps FROM videos ORDER BY videos.fps", "spark"): "NULLS LAST",
    ("SELECT videos.fps FROM videos ORDER BY videos.fps DESC", "postgres"): "NULLS LAST",
    ("SELECT regexp_replace(videos.title, '\\s+', ' ', 'g') AS a FROM videos", "spark"): r"'\\s+', ' ')",
    ("SELECT regexp_replace(videos.title, '[a-z]+', ' ', 'g') AS a FROM videos", "trino"): "'[a-z]+', ' ')",
    ("SELECT md5(videos.title) AS a FROM videos", "trino"): "LOWER(TO_HEX(MD5(TO_UTF8(",
}


@pytest.mark.parametrize(("sql", "dialect"), REWRITTEN)
def test_rewritten(sql: str, dialect: str) -> None:
    assert REWRITTEN[sql, dialect] in translate(statement(sql), dialect)


def test_values_stay_texts() -> None:
    for dialect in DIALECTS:
        for value in ("'; DROP TABLE videos; --", "\\", "\\'", "a\nb", "$category", '"'):
            text = translate(EVERYTHING["top_channels"], dialect, {"category": value})
            (tree,) = sqlglot.parse(text, dialect=dialect)
            assert tree is not None
            assert value in {literal.name for literal in tree.find_all(exp.Literal)}


def test_command(sample_home: Home) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["--home", str(sample_home.root), "query", *arguments])
        return done.exit_code, done.stdout or done.stderr

    code, text = run("mood_mix", "-p", "category", "Sports", "--dialect", "spark")
    assert code == 0
    assert "'Sports'" in text
    assert text.startswith("WITH")
    code, text = run("top_channels", "--dialect", "trino")
    assert text.startswith("-- not run against a server\n")
    code, text = run("mood_mix", "--dialect", "trino")
    assert code == 1
    assert "mood_mix cannot be translated to trino: " in text


@pytest.mark.slow
def test_most_queries_are_spark_sql() -> None:
    claimed = [name for name in EVERYTHING if "spark" not in refused(name)]
    # what reads the language of the speech has rows that no SQL gives
    assert len(claimed) >= 0.85 * len(EVERYTHING)
