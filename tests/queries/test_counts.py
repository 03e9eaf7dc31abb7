"""Beside every mean, median, rate and share stands the number of things that it is of, and of how many videos."""

from __future__ import annotations

import math
import re
from pathlib import Path

import polars as pl
import pytest
from sqlglot import exp

from tests.queries.cases import QUERIES, result
from warehouse.errors import QueryError
from warehouse.queries.statement import Statement, read_statement
from warehouse.queries.validate import parse
from warehouse.session import Warehouse

NAMED = re.compile(r"(^|_)(mean|median|quartile|share|per_minute|per_scene|rate|balance)(_|$)")
# one row of these is one thing, whose shares and rates are its own
OF_ONE = {"video_id"}
# a part of a scene or video, or a row of a table and not of videos
NO_VIDEOS = {"mood_change_times", "missing_values"}
GROUPED = [query for query in QUERIES.values() if not OF_ONE & query.columns.keys()]
COUNTED = [query for query in GROUPED if query.counts]


@pytest.mark.parametrize("query", GROUPED, ids=lambda query: query.name)
def test_every_mean_has_declared_its_count(query: Statement, wh: Warehouse) -> None:
    types = result(wh, query.name).schema
    averaged = {
        select.alias_or_name
        for select in parse(query).selects
        if list(select.find_all(exp.Avg, exp.Median, exp.PercentileCont, exp.Quantile, exp.Corr))
    }
    own = {query.bins.column, "from_share"} if query.bins else set()
    named = {column for column in query.columns if types[column].is_float() and NAMED.search(column)}
    ends = {column for column in query.columns if column.endswith(("_low", "_high"))}
    assert (averaged | named) - own - ends <= set(query.counts)
    assert all(types[column].is_float() for column in query.counts)
    assert all(types[column].is_integer() for column in query.counts.values())
    if query.counts and query.name not in NO_VIDEOS:
        assert {"videos", "in_all"} & query.columns.keys()


@pytest.mark.parametrize("query", COUNTED, ids=lambda query: query.name)
def test_a_mean_of_nothing_is_null(query: Statement, wh: Warehouse) -> None:
    found = result(wh, query.name)
    for column, count in query.counts.items():
        if column not in {"share", "time_share"}:
            assert found.filter(pl.col(count) == 0)[column].null_count() == found.filter(pl.col(count) == 0).height
    videos = found["videos"] if "videos" in found.columns else pl.Series([1])
    assert videos.min() is not None


WITH_ENDS = [
    (query, column)
    for query in COUNTED
    for column in query.counts
    if f"{column}_low" in query.columns and "share" in column
]


@pytest.mark.parametrize(("query", "column"), WITH_ENDS, ids=lambda part: getattr(part, "name", part))
def test_the_interval_of_a_share_is_wilson_s(query: Statement, column: str, wh: Warehouse) -> None:
    found = result(wh, query.name).filter(pl.col(query.counts[column]) > 0)
    assert not found.is_empty()
    for row in found.to_dicts():
        n, z = row[query.counts[column]], 1.96
        p = round(row[column] * n) / n
        middle, reach = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        low, high = ((middle + sign * reach) / (1 + z * z / n) for sign in (-1, 1))
        assert row[f"{column}_low"] == pytest.approx(low, abs=6e-5)
        assert row[f"{column}_high"] == pytest.approx(high, abs=6e-5)


# shares that have no interval, and why
CLASSES = "classes of one distribution, of which the whole is looked at"
SECONDS = "a share of seconds, which are no trials"
WHOLE = "the data itself is described, nothing is concluded from it"
WITHOUT = {
    **dict.fromkeys(
        (
            *("duration_distribution", "video_formats", "scene_lengths", "mood_change_times", "activity_lengths"),
            *("score_distribution", "speech_coverage", "cast_sizes", "climax_position", "narrative_arc"),
        ),
        CLASSES,
    ),
    **dict.fromkeys(("mood_mix.time_share", "valence_by_category.time_share"), SECONDS),
    **dict.fromkeys(
        ("seen_and_said.spoken_time_share", "speech_by_mood.speech_share", "opening_hook.speech_share"), SECONDS
    ),
    **dict.fromkeys(("missing_values", "audit_summary", "top_tags", "uncovered_time"), WHOLE),
    "storyline_lengths.mean_share": "a mean of shares, which has its count",
    "techniques_by_mood.overall_share": "what the share beside it is compared with",
}


@pytest.mark.parametrize("query", GROUPED, ids=lambda query: query.name)
def test_shares_that_are_compared_have_an_interval(query: Statement) -> None:
    own = {query.bins.column, "from_share"} if query.bins else set()
    shares = {column for column in query.columns if column.endswith("share")} - own
    for column in shares:
        assert {f"{column}_low", f"{column}_high"} <= query.columns.keys() or WITHOUT.get(
            f"{query.name}.{column}", WITHOUT.get(query.name)
        ), column


def test_what_has_no_interval_is_there() -> None:
    for name, _, column in (name.partition(".") for name in WITHOUT):
        assert not column or column in QUERIES[name].columns
        assert name in QUERIES


RANKED = (
    "mood_and_views", "mood_dynamism", "prop_pairs", "speech_by_mood", "popularity_by_category", "dynamism_by_category",
    "editing_pace", "narrative_density", "speaking_rate",
)  # fmt: skip


@pytest.mark.parametrize("name", RANKED)
def test_a_ranking_leaves_out_what_few_videos_have(name: str, wh: Warehouse) -> None:
    few = wh.query(name, minimum_videos=1)
    for least in (2, 3):
        assert wh.query(name, minimum_videos=least).height == (few["videos"] >= least).sum()
    default = QUERIES[name].parameter("minimum_videos").default
    assert isinstance(default, int)
    assert result(wh, name)["videos"].ge(default).all()


def test_counts_of_what_is_no_column_are_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.sql"
    path.write_text('/*\ntitle = "t"\ndoc = "d"\n[columns]\na = "a"\n[counts]\na = "n"\n*/\nSELECT 1 AS a')
    with pytest.raises(QueryError, match="declares counts of n, which is none of its columns"):
        read_statement(path)
