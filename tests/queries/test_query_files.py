"""The shipped SQL files hold what is taken for granted when they are loaded, and a user's own are checked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlglot import TokenType, exp
from sqlglot.dialects.dialect import Dialect

import warehouse
from tests.conftest import Record, write_shards
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.queries import Statement, load_checks, load_queries, load_views
from warehouse.queries.load import reads
from warehouse.queries.validate import check, parse

SHIPPED = (*load_views(), *load_checks(), *load_queries())


@pytest.mark.parametrize("statement", SHIPPED, ids=lambda statement: statement.name)
def test_shipped_file(statement: Statement) -> None:
    tree = check(statement)
    assert {table.name for table in tree.find_all(exp.Table) if not isinstance(table.this, exp.Func)} <= reads(
        statement.sql
    )
    tokens = Dialect.get_or_raise("duckdb").tokenize(statement.sql)
    marks = {token.start for token in tokens if token.token_type is TokenType.PARAMETER}
    assert statement.macro_sql == "".join(c for place, c in enumerate(statement.sql) if place not in marks)
    assert parse(statement).named_selects


HEADER = '/*\ntitle = "t"\ndoc = "d"\n{}\n*/\n'
X = '[parameters.x]\ntype = "integer"\ndoc = "x"\n{}'
FAULTS = {
    "no header": ("SELECT 1 AS a", "has no header"),
    "no TOML": ("/* title = */ SELECT 1 AS a", "not valid TOML"),
    "no doc": ('/* title = "t" */ SELECT 1 AS a', "no title or no doc"),
    "an unknown entry": (HEADER.format("tilte = 1") + "SELECT 1 AS a", "unknown entry tilte"),
    "no SELECT": (HEADER.format("") + "DROP TABLE videos", "is not a SELECT"),
    "two statements": (HEADER.format("") + "SELECT 1 AS a; DROP TABLE videos", "is not a SELECT"),
    "no SQL": (HEADER.format("") + "SELEC 1 FRM", "cannot be parsed|is not a SELECT"),
    "undeclared": (HEADER.format("") + "SELECT $x AS a", "uses without declaring the parameter x"),
    "unused": (HEADER.format(X.format("")) + "SELECT 1 AS a", "declares without using the parameter x"),
    "unknown type": (
        HEADER.format('[parameters.x]\ntype = "int"\ndoc = "x"') + "SELECT $x AS a",
        "declares the parameter x",
    ),
    "wrong default": (HEADER.format(X.format('default = "a"')) + "SELECT $x AS a", "which is not of type integer"),
    "boolean default": (HEADER.format(X.format("default = true")) + "SELECT $x AS a", "which is not of type integer"),
    "default not allowed": (
        HEADER.format(X.format("default = 3\nallowed = [1, 2]")) + "SELECT $x AS a",
        "allowed values",
    ),
    "an interval of a number": (HEADER.format("") + "SELECT wilson_low(2, x.n) AS a FROM x", "takes two columns"),
    "shadowed column": (HEADER.format(X.format("")) + "SELECT x FROM (SELECT 1 AS x) WHERE x = $x", "would hide"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_named_when_it_is_loaded(fault: str, tmp_path: Path) -> None:
    text, message = FAULTS[fault]
    path = tmp_path / "mine.sql"
    path.write_text(text)
    with pytest.raises(QueryError, match=message) as caught:
        load_queries(tmp_path)
    assert str(path) in str(caught.value)


def test_a_user_s_own_query_is_like_a_shipped_one(home: Home, tmp_path: Path, sample: list[Record]) -> None:
    home.queries.mkdir(parents=True)
    text = HEADER.format(X.format("default = 3\nallowed = [1, 3]"))
    (home.queries / "mine.sql").write_text(text + "SELECT '$x' AS t, count(*) + $x AS n FROM videos -- $x")
    ingest(home, str(write_shards(tmp_path / "source", sample[:4])))
    opened = warehouse.open(home.root)
    assert opened.query("mine", x=1).rows() == [("$x", 5)]
    assert opened.sql("SELECT * FROM mine(x := 1)").rows() == [("$x", 5)]
    with pytest.raises(QueryError, match="it takes 1, 3"):
        opened.query("mine", x=2)
    with pytest.raises(QueryError, match="it takes 1, 3"):
        opened.query("mine", x=True)


# they have the times as they were given: they show, count or check them, or look up what lies at a moment
AS_GIVEN = {
    "moments", "column_gaps", "quality_score", "video_outline", "dynamism_arc", "mood_arc", "mood_change_times",
}  # fmt: skip
CUT = {"scene_spans", "activity_spans", "prop_spans", "speech_segments"}


def test_times_are_cut_at_the_end_of_the_video_in_one_layer() -> None:
    reads = re.compile(r"\b(scenes|activities|props|editing_details|transcript_segments)\.end_seconds\b")
    found = {statement.name for statement in (*load_views(), *load_queries()) if reads.search(statement.sql)}
    found.discard("quality_issues")  # it holds the audits
    assert found - CUT <= AS_GIVEN
    assert found >= CUT
