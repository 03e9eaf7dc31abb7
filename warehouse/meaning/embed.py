"""Compute the vectors of a snapshot: only those that are missing, part after part, so that a killed run resumes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl

from warehouse.catalog.refresh import refresh_catalog
from warehouse.errors import HomeError, QueryError
from warehouse.home import Home, home_errors, locked
from warehouse.meaning.encoders import Encoder, unit_vectors
from warehouse.meaning.units import Unit, read_units
from warehouse.meaning.vector_files import known_digests, known_vectors, write_vectors
from warehouse.meaning.vector_sets import VectorSet, read_set, set_folder, write_set
from warehouse.snapshot.parts import parts_of

# units between two writes: what a run that is killed loses at most
BLOCK = 2_048
# texts between two reports of progress
STEP = 128


@dataclass(frozen=True)
class EmbedProgress:
    """How far embedding is: units with a vector of all units, and how many of them were computed by this run."""

    units: int
    total_units: int
    computed: int


def embed(home: Home, snapshot: Path, encoder: Encoder, on_progress: Callable[[EmbedProgress], None]) -> VectorSet:
    """Embed a snapshot of a home while no other run is at work there, and show the vectors in the catalog.

    Raises:
        HomeError: another run is at work, or the snapshot is gone.
        QueryError: the model cannot be used.
    """
    with _changing(home, snapshot):
        return embed_snapshot(snapshot, encoder, on_progress)


def put(home: Home, snapshot: Path, model: str, frame: pl.DataFrame) -> VectorSet:
    """Store the vectors of a frame in a snapshot of a home: see ``Warehouse.put_vectors``."""
    needed = ["video_id", "scene_index", "vector"]
    if missing := [name for name in needed if name not in frame.columns]:
        raise QueryError(f"The frame has no column {missing[0]}: it needs {', '.join(needed)}.")
    windows = frame["window_index"] if "window_index" in frame.columns else [0] * frame.height
    keys = zip(frame["video_id"], frame["scene_index"], windows, strict=True)
    rows = dict(zip(keys, (np.asarray(vector, np.float32) for vector in frame["vector"]), strict=True))
    with _changing(home, snapshot):
        return put_vectors(snapshot, model, rows)


@contextmanager
def _changing(home: Home, snapshot: Path) -> Iterator[None]:
    with locked(home, lambda: None, wait=False), home_errors(home):
        if not snapshot.is_dir():
            raise HomeError(f"{snapshot} was replaced by a refresh: open the warehouse again.")
        yield
        if snapshot == home.current():
            refresh_catalog(home, snapshot)


def embed_snapshot(
    snapshot: Path,
    encoder: Encoder,
    on_progress: Callable[[EmbedProgress], None] = lambda _: None,
) -> VectorSet:
    """Give every unit of a snapshot that has a text a vector of a model; those that are there are kept.

    Raises:
        QueryError: the model cannot be used, or is another than the one that made the vectors that are there.
    """
    folder = set_folder(snapshot, encoder.name)
    given = _begun(folder, encoder)
    total, done, computed = 0, 0, 0
    waiting: list[str] = []
    for part in parts_of(snapshot):
        digests, there = [unit.digest for unit in _telling(snapshot, part)], known_digests(folder, part)
        known_here = sum(digest in there for digest in digests)
        total, done = total + len(digests), done + known_here
        if known_here < len(digests) or part not in given.parts:
            waiting.append(part)
    on_progress(EmbedProgress(done, total, 0))
    for part in waiting:
        units, known = _telling(snapshot, part), known_vectors(folder, part)
        missing = [unit for unit in units if unit.digest not in known]
        for block in _blocks(missing, BLOCK):
            for step in _blocks(block, STEP):
                known.update(_computed(encoder, given, step))
                computed += len(step)
                on_progress(EmbedProgress(done + computed, total, computed))
            given = _written(folder, given, part, units, known)
        if part not in given.parts:
            given = _written(folder, given, part, units, known)
    return given


def put_vectors(snapshot: Path, model: str, rows: Mapping[tuple[str, int, int], np.ndarray]) -> VectorSet:
    """Store vectors that a user supplies, by video, scene and window (0 for the scene itself), in place of a model's.

    Raises:
        QueryError: there is no such scene or window, or the vectors are not of one length.
    """
    lengths = {len(vector) for vector in rows.values()}
    if len(lengths) != 1:
        raise QueryError(f"The vectors have {len(lengths)} different lengths: give vectors of one model at a time.")
    units = {part: read_units(snapshot, part) for part in parts_of(snapshot)}
    places = {(unit.video_id, unit.scene_index, unit.window_index) for found in units.values() for unit in found}
    if unknown := next((place for place in rows if place not in places), None):
        video_id, scene, window = unknown
        raise QueryError(f"There is no scene {scene} with a window {window} in {video_id}: see the table scenes.")
    folder = set_folder(snapshot, model)
    folder.mkdir(parents=True, exist_ok=True)
    given = VectorSet(model, None, lengths.pop(), supplied=True, created=_now())
    for part, found in units.items():
        chosen = [unit for unit in found if (unit.video_id, unit.scene_index, unit.window_index) in rows]
        vectors = [rows[unit.video_id, unit.scene_index, unit.window_index] for unit in chosen]
        if chosen:
            sums = write_vectors(folder, part, model, chosen, unit_vectors(np.stack(vectors), len(chosen), model))
            given = given.having(part, len(chosen), sums)
    write_set(folder, given)
    return given


def _telling(snapshot: Path, part: str) -> list[Unit]:
    """The units of a part that have a text."""
    return [unit for unit in read_units(snapshot, part) if unit.text]


def _computed(encoder: Encoder, given: VectorSet, units: Sequence[Unit]) -> dict[int, np.ndarray]:
    """The vectors of units, float16, by the digests of the units."""
    vectors = encoder.of_texts([unit.text for unit in units])
    if vectors.shape[1] != given.dimension:
        raise QueryError(
            f"The model {encoder.name} gives {vectors.shape[1]} numbers a text, and the vectors that are there have "
            f"{given.dimension}: give it another name."
        )
    return dict(zip((unit.digest for unit in units), vectors.astype(np.float16), strict=True))


def _begun(folder: Path, encoder: Encoder) -> VectorSet:
    """The set to which vectors are added, after a first use of the model has told their length."""
    dimension = len(encoder.of_query("a scene"))
    new = VectorSet(encoder.name, encoder.revision, dimension, encoder.source, created=_now())
    if not folder.is_dir():
        folder.mkdir(parents=True)
        write_set(folder, new)
        return new
    old = read_set(folder)
    if (old.revision, old.dimension, old.supplied) != (new.revision, new.dimension, False):
        what = "were supplied" if old.supplied else f"are of revision {old.revision}, {old.dimension} numbers each"
        raise QueryError(
            f"The vectors of {encoder.name} that are there {what}: delete {folder} first, or use another name."
        )
    return replace(old, source=encoder.source)


def _written(
    folder: Path, given: VectorSet, part: str, units: Sequence[Unit], known: Mapping[int, np.ndarray]
) -> VectorSet:
    """The set with a part written as far as its vectors are known."""
    there, sums = [unit for unit in units if unit.digest in known], {}
    if there:
        vectors = np.stack([known[unit.digest] for unit in there]).astype(np.float32)
        sums = write_vectors(folder, part, given.model, there, vectors)
    written = given.having(part, len(there), sums)
    write_set(folder, written)
    return written


def _blocks(units: Sequence[Unit], size: int) -> Iterator[Sequence[Unit]]:
    return (units[begin : begin + size] for begin in range(0, len(units), size))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
