"""The language of what is said: known ones are told, too little tells none, and only what is stored has rows."""

from __future__ import annotations

import copy
import socket
from pathlib import Path

import pytest

import warehouse
from tests.conftest import Record, write_shards
from tests.queries.conftest import connected, tables_alone
from tests.queries.made_up import in_another_language
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.ingest import Options, ingest
from warehouse.queries import load_views
from warehouse.session import Warehouse
from warehouse.snapshot.languages import MINIMUM_CHARACTERS, MINIMUM_PROBABILITY, detect_language
from warehouse.snapshot.stored_views import OUTSIDE_SQL

SAID = {
    "ar": "اليوم سوف نحضر حساء بسيطا جدا",
    "de": "heute machen wir eine ganz einfache Suppe und ihr braucht nur drei Dinge",
    "en": "today we are going to make a very simple soup and you only need three things",
    "es": "hoy vamos a preparar una sopa muy sencilla y solo necesitas tres cosas",
    "fr": "on va préparer une soupe très simple et vous avez besoin de trois choses",
    "hi": "आज हम एक बहुत ही आसान सूप बनाने वाले हैं",
    "ja": "今日はとても簡単なスープを作ります台所にあるもの",
    "pt": "hoje vamos fazer uma sopa muito simples e você só precisa de três coisas",
    "ru": "сегодня мы приготовим очень простой суп",
}  # fmt: skip


@pytest.mark.parametrize("language", SAID)
def test_languages_are_told(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(socket, "socket")  # nothing may be fetched
    for text in (SAID[language], SAID[language].upper()):
        found, probability = detect_language(text)
        assert found == language
        assert probability is not None
        assert MINIMUM_PROBABILITY <= probability <= 1


def test_too_little_tells_none() -> None:
    assert detect_language("x" * (MINIMUM_CHARACTERS - 1)) == (None, None)
    language, probability = detect_language("aha mhm oh la la uh oh tra la 12345")
    assert language is None
    assert probability is not None
    assert probability < MINIMUM_PROBABILITY


def test_what_no_sql_computes_is_computed_elsewhere() -> None:
    assert {view.name for view in load_views() if view.outside_sql} == OUTSIDE_SQL.keys()


@pytest.mark.slow
def test_there_are_no_rows_where_none_are_stored(wh: Warehouse, tmp_path: Path) -> None:
    connection = connected(tables_alone(wh, tmp_path))
    assert connection.table("video_language").pl().schema == wh.scan("video_language").collect_schema()
    assert connection.execute("FROM speech_languages()").fetchall() == []


@pytest.mark.slow
def test_selections_by_language(home: Home, sample: list[Record], tmp_path: Path) -> None:
    first, german, *others = copy.deepcopy(sample[:6])
    in_another_language(german, 60, [], german["timecoded_text_to_speech"])
    ingest(home, str(write_shards(tmp_path / "source", [first, german, *others])), Options())
    opened = warehouse.open(home.root)
    expected = [german["original_video_filename"].removesuffix(".mp4")]
    assert opened.query("select_videos", language="de", minimum_words=0)["video_id"].to_list() == expected
    assert set(opened.query("select_clips", language="de")["video_id"]) == set(expected)
    loose = {"minimum_seconds": 0.5, "maximum_words_per_minute": 10_000}
    assert set(opened.query("speech_clips", language="de", **loose)["video_id"]) == set(expected)
    both = opened.query("select_clips", language=["de", "en"], row_limit=None)["video_id"].n_unique()
    assert both > 1
    assert opened.query("speech_languages")["language"].to_list() == ["en", "de"]
    with pytest.raises(QueryError, match="de, en"):
        opened.query("select_clips", language="german")
