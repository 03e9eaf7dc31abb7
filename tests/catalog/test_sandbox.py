"""Statements can read one snapshot, and do nothing else; bounds hold, and values are never text of a statement."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import duckdb
import polars as pl
import pytest

import warehouse
from tests.catalog.guarded import SECRET, files, filled, make_home, refused
from tests.conftest import Record
from tests.processes import PATIENCE_SECONDS
from warehouse.catalog.engine import Engine, Limits
from warehouse.errors import QueryError
from warehouse.home import Home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, sample: list[Record]) -> Home:
    return make_home(tmp_path_factory.mktemp("safety"), sample[:6])


# {secret}, {folder}, {snapshot} and {catalog} are paths; {out} is where nothing may be written
HOSTILE = [
    *("DROP VIEW videos", "CREATE TABLE t AS SELECT 1", "CREATE VIEW v AS SELECT 1", "INSERT INTO labelled VALUES (1)"),
    *("DELETE FROM labelled", "UPDATE labelled SET label = 'y'", "TRUNCATE labelled", "ALTER TABLE labelled ADD x INT"),
    *("ATTACH '{out}' AS x", "ATTACH ':memory:' AS x", "DETACH catalog", "USE catalog", "CHECKPOINT", "VACUUM"),
    *("COPY videos TO '{out}'", "COPY (SELECT 1) TO '{out}'", "COPY t FROM '{secret}'", "EXPORT DATABASE '{out}'"),
    *("INSTALL httpfs", "LOAD httpfs", "LOAD '{secret}'", "PRAGMA database_list", "PRAGMA enable_profiling"),
    *("SET enable_external_access = true", "SET lock_configuration = false", "RESET memory_limit"),
    *("SET GLOBAL allowed_paths = ['{secret}']", "SET VARIABLE x = 1", "CALL enable_logging()", "BEGIN"),
    *("CREATE SECRET s (TYPE http)", "CREATE MACRO videos() AS TABLE SELECT 1", "PREPARE p AS SELECT 1", "EXECUTE p"),
    *("SELECT 1; DROP VIEW videos", "/* */ DROP VIEW videos -- SELECT", "", ";", "-- nothing", "SELECT 1; SELECT 2"),
    *("EXPLAIN ANALYZE DROP VIEW videos", "EXPLAIN ANALYZE COPY (SELECT 1) TO '{out}'", "EXPLAIN DROP VIEW videos"),
    *("EXPLAIN (ANALYZE) CREATE TABLE t AS SELECT 1", "/**/EXPLAIN/**/ANALYZE CREATE TABLE t AS SELECT 1"),
    *("explain\tanalyze INSERT INTO labelled VALUES (1)", "WITH x AS (DELETE FROM labelled RETURNING *) FROM x"),
    *("SELECT * FROM read_csv('{secret}')", "SELECT * FROM read_csv_auto('{secret}')", "FROM '{secret}'"),
    *("SELECT * FROM read_text('{secret}')", "SELECT * FROM read_blob('{secret}')", "FROM read_json('{secret}')"),
    *("SELECT * FROM read_parquet('{folder}/secret.parquet')", "FROM parquet_scan('{folder}/secret.parquet')"),
    *("FROM parquet_metadata('{folder}/secret.parquet')", "FROM parquet_schema('{folder}/secret.parquet')"),
    *("FROM parquet_kv_metadata('{folder}/secret.parquet')", "FROM parquet_file_metadata('{folder}/secret.parquet')"),
    *("FROM sniff_csv('{secret}')", "FROM read_duckdb('{catalog}')", "FROM read_blob('{catalog}')", "FROM '{catalog}'"),
    *(
        "FROM glob('{folder}/*')",
        "FROM glob('{snapshot}/*')",
        "FROM glob('/etc/pass*')",
        "FROM read_text('/etc/passwd')",
    ),
    *("FROM read_text('{snapshot}/manifest.json')", "FROM read_text('{snapshot}/../../finevideo.duckdb')"),
    *("FROM read_csv('{snapshot}/link.csv')", "FROM read_csv('{snapshot}/props/link.csv')"),
    *("FROM read_parquet('{snapshot}/props/part-99999.parquet')", "FROM read_parquet('{snapshot}/linked/*.parquet')"),
    *("FROM read_text('{snapshot}/scenes/../../../../secret.csv')", "FROM read_parquet('{snapshot}/**/*.parquet')"),
    *("FROM query('FROM read_csv(''{secret}'')')", "FROM query_table('{secret}')", "FROM query('DROP VIEW videos')"),
    *("FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''{secret}'')'))", "SELECT getenv('HOME')"),
    *("FROM read_json_objects('{secret}')", "FROM read_ndjson('{secret}')", "FROM read_csv(['{secret}'])"),
    *(
        "SELECT * FROM read_csv('file://{secret}')",
        "FROM read_csv('https://example.org/x.csv')",
        "FROM 's3://a/b.parquet'",
    ),
    *("FROM duckdb_secrets()", "FROM which_secret('s3://a', 's3')", "FROM sqlite_scan('{secret}', 't')"),
    *("FROM st_read('{secret}')", "FROM postgres_scan('', '', '')", "FROM enable_logging()", "FROM enable_profiling()"),
    *("FROM force_checkpoint()", "SELECT nextval('counter')", "FROM arrow_scan(1, 2, 3)", "FROM pandas_scan(1)"),
    *("FROM python_frame", "SELECT * FROM python_frame AS videos", "FROM query_table('python_frame')"),
    *("FROM peek", "FROM peek_text", "FROM peek_macro()", "FROM catalog.peek", "FROM catalog.main.peek_text"),
    *("SELECT (SELECT b FROM read_csv('{secret}'))", "SELECT 1 WHERE EXISTS (FROM read_text('{secret}'))"),
    *("WITH videos AS (FROM '{secret}') FROM videos", "SELECT * FROM videos UNION ALL BY NAME FROM '{secret}'"),
    *("FROM read_csv('{secret}', filename = true)", "PIVOT '{secret}' ON a", "DESCRIBE FROM '{secret}'"),
    *(
        "CREATE TABLE t AS PIVOT videos ON fps",
        "INSERT INTO labelled PIVOT videos ON fps",
        "EXPLAIN PIVOT videos ON fps",
    ),
    *("COPY (PIVOT videos ON fps) TO '{out}'", "PIVOT videos ON fps; DROP VIEW videos", "PIVOT (FROM '{secret}') ON a"),
    *("WITH x AS (DELETE FROM labelled RETURNING *) PIVOT x ON label", "PIVOT videos ON fps) TO '{out}' (FORMAT csv"),
    *("CREATE TABLE t AS FROM (PIVOT videos ON fps)", "PIVOT (FROM read_text('{secret}')) ON content USING count(*)"),
    *("SUMMARIZE '{secret}'", "FROM read_text(getvariable('x'))", "SELECT * FROM read_text($path)"),
]
python_frame = pl.DataFrame({"a": [SECRET]})


@pytest.mark.slow
@pytest.mark.parametrize("with_catalog", [False, True], ids=["engine", "fallback"])
def test_hostile_statements(with_catalog: bool, home: Home) -> None:
    assert len(HOSTILE) >= 60
    engine = Engine(home if with_catalog else Home(home.root / "none"), home.require_current(), Limits())
    before = files(home)
    for statement in HOSTILE:
        text = filled(statement, home)
        # a name that only the catalog has leads to the fallback
        if with_catalog and text.startswith(("FROM ", "SELECT * FROM ")):
            text = f"WITH other AS (FROM labelled) {text}"
        told = refused(engine, text, {"path": filled("{secret}", home)} if "$path" in text else {})
        assert SECRET not in told
        assert "\n" not in told
    assert engine.frame("SELECT count(*) FROM videos", {}).item() == 6
    assert files(home) == before


def test_what_a_user_made_is_read(home: Home) -> None:
    wh = warehouse.open(home.root)
    assert wh.sql("SELECT count(*) FROM labelled").item() == 6
    assert wh.sql("SELECT count(*) FROM labelled_scenes").item() == wh.sql("SELECT count(*) FROM scenes").item()
    assert wh.sql("EXPLAIN ANALYZE SELECT count(*) FROM scenes").height


def test_a_query_without_its_brackets(home: Home) -> None:
    wh = warehouse.open(home.root)
    relations = wh.sql("SELECT view_name FROM duckdb_views() ORDER BY view_name")
    assert wh.sql("FROM mood_mix").equals(wh.query("mood_mix"))
    joined = "SELECT count(*) FROM Mood_Mix JOIN scene_moods USING (mood) JOIN labelled USING (video_id), cast_sizes"
    assert wh.sql(joined).equals(wh.sql(joined.replace("Mood_Mix", "mood_mix()").replace("sizes", "sizes()")))
    assert wh.sql("WITH mood_mix AS (SELECT 7 AS n) FROM mood_mix").item() == 7
    # what a user has made under the name of a query comes first, and no view is left behind
    with duckdb.connect(home.catalog) as connection:
        connection.execute("CREATE TABLE top_tags AS SELECT 'mine' AS whose")
    assert wh.sql("FROM top_tags").item() == "mine"
    assert wh.sql("SELECT view_name FROM duckdb_views() ORDER BY view_name").equals(relations)


PIVOTS = [
    "PIVOT scene_moods ON valence USING count(*) GROUP BY video_id",
    "-- all\nPIVOT scene_moods ON valence USING count(*) GROUP BY video_id; -- done",
    "WITH m AS (FROM scene_moods) FROM (PIVOT m ON valence USING count(*) GROUP BY video_id)",
    "SELECT * FROM (PIVOT (FROM scene_moods) ON valence USING count(*) GROUP BY video_id);",
]


def test_a_pivot_whose_columns_the_data_names(home: Home) -> None:
    wh = warehouse.open(home.root)
    counts = wh.sql("SELECT video_id, valence, count(*) AS n FROM scene_moods WHERE valence IS NOT NULL GROUP BY ALL")
    for statement in PIVOTS:
        found = wh.sql(statement)
        assert set(found.columns) == {"video_id", *counts["valence"]}
        sums = {name: found[name].sum() for name in found.columns if name != "video_id"}
        assert sums == {name: part["n"].sum() for (name,), part in counts.group_by("valence")}
    assert wh.sql("FROM labelled PIVOT (count(*) FOR label IN ('x'))").height == 6
    assert wh.sql("PIVOT labelled ON label").height == 6
    with pytest.raises(QueryError, match="takes no parameters"):
        wh.sql("PIVOT scene_moods ON valence USING count(*) FILTER (mood = $mood)", {"mood": "Calm"})


def test_names_that_come_near(home: Home) -> None:
    wh = warehouse.open(home.root)
    for statement, message in {
        "FROM labeled": 'There is no table or view labeled. Did you mean "labelled"?',
        "FROM scnes": 'Did you mean "scenes"',
        "FROM mood_mx()": 'Did you mean "mood_mix"',
        "SELECT lable FROM labelled": '"label"',
        "SELECT titel FROM scenes": '"title"',
        "FROM xyzzy": "There is no table or view xyzzy.",
    }.items():
        with pytest.raises(QueryError) as caught:
            wh.sql(statement)
        assert message in str(caught.value)
        assert "catalog." not in str(caught.value)


ENDLESS = "SELECT sum(a.range * b.range) FROM range(9999999) a, range(999999) b"
# the engine listens between steps, and this one takes many minutes
ONE_LONG_STEP = "levenshtein(repeat('a', 1000000), repeat('b', 1000000))"
HEAVY = {
    "sort": "SELECT * FROM range(20000000) ORDER BY md5(range::VARCHAR)",
    "group": "SELECT count(*) FROM (SELECT DISTINCT md5(range::VARCHAR) FROM range(20000000))",
    "list": "SELECT list(range) FROM range(50000000)",
    "rows": "SELECT range, range + 1 AS next FROM range(100000000)",
}


@pytest.mark.parametrize("statement", HEAVY)
def test_memory_limit(statement: str, home: Home) -> None:
    engine = Engine(home, home.require_current(), Limits(memory="60MB"))
    with pytest.raises(QueryError, match=r"more memory|larger than 60MB"):
        engine.frame(HEAVY[statement], {})
    assert engine.frame("SELECT 1", {}).item() == 1


def test_no_amount_of_memory(home: Home) -> None:
    with pytest.raises(QueryError, match="not a valid memory size"):
        Engine(home, home.require_current(), Limits(memory="much"))


@pytest.fixture
def slow_query(tmp_path: Path) -> Path:
    (tmp_path / "slow.sql").write_text(f'/*\ntitle = "t"\ndoc = "d"\n*/\n{ENDLESS}')
    return tmp_path


def test_time_limit(home: Home, slow_query: Path) -> None:
    engine = Engine(home, home.require_current(), Limits(seconds=0.2))
    for statement in (ENDLESS, "SELECT pg_sleep(60)"):
        with pytest.raises(QueryError, match=r"longer than 0.2 s"):
            engine.frame(statement, {})
    engine._limits = Limits()
    assert engine.frame("SELECT 1", {}).item() == 1
    told = command(home, "query", "slow", "--queries", str(slow_query), "--timeout", "0.2")
    assert "longer than 0.2 s" in told.stderr


LATE = """
import sys, time
from warehouse.catalog.engine import Engine, Limits
from warehouse.home import Home
def late(connection):
    time.sleep(0.2)
    return connection.execute(sys.argv[2]).fetchall()
home = Home.at(sys.argv[1])
Engine(home, home.require_current(), Limits(seconds=0.05))._run("SELECT 1", late)
"""


def test_time_limit_that_is_over_before_the_statement_begins(home: Home) -> None:
    whole = [sys.executable, "-c", LATE, str(home.root), ENDLESS]
    done = subprocess.run(whole, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
    assert "longer than 0.05 s" in done.stderr


@pytest.mark.slow
def test_time_limit_where_the_engine_does_not_listen(home: Home) -> None:
    told = command(home, "sql", f"SELECT {ONE_LONG_STEP}", "--timeout", "0.2")
    assert "longer than 0.2 s" in told.stderr
    assert told.returncode == 1


VALUES = [
    *("'", "''", "'; DROP VIEW videos; --", "' OR '1' = '1", "\\", "\\'", '"', "$category", "$$", "$1", "?", "%", "*/"),
    *("' UNION ALL SELECT 1 --", "x') --", "\x00", "\n", "{}", "é\u202e", "Sports'", "NULL", "getenv('HOME')"),
]


def test_values_are_bound(home: Home) -> None:
    wh = warehouse.open(home.root)
    for value in VALUES:
        with pytest.raises(QueryError, match="finds nothing for category"):
            wh.query("videos_by_category", category=value)
        assert wh.sql("SELECT $value", {"value": value}).item() == value
        assert wh.query("find_videos", phrase=value).columns
    for wrong in (1, True, ["Sports"], {"a": 1}, b"Sports"):
        with pytest.raises(QueryError, match="category"):
            wh.query("videos_by_category", category=wrong)
    with pytest.raises(QueryError, match="category"):
        wh.query("videos_by_category", **{"category) --": "x"})
    with pytest.raises(QueryError, match="row_limit"):
        wh.query("top_tags", row_limit="1; DROP VIEW videos")
    with pytest.raises(QueryError, match="cannot take -3 for row_limit: it takes a whole number of at least 0"):
        wh.query("top_tags", row_limit=-3)


def test_values_are_bound_in_the_shell_s_macros(home: Home) -> None:
    shell = Path(sysconfig.get_path("scripts")) / "duckdb"
    literals = ["'" + value.replace("'", "''") + "'" for value in VALUES if "\x00" not in value]
    script = "".join(f"SELECT count(*) FROM videos_by_category(category := {text});\n" for text in literals)
    script += "SELECT count(*) FROM videos;\n"
    whole = [str(shell), "-readonly", "-noheader", "-list", str(home.catalog)]
    done = subprocess.run(whole, input=script, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0"] * len(literals) + ["6"], done.stderr


def test_types_that_frames_have_not(home: Home) -> None:
    with pytest.raises(QueryError, match="column span is of type INTERVAL"):
        warehouse.open(home.root).sql("SELECT INTERVAL 1 DAY AS span")


def command(home: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    whole = [sys.executable, "-m", "warehouse", "--home", str(home.root), *arguments]
    return subprocess.run(whole, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
