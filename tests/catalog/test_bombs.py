"""Statements that would take all time or memory end at their limits, and the process lives on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.processes import PATIENCE_SECONDS
from warehouse.catalog.engine import Engine, Limits
from warehouse.errors import QueryError
from warehouse.home import Home

pytestmark = [pytest.mark.slow]

RECURSIVE = "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT {}) SELECT count(*) FROM r"
# the engine listens while it runs them
ENDED_BY_THE_ENGINE = {
    "range": "SELECT sum(range) FROM range(1000000000000)",
    "rows": "FROM range(1000000000000)",
    "series": "FROM generate_series(1, 1000000000000)",
    "cross join": "SELECT max(a.scene_index * b.scene_index) FROM scenes a, scenes b, scenes c, scenes d",
    "recursion": RECURSIVE.format("n + 1 FROM r"),
    "recursion that widens": RECURSIVE.format("n FROM r, range(10)"),
    "recursion of texts": RECURSIVE.replace("1 AS n", "'x' AS n").format("n || n FROM r"),
    "texts": "SELECT repeat('x', 1000000) FROM range(100000)",
    "list": "SELECT list(range) FROM range(1000000000)",
    "text of rows": "SELECT string_agg(range::VARCHAR) FROM range(1000000000)",
    "list that is too long": "SELECT generate_series(1, 1000000000000)",
    "list of any length": "SELECT list_resize([1], 100000000000)",
    "text that is too long": "SELECT length(repeat(repeat('x', 1000000), 1000000))",
    "doubled forty times": "WITH a0 AS (SELECT 1 AS x), "
    + ", ".join(f"a{n} AS (FROM a{n - 1} UNION ALL FROM a{n - 1})" for n in range(1, 40))
    + " SELECT count(*) FROM a39",
    "sort": "FROM range(1000000000) ORDER BY hash(range)",
    "distinct": "SELECT count(DISTINCT range) FROM range(1000000000000)",
    "window": "SELECT sum(range) OVER (ORDER BY hash(range)) FROM range(1000000000)",
    "histogram": "SELECT histogram(range) FROM range(1000000000)",
    "quantile": "SELECT quantile_cont(range, 0.5) FROM range(1000000000000)",
    "unnest": "SELECT unnest(range(1000)) FROM range(1000000000)",
    "hashes": "SELECT max(md5(range::VARCHAR)) FROM range(1000000000000)",
    "sleep": "SELECT sleep_ms(100000000)",
    "sleep by the other name": "SELECT pg_sleep(100000)",
    "brackets": f"SELECT {'(' * 5000}1{')' * 5000}",
    "calls": f"SELECT {'abs(' * 5000}1{')' * 5000}",
    "terms": f"SELECT {'+'.join('1' * 20000)}",
    "repetitions of a pattern": "SELECT regexp_matches('x', '((((a{100}){100}){100}){100})')",
}
# one step takes minutes, or more memory than the limit: the command line ends its process a little after the time
ENDED_BY_THE_COMMAND_LINE = {
    "text of 2 GB": "SELECT repeat('x', 2000000000)",
    "padded text": "SELECT lpad('x', 2000000000, 'y')",
    "pattern": "SELECT regexp_matches(repeat('a', 10000000), '(a?){1000}b')",
    "split": "SELECT string_split_regex(repeat('a', 50000000), '')",
    "format": "SELECT format('{:>2000000000}', 'x')",
    "lists": "SELECT list_zip(range(100000000), range(100000000))",
    "list that is sorted": "SELECT list_sort(range(100000000), 'DESC')",
    "lambda": "SELECT list_reduce(range(100000000), lambda x, y: x + y)",
    "map": "SELECT map(range(30000000), range(30000000))",
    "digits": "SELECT (repeat('9', 1000000)::BIGNUM)::VARCHAR",
    "JSON": "SELECT json_extract(repeat('[', 10000000), '$')",
    "distance": "SELECT levenshtein(repeat('a', 1000000), repeat('b', 1000000))",
    "replacements": "SELECT length(replace(repeat('x', 1000000), 'x', repeat('y', 4000)))",
    "joins": "SELECT count(*) FROM videos v0" + "".join(f" JOIN videos v{n} USING (video_id)" for n in range(1, 200)),
}


@pytest.fixture(scope="module")
def engine(sample_home: Home) -> Engine:
    return Engine(sample_home, sample_home.require_current(), Limits(memory="200MB", seconds=0.5))


@pytest.mark.parametrize("bomb", ENDED_BY_THE_ENGINE)
def test_the_engine_ends_it(bomb: str, engine: Engine) -> None:
    with pytest.raises(QueryError) as caught:
        engine.frame(ENDED_BY_THE_ENGINE[bomb], {})
    assert "\n" not in str(caught.value)
    assert engine.frame("SELECT count(*) FROM videos", {}).item() == 48


@pytest.mark.parametrize("bomb", ENDED_BY_THE_COMMAND_LINE)
def test_the_command_line_ends_it(bomb: str, sample_home: Home) -> None:
    whole = [sys.executable, "-m", "warehouse", "--home", str(sample_home.root), "sql", "-", "--timeout", "0.5"]
    told = subprocess.run(
        [*whole, "--memory-limit", "200MB"],
        input=ENDED_BY_THE_COMMAND_LINE[bomb],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (1, "", 1), told
    assert told.stderr.startswith("Error: The statement ")
