"""Near duplicates are left out, and samples spread: the same rows as by the definition, in plain Python."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner, Result

import warehouse
from tests.conftest import write_shards
from tests.meaning.conftest import TABLES
from tools.sample import generate
from warehouse.cli.main import main
from warehouse.errors import HomeError, QueryError
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.meaning import narrow
from warehouse.session import Warehouse
from warehouse.snapshot import groups

pytestmark = pytest.mark.slow

Key = tuple[str, int] | tuple[str]
SCENES = "SELECT video_id, scene_index FROM scenes ORDER BY ALL"


def run(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home.root), *arguments])


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    return math.fsum(a * b for a, b in zip(one, other, strict=True)) / math.hypot(*one) / math.hypot(*other)


def vectors_of(wh: Warehouse, model: str) -> dict[Key, list[float]]:
    """The vectors of scenes by video and scene, and those of videos, the means of them, by video."""
    rows = wh.sql(
        "SELECT video_id, scene_index, vector FROM scene_vectors WHERE model = $model AND window_index = 0",
        {"model": model},
    ).rows()
    found: dict[Key, list[float]] = {(video, scene): vector for video, scene, vector in rows}
    for video in {video for video, *_ in rows}:
        scenes = [vector for (of, *_), vector in found.items() if of == video]
        sums = [math.fsum(column) for column in zip(*scenes, strict=True)]
        found[video,] = [float(np.float16(number / math.hypot(*sums))) for number in sums]
    return found


def distinct(keys: Sequence[Key], vectors: dict[Key, list[float]], threshold: float) -> list[Key]:
    left: list[Key] = []
    for key in keys:
        if key not in vectors or all(
            cosine(vectors[key], vectors[other]) <= threshold for other in left if other in vectors
        ):
            left.append(key)
    return left


def spread(keys: Sequence[Key], vectors: dict[Key, list[float]], count: int, seed: int) -> list[Key]:
    def drawn(key: Key) -> str:
        return hashlib.md5(":".join(map(str, ("spread", seed, *key))).encode(), usedforsecurity=False).hexdigest()

    waiting = sorted((key for key in keys if key in vectors), key=drawn)
    chosen = [waiting.pop(0)]
    while len(chosen) < count and waiting:
        chosen.append(min(waiting, key=lambda key: max(cosine(vectors[key], vectors[other]) for other in chosen)))
        waiting.remove(chosen[-1])
    return chosen


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse with vectors of a user's own: near duplicates, chains of them, copies, and scenes without."""
    folder = tmp_path_factory.mktemp("crowded")
    home = Home.at(folder / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "GROUP_RECORDS", 2)
        ingest(home, str(write_shards(folder / "shards", list(generate(12)), rows=4)), TABLES)
    wh = warehouse.open(home.root)
    scenes = wh.sql(SCENES)
    chance = np.random.default_rng(5)
    centres = chance.standard_normal((6, 12))
    vectors = centres[chance.integers(0, 6, scenes.height)] + 0.3 * chance.standard_normal((scenes.height, 12))
    vectors[7], vectors[8] = vectors[3], vectors[3] * 2
    frame = scenes.with_columns(vector=pl.Series(vectors.tolist()))
    wh.put_vectors(frame[:11].vstack(frame[14:]), "mine")
    return wh


@pytest.mark.parametrize("threshold", [0.8, 0.95, 0.999, 1.0, -1.0])
def test_near_duplicates_are_left_out_as_defined(crowded: Warehouse, threshold: float) -> None:
    for statement in (SCENES, "SELECT video_id FROM videos ORDER BY video_id DESC"):
        rows = crowded.sql(statement)
        left = crowded.distinct(rows, threshold, model="mine").rows.rows()
        assert left == distinct(rows.rows(), vectors_of(crowded, "mine"), threshold)
    assert -1 < threshold < 1 or len(left) in (1, rows.height)


@pytest.mark.parametrize("seed", [0, 1])
def test_a_sample_is_spread_as_defined(crowded: Warehouse, seed: int) -> None:
    for statement in (SCENES, "SELECT video_id FROM videos ORDER BY video_id"):
        rows = crowded.sql(statement)
        found = crowded.spread(rows, 9, seed=seed, model="mine").rows.rows()
        assert found == spread(rows.rows(), vectors_of(crowded, "mine"), 9, seed)
        # the order of the selection and blocks of any size give the same
        shuffled = rows.sample(fraction=1, shuffle=True, seed=3)
        assert crowded.spread(shuffled, 9, seed=seed, model="mine").rows.rows() == found
    everything = crowded.spread(crowded.sql(SCENES), 10**6, seed=seed, model="mine")
    assert everything.rows.height == crowded.sql(SCENES).height - 3 == everything.rows.unique().height
    assert everything.origin["spread"]["rows_without_vector"] == 3


def test_seeds_differ(crowded: Warehouse) -> None:
    firsts = {crowded.spread(SCENES, 1, seed=seed, model="mine").rows.row(0) for seed in range(5)}
    assert len(firsts) > 1


def test_blocks_do_not_matter(crowded: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = crowded.distinct(SCENES, 0.9, model="mine").rows, crowded.spread(SCENES, 20, model="mine").rows
    monkeypatch.setattr(narrow, "ROWS", 3)
    monkeypatch.setattr(narrow, "COLUMNS", 5)
    assert crowded.distinct(SCENES, 0.9, model="mine").rows.equals(whole[0])
    assert crowded.spread(SCENES, 20, model="mine").rows.equals(whole[1])


def test_of_rows_of_one_scene_the_first_is_left(crowded: Warehouse) -> None:
    rows = crowded.sql("SELECT video_id, scene_index, activity_index FROM activities ORDER BY ALL")
    left = crowded.distinct(rows, 0.999999, model="mine").rows
    assert left.height < rows.height
    with_vector = [row for row in left.rows() if row[:2] in vectors_of(crowded, "mine")]
    assert len({row[:2] for row in with_vector}) == len(with_vector)
    nowhere = pl.DataFrame({"video_id": ["x", "x"], "scene_index": [None, 1]})
    assert crowded.distinct(nowhere, model="mine").rows.equals(nowhere)
    assert crowded.spread(nowhere, 5, model="mine").rows.is_empty()


def test_on_the_command_line(crowded: Warehouse) -> None:
    chosen = ("--query", "scene_clips", "--model", "mine", "--distinct", "0.9", "--spread", "4", "--seed", "1")
    shown = run(crowded.home, "select", *chosen, "-f", "jsonl")
    expected = crowded.spread(
        crowded.distinct(crowded.query.scene_clips(row_limit=None), 0.9, model="mine"), 4, seed=1, model="mine"
    ).rows
    assert pl.read_ndjson(shown.stdout.encode())["scene_title"].to_list() == expected["scene_title"].to_list()
    assert "have no vector and stay in" in shown.stderr
    assert "have no vector and are left out" in shown.stderr
    ids = [crowded.spread("SELECT video_id FROM videos", 2, model="mine").rows["video_id"].to_list()]
    planned = run(
        crowded.home, "select", "--where", "true", "--model", "mine", "--spread", "2", "-f", "csv"
    ).stdout.split()[1:]
    assert [planned] == ids


def test_what_is_narrowed_can_be_fetched(crowded: Warehouse, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run(crowded.home, "fetch", str(out), "--query", "scene_clips", "--model", "mine", "--spread", "3")
    assert done.exit_code == 0, done.output
    expected = crowded.spread(crowded.query.scene_clips(row_limit=None), 3, model="mine")
    assert {path.stem for path in (out / "videos").iterdir()} == set(expected.video_ids)
    assert json.loads((out / "manifest.json").read_text())["selection"]["spread"] == expected.origin["spread"]


def test_what_cannot_be_narrowed_is_said(crowded: Warehouse, wh: Warehouse) -> None:
    with pytest.raises(HomeError, match="has no vectors: make them with `warehouse embed`"):
        wh.spread(SCENES, 3)
    refused = run(wh.home, "select", "--where", "true", "--distinct", "0.9")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "`warehouse embed`" in refused.stderr
    with pytest.raises(QueryError, match="no vectors of yours"):
        crowded.distinct(SCENES, model="yours")
    with pytest.raises(QueryError, match="between -1 and 1"):
        crowded.distinct(SCENES, 95, model="mine")
    with pytest.raises(QueryError, match="-1 rows"):
        crowded.spread(SCENES, -1, model="mine")
