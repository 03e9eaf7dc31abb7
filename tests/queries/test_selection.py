"""Samples and splits: shares that hold to one video, channels in one part, and draws that do not follow each other."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

import duckdb
import polars as pl
import pytest

from tests.queries.cases import QUERIES
from tests.queries.second import split
from warehouse.queries.bind import bind

SHARES = {"train": 0.8, "validation": 0.1, "test": 0.1}


@pytest.fixture(scope="module")
def made_up() -> pl.DataFrame:
    """12,800 videos in 120 categories, most of them small; a channel has 1 to 120 videos, mostly of one category."""
    chance, channel = random.Random(5), 0
    rows: list[tuple[str, str, str, str]] = []
    while len(rows) < 12_800:
        channel, home = channel + 1, int(120 * chance.random() ** 2)
        for _ in range(min(int(chance.paretovariate(1.1)), 120, 12_800 - len(rows))):
            fine = home if chance.random() < 0.9 else chance.randrange(120)
            rows.append((f"video-{len(rows):05}", f"p{fine % 10}", f"f{fine}", f"channel {channel}"))
    columns = ["video_id", "content_parent_category", "content_fine_category", "youtube_channel"]
    return pl.DataFrame(rows, columns, orient="row").with_columns(duration_seconds=60)


@pytest.fixture(scope="module")
def connection(made_up: pl.DataFrame) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.register("videos", made_up)
    return connection


def drawn(connection: duckdb.DuckDBPyConnection, name: str, **given: object) -> pl.DataFrame:
    found: pl.DataFrame = connection.sql(QUERIES[name].sql, params=bind(QUERIES[name], given)).pl()
    return found


@pytest.mark.parametrize("group_by", ["video", "channel"])
def test_split_equals_units_dealt_one_by_one(
    group_by: str, made_up: pl.DataFrame, connection: duckdb.DuckDBPyConnection
) -> None:
    found = drawn(connection, "stratified_split", group_by=group_by)
    rows = made_up.sort("video_id").select(pl.exclude("duration_seconds")).rows()
    assert found["part"].to_list() == split(rows, group_by)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_split_by_video_holds_the_shares(seed: int, connection: duckdb.DuckDBPyConnection) -> None:
    found = drawn(connection, "stratified_split", group_by="video", seed=seed)
    assert Counter(found["part"]) == {"train": 10_240, "validation": 1_280, "test": 1_280}
    for _, stratum in found.group_by("parent_category", "fine_category"):
        for part, share in SHARES.items():
            assert abs(Counter(stratum["part"])[part] - share * stratum.height) <= 2


def test_small_strata_are_not_all_train(wh_split: Counter[str]) -> None:
    assert wh_split == {"train": 38, "validation": 5, "test": 5}


@pytest.fixture
def wh_split(request: pytest.FixtureRequest) -> Counter[str]:
    return Counter(request.getfixturevalue("wh").query("stratified_split")["part"])


def test_split_by_channel_has_each_channel_once_and_says_what_it_costs(
    made_up: pl.DataFrame, connection: duckdb.DuckDBPyConnection
) -> None:
    found = drawn(connection, "stratified_split").join(made_up, "video_id")
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for row in found.to_dicts():
        parts[row["youtube_channel"]].add(row["part"])
    assert {len(of_channel) for of_channel in parts.values()} == {1}
    counts = Counter(found["part"])
    largest = max(Counter(made_up["youtube_channel"]).values())
    train, validation, test = (counts[part] for part in SHARES)
    told = (
        f"{found.height:,} made-up videos of {len(parts):,} channels, of 1 to {largest} videos, "
        f"give {train:,}, {validation:,} and {test:,},"
    )
    assert told in " ".join(QUERIES["stratified_split"].doc.split())


def test_samples_and_split_with_one_seed_do_not_follow_each_other(connection: duckdb.DuckDBPyConnection) -> None:
    parts = dict(drawn(connection, "stratified_split", group_by="video").select("video_id", "part").iter_rows())
    balanced = drawn(connection, "balanced_sample", videos_per_category=5)["video_id"]
    some = drawn(connection, "random_sample", row_limit=600)["video_id"]
    for sample in (balanced, some):
        trained = sum(parts[video] == "train" for video in sample) / len(sample)
        assert 0.74 < trained < 0.86
    assert len(set(balanced) & set(some)) < 0.15 * len(some)
