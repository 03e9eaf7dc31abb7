"""Prints how long an exact search of random vectors takes, opened anew and warm, with its memory and disk."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import click
import numpy as np

from warehouse.meaning.units import Unit
from warehouse.meaning.vector_files import write_vectors
from warehouse.meaning.vector_index import VectorIndex
from warehouse.meaning.vector_sets import VectorSet, set_folder, write_set

DIMENSION, PER_VIDEO, PART = 384, 6, 12_288


def write_random(snapshot: Path, count: int) -> VectorSet:
    """Random vectors of made-up scenes, in parts as large as those of a snapshot."""
    chance = np.random.default_rng(18)
    folder = set_folder(snapshot, "random")
    folder.mkdir(parents=True)
    given = VectorSet("random", None, DIMENSION)
    for begin in range(0, count, PART):
        rows = min(PART, count - begin)
        name = f"part-{begin // PART:05}-00000.parquet"
        units = [
            Unit(
                f"video{(begin + row) // PER_VIDEO:06}", row % PER_VIDEO + 1, 0, 0.0, 9.0, None, None, str(begin + row)
            )
            for row in range(rows)
        ]
        vectors = chance.standard_normal((rows, DIMENSION), dtype=np.float32)
        sums = write_vectors(folder, name, "random", units, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
        given = given.having(name, rows, sums)
    write_set(folder, given)
    return given


def measured(search: Callable[[], object]) -> str:
    """The medians of the time on the clock and of the processor."""
    times = []
    for _ in range(9):
        begun, used = time.perf_counter(), time.process_time()
        search()
        times.append((time.perf_counter() - begun, time.process_time() - used))
    wall, processor = (median(column) * 1e3 for column in zip(*times, strict=True))
    return f"{wall:.0f} ms, {processor:.0f} ms of the processor"


@click.command()
@click.option("--vectors", default=250_000, show_default=True)
def main(vectors: int) -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as place:
        snapshot = Path(place)
        given = write_random(snapshot, vectors)
        folder = set_folder(snapshot, "random")
        for pattern in ("*.parquet", "*.vectors"):
            print(pattern, sum(path.stat().st_size for path in folder.glob(pattern)) / 1e6, "MB")
        question = np.random.default_rng(1).standard_normal(DIMENSION, dtype=np.float32)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        index = VectorIndex(snapshot, given)
        print("opened anew:", measured(lambda: VectorIndex(snapshot, given).nearest(question, 100)))
        print("warm:", measured(lambda: index.nearest(question, 100)))
        print("peak memory:", before / 1e3, "MB, then", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, "MB")


if __name__ == "__main__":
    main()
