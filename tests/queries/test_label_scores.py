"""The readers of edits and of trimming suggestions: made-up sentences always, and labels set by hand where they are."""

from __future__ import annotations

import duckdb
import pytest

import warehouse
from tests.conftest import real_folder
from tests.queries.label_scores import EDITS, ENOUGH, PAGE, TRIMMING, Reader, scores, section
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.queries import load_views
from warehouse.session import Warehouse

TARGET = 0.9

TECHNIQUES = {
    "Fast cuts during breakfast": "cut",
    "A fast car drives by, nationwide": "other",
    "Time-lapse of the clouds": "speed up",
    "No transitions or special effects.": "other",
    "Hard cuts without any fades or music": "cut",
    "Not only zooms but also pans": "pan, zoom",
    "There is no music, but a slow zoom": "zoom",
    "No text. Fade to black": "fade",
    "Text overlay 'Zoom in, cut out'": "text",
    '"Fade to Black" by a band': "other",
    "Crossfade to a WIDE SHOT": "dissolve, wide shot",
    "Cross-fades between photos": "dissolve",
    "Logo overlay": "logo",
    "Overlay of a map": "graphic",
    "In black and white": "colour",
    "A black and white photo": "other",
    "Close-up, then slow-motion replay": "close-up, replay, slow motion",
    "Slow-paced interview": "other",
    "A grainy texture": "visual effect",
    "": "not given",
    None: "not given",
}
REASONS = {
    "Shorten this scene.": "other",
    "Trim the pauses to keep up the pace": "pace, pause",
    "Focus on the goals.": "focus",
    "The scene with an extended focus is fine": "length",
    "Too long; viewers lose attention": "engagement, length",
    "Remove the intro and the outro": "ending, introduction",
    "Along the way he belongs": "other",
    "Cut unnecessary repetition": "repetition",
    "It doesn’t add anything": "relevance",  # noqa: RUF001
    "There are no scenes to remove.": "nothing to cut",
    "": "not given",
    None: "not given",
}


@pytest.fixture(scope="module")
def reader() -> duckdb.DuckDBPyConnection:
    """The views over notes that have these texts."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE editing_details (video_id VARCHAR, scene_index BIGINT, edit_index BIGINT, description VARCHAR)"
    )
    connection.execute(
        "CREATE TABLE trimming_suggestions (video_id VARCHAR, suggestion_index BIGINT, description VARCHAR)"
    )
    connection.executemany("INSERT INTO editing_details VALUES ('v', 1, ?, ?)", list(enumerate(TECHNIQUES)))
    connection.executemany("INSERT INTO trimming_suggestions VALUES ('v', ?, ?)", list(enumerate(REASONS)))
    for view in load_views():
        if view.name in {"technique_words", "trimming_words", "edit_techniques", "suggestion_reasons"}:
            connection.execute(f"CREATE VIEW {view.name} AS {view.sql}")
    return connection


def read(connection: duckdb.DuckDBPyConnection, statement: str) -> list[str]:
    """The classes of each text, in the order of the texts."""
    found = connection.execute(
        f"SELECT string_agg(class, ', ' ORDER BY class) FROM ({statement}) GROUP BY n ORDER BY n"
    )
    return [classes for (classes,) in found.fetchall()]


def test_techniques_of_made_up_edits(reader: duckdb.DuckDBPyConnection) -> None:
    found = read(reader, "SELECT edit_index AS n, technique AS class FROM edit_techniques")
    assert dict(zip(TECHNIQUES, found, strict=True)) == TECHNIQUES


def test_reasons_of_made_up_suggestions(reader: duckdb.DuckDBPyConnection) -> None:
    found = read(reader, "SELECT suggestion_index AS n, reason AS class FROM suggestion_reasons")
    assert dict(zip(REASONS, found, strict=True)) == REASONS


def test_no_phrase_has_what_a_text_has_not_when_it_is_searched(reader: duckdb.DuckDBPyConnection) -> None:
    for words in ("technique_words", "trimming_words"):
        phrases = [phrase for (phrase,) in reader.execute(f"SELECT phrase FROM {words}").fetchall()]
        assert len(phrases) == len(set(phrases))
        assert not [phrase for phrase in phrases if not set(phrase.rstrip("*")) <= set("abcdefghijklmnopqrstuvwxyz .")]


@pytest.fixture(scope="module")
def real_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    home = Home.at(tmp_path_factory.mktemp("real") / "data")
    ingest(home, str(real_folder()))
    return warehouse.open(home.root)


@pytest.mark.parametrize("reader", [EDITS, TRIMMING], ids=lambda reader: reader.heading)
def test_agrees_with_labels_set_by_hand(reader: Reader, real_warehouse: Warehouse) -> None:
    measured = {class_: score for class_, score in scores(real_warehouse, reader).items() if score.labelled >= ENOUGH}
    missed = {class_ for class_, score in measured.items() if min(score.precision or 0, score.recall or 0) < TARGET}
    assert not missed
    assert len(measured) >= 7
    assert section(real_warehouse, reader) in PAGE.read_text(), "python -m tests.queries.label_scores"


@pytest.mark.parametrize("measured", [EDITS, TRIMMING], ids=lambda reader: reader.heading)
def test_labels_are_of_the_vocabulary(measured: Reader, reader: duckdb.DuckDBPyConnection) -> None:
    classes = {class_ for class_, _ in reader.execute(f"SELECT * FROM {measured.words}").fetchall()}
    lines = measured.labels.read_text().splitlines()[1:]
    assert {label for line in lines for label in line.split(",")[-1].split(" + ")} <= classes | {"other", "not given"}
