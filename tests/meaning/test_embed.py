"""Vectors are computed once, survive refreshes with what they are of, and leave with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest

import warehouse
from tests.conftest import write_shards
from tests.meaning.conftest import SIZE, TABLES, encode
from tools.sample import generate
from warehouse.errors import HomeError, QueryError
from warehouse.home import Home, locked
from warehouse.ingest import ingest
from warehouse.meaning import embed as job
from warehouse.meaning.units import LEAST_WORDS, SCENE_WORDS, WINDOW_WORDS, units_of
from warehouse.session import Warehouse
from warehouse.verify import verify


class Counting:
    """The tiny model, and the texts that it was given, without the first query that tells its size."""

    def __init__(self, fails_after: int | None = None) -> None:
        self.texts: list[str] = []
        self._fails_after = fails_after

    def __call__(self, texts: Sequence[str]) -> Any:
        if self._fails_after is not None and len(self.texts) >= self._fails_after:
            raise KeyboardInterrupt
        if list(texts) != ["a scene"]:
            self.texts += texts
        return encode(texts)


def vectors(wh: Warehouse) -> pl.DataFrame:
    return wh.sql("SELECT * FROM scene_vectors ORDER BY model, video_id, scene_index, window_index")


def speech(count: int, words_each: int = 8) -> list[dict[str, Any]]:
    return [
        {"segment_index": n, "start_seconds": float(n), "end_seconds": n + 1.0, "text": f" word{n}" * words_each}
        for n in range(1, count + 1)
    ]


def scene(number: int, start: float | None = 0.0) -> dict[str, Any]:
    blank = {"mood_description": "Calm", "thematic_elements": None, "end_seconds": 99.0}
    return {"scene_index": number, "title": f"Scene {number}", "start_seconds": start, **blank}


def rows(scenes: list[dict[str, Any]], segments: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    props = [{"scene_index": 1, "prop_index": 1, "name": "A  lorry"}]
    return {"scenes": scenes, "transcript_segments": segments, "props": props, "activities": [], "narrative_events": []}


def test_a_scene_is_one_unit_of_what_is_written_and_said() -> None:
    (unit,) = units_of("v", rows([scene(1)], speech(2, 1)))
    assert (unit.window_index, unit.first_segment) == (0, None)
    assert unit.text == "Scene 1\nA lorry\nCalm\nword1 word2"


def test_much_speech_is_cut_into_windows_that_have_each_segment_once() -> None:
    whole, *windows = list(units_of("v", rows([scene(1), scene(2, 1000.0)], speech(60))))[:-1]
    assert len(whole.text.split()) == SCENE_WORDS + 5
    spans = [(unit.first_segment, unit.last_segment) for unit in windows]
    assert [number for first, last in spans for number in range(first or 0, (last or 0) + 1)] == list(range(1, 61))
    lengths = [len(unit.text.split()) for unit in windows]
    assert all(WINDOW_WORDS <= length < 1.5 * WINDOW_WORDS for length in lengths[:-1])
    assert lengths[-1] >= LEAST_WORDS
    assert [unit.start_seconds for unit in windows] == [float(first or 0) for first, _ in spans]


def test_speech_without_a_time_or_a_scene_is_left_out() -> None:
    untimed = [{**segment, "start_seconds": None} for segment in speech(3)]
    assert [unit.text for unit in units_of("v", rows([scene(1)], untimed))] == ["Scene 1\nA lorry\nCalm"]
    assert list(units_of("v", rows([], speech(3)))) == []


@pytest.mark.slow
def test_vectors_are_a_table_for_everybody(embedded: Warehouse) -> None:
    found = vectors(embedded)
    scenes = embedded.sql("SELECT video_id, scene_index FROM scenes ORDER BY ALL")
    assert found.filter(window_index=0).select("video_id", "scene_index").equals(scenes)
    assert not found.filter(pl.col("window_index") > 0).is_empty()
    assert set(found["model"]) == {"tiny"}
    given = np.stack([np.asarray(vector) for vector in found["vector"]])
    assert np.allclose(np.linalg.norm(given, axis=1), 1, atol=2e-3)
    # DuckDB, Polars and NumPy read the files, too, and so does the catalog
    files = str(embedded.snapshot / "scene_vectors" / "*" / "*.parquet")
    lengths = duckdb.execute(
        f"SELECT array_cosine_similarity(vector::FLOAT[{SIZE}], vector::FLOAT[{SIZE}]) FROM '{files}'"
    )
    assert all(abs(length - 1) < 1e-6 for (length,) in lengths.fetchall())
    frame = pl.read_parquet(files, glob=True)
    assert frame["vector"].to_numpy().shape == (found.height, SIZE)
    with duckdb.connect(str(embedded.home.catalog), read_only=True) as shell:
        assert shell.execute("SELECT count(*) FROM scene_vectors").fetchall() == [(found.height,)]


@pytest.mark.slow
def test_without_vectors_the_table_is_empty(wh: Warehouse) -> None:
    assert vectors(wh).is_empty()
    assert vectors(wh).columns[:5] == ["video_id", "scene_index", "window_index", "model", "vector"]


@pytest.mark.slow
def test_a_run_that_is_stopped_resumes(several: tuple[Home, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "BLOCK", 8)
    monkeypatch.setattr(job, "STEP", 4)
    home, _ = several
    stopped, rest = Counting(fails_after=20), Counting()
    with pytest.raises(KeyboardInterrupt):
        warehouse.open(home.root).embed("tiny", encoder=stopped)
    kept = vectors(warehouse.open(home.root)).height
    assert kept == 16
    shown: list[job.EmbedProgress] = []
    done = warehouse.open(home.root).embed("tiny", encoder=rest, on_progress=shown.append)
    assert shown[0] == job.EmbedProgress(kept, done.vectors, 0)
    assert shown[-1] == job.EmbedProgress(done.vectors, done.vectors, done.vectors - kept)
    assert len(rest.texts) == done.vectors - kept == len(set(stopped.texts + rest.texts)) - kept
    again = Counting()
    warehouse.open(home.root).embed("tiny", encoder=again)
    assert again.texts == []


@pytest.mark.slow
def test_a_refresh_keeps_what_stayed_and_drops_what_is_gone(several: tuple[Home, Path]) -> None:
    home, shards = several
    warehouse.open(home.root).embed("tiny", encoder=encode)
    before = warehouse.open(home.root)
    ids = sorted(vectors(before)["video_id"].unique())
    records = list(generate(12))
    gone, changed = records[0], records[5]
    changed["content_metadata"]["scenes"][0]["title"] = "Another title"
    inodes = {path.stat().st_ino for path in before.snapshot.glob("scene_vectors/*/part-00002*")}
    for number, kept in enumerate((records[1:4], records[4:8])):
        (write_shards(shards / "new", kept) / "train-00000-of-00001.parquet").rename(
            shards / f"train-0000{number}-of-00003.parquet"
        )
    ingest(home, str(shards), TABLES)
    after = warehouse.open(home.root)
    left = vectors(after)
    removed = gone["original_video_filename"].removesuffix(".mp4")
    assert sorted(left["video_id"].unique()) == [name for name in ids if name != removed]
    assert not before.snapshot.exists()
    assert len(inodes) == 2
    assert inodes <= {path.stat().st_ino for path in after.snapshot.glob("scene_vectors/*/part-*")}
    again = Counting()
    after.embed("tiny", encoder=again)
    assert [text.split("\n")[0] for text in again.texts] == ["Another title"]
    expected = encode(again.texts)[0]
    name = changed["original_video_filename"].removesuffix(".mp4")
    stored = vectors(after).filter(video_id=name, scene_index=1, window_index=0)["vector"][0]
    assert np.allclose(stored, expected / np.linalg.norm(expected), atol=1e-3)
    assert verify(home).faults == []


@pytest.mark.slow
def test_vectors_of_ones_own_are_stored_and_survive(several: tuple[Home, Path]) -> None:
    home, shards = several
    wh = warehouse.open(home.root)
    scenes = wh.sql("SELECT video_id, scene_index FROM scenes ORDER BY ALL")
    chance = np.random.default_rng(4)
    frame = scenes.with_columns(vector=pl.Series([chance.standard_normal(8).tolist() for _ in range(scenes.height)]))
    done = wh.put_vectors(frame, "clip")
    assert (done.vectors, done.dimension, done.supplied) == (scenes.height, 8, True)
    wh.embed("tiny", encoder=encode)
    ingest(home, str(shards), TABLES)
    write_shards(shards / "more", list(generate(2, start=30)))
    ingest(home, str(shards))
    after = warehouse.open(home.root)
    kept = vectors(after).filter(model="clip")
    assert kept.select("video_id", "scene_index").equals(scenes)
    first = np.asarray(frame["vector"][0])
    assert np.allclose(kept["vector"][0], first / np.linalg.norm(first), atol=2e-3)
    nearest = after.similar(scenes["video_id"][0], scenes["scene_index"][0], model="clip", limit=1)
    others = frame.filter(pl.col("video_id") != scenes["video_id"][0])
    cosines = [np.dot(first, vector) / np.linalg.norm(first) / np.linalg.norm(vector) for vector in others["vector"]]
    assert nearest.row(0, named=True)["score"] == pytest.approx(max(cosines), abs=0.02)


@pytest.mark.slow
def test_what_cannot_be_embedded_is_said(several: tuple[Home, Path]) -> None:
    home, _ = several
    wh = warehouse.open(home.root)
    with pytest.raises(QueryError, match="must give a row each"):
        wh.embed("bad", encoder=lambda texts: [1.0] * len(texts))
    with pytest.raises(QueryError, match="not of finite numbers"):
        wh.embed("bad", encoder=lambda texts: np.full((len(texts), 3), np.nan))
    wh.embed("tiny", encoder=encode)
    with pytest.raises(QueryError, match=f"{SIZE} numbers each"):
        wh.embed("tiny", encoder=lambda texts: encode(texts)[:, :32])
    with pytest.raises(QueryError, match="There is no scene 99"):
        wh.put_vectors(pl.DataFrame({"video_id": ["x"], "scene_index": [99], "vector": [[1.0]]}), "mine")
    with pytest.raises(QueryError, match="no column vector"):
        wh.put_vectors(pl.DataFrame({"video_id": ["x"], "scene_index": [1]}), "mine")
    with pytest.raises(QueryError, match="neither a folder nor the name"):
        wh.embed("nowhere")
    with locked(home, lambda: None), pytest.raises(HomeError, match="at work"):
        wh.embed("tiny", encoder=encode)
