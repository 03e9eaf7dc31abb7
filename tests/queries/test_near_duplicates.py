"""Near duplicates: texts that were copied with more and more words changed, against every pair compared."""

from __future__ import annotations

import random

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.queries.cases import QUERIES
from tests.queries.second_questions import similar_texts
from warehouse.queries.bind import bind
from warehouse.session import Warehouse

WORDS = [f"word{number}" for number in range(400)] + ["\u00e9t\u00e9", "\u4f60\u597d", "don't", "3.5"]
COLUMNS = {"description": "description", "transcript": "text_to_speech", "youtube_description": "youtube_description"}


@pytest.fixture(scope="module")
def texts() -> pl.DataFrame:
    """Twenty texts, each with four copies of which 0, 1, 4 and 20 of 120 words are others."""
    chance = random.Random(3)
    rows: list[tuple[str, str | None, str | None]] = []
    for number in range(20):
        original = chance.choices(WORDS, k=120)
        for copy, changes in enumerate((0, 0, 1, 4, 20)):
            words = list(original)
            for place in chance.sample(range(120), changes):
                words[place] = chance.choice(WORDS)
            said = " ".join(words)
            text = said if copy % 2 else f"  {said.upper()} -- "
            channel = [None, "", "a", "a", "b"][copy]
            rows.append((f"video-{number:02}-{copy}", text, channel))
    rows += [("short-1", "one two three four five six", "a"), ("short-2", "one two three four five six", "b")]
    rows += [("empty-1", "", "a"), ("empty-2", " .", "b"), ("null", None, "b")]
    frame = pl.DataFrame(rows, ["video_id", "description", "youtube_channel"], orient="row")
    return frame.with_columns(
        pl.col("description").alias("text_to_speech"),
        pl.col("description").alias("youtube_description"),
        pl.col("video_id").alias("youtube_title"),
        content_parent_category=pl.lit("p"),
        content_fine_category=pl.lit("f"),
    )


def asked(texts: pl.DataFrame, **given: object) -> pl.DataFrame:
    with duckdb.connect() as connection:
        connection.register("videos", texts)
        query = QUERIES["near_duplicates"]
        found: pl.DataFrame = connection.sql(query.sql, params=bind(query, {"row_limit": None, **given})).pl()
        return found


@pytest.mark.parametrize("minimum", [0.3, 0.9])
@pytest.mark.parametrize("text", COLUMNS)
def test_equals_every_pair_compared(text: str, minimum: float, texts: pl.DataFrame) -> None:
    found = asked(texts, text=text, minimum_jaccard=minimum)
    expected = similar_texts(texts.to_dicts(), COLUMNS[text], minimum)
    assert expected.height >= 40
    keys = ["video_1", "video_2"]
    assert_frame_equal(found.sort(keys), expected.sort(keys), check_dtypes=False, abs_tol=0.00005, rel_tol=0)
    assert found["same_words"].sum() == 20


def test_short_texts_are_compared_if_one_wants(texts: pl.DataFrame) -> None:
    found = asked(texts, minimum_words=6, minimum_jaccard=1.0)
    assert ("short-1", "short-2", 1.0, True, 2, 6, 6, False) in [row[:8] for row in found.rows()]
    assert "short-1" not in asked(texts, minimum_jaccard=1.0)["video_1"].to_list()


@pytest.mark.parametrize("text", COLUMNS)
def test_texts_of_videos(text: str, wh: Warehouse) -> None:
    found = wh.query("near_duplicates", text=text)
    assert found.height == similar_texts(wh.scan("videos").collect().to_dicts(), COLUMNS[text], 0.5).height
