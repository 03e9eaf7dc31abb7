"""Prints how well moments are found, beside plain ILIKE and BM25 without stems; with --home also how fast.

Real records are used if FINEVIDEO_RECORDS names their folder.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import click

from tests.search.quality import HELD_OUT, JUDGEMENTS, Judged, Searches, compared, judged_queries, texts
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.search import build_index, open_index
from warehouse.search.listing import FOLDER

QUERIES = ("fire truck", "houseplant", '"dried flower"', "storm warning coast", "micro*", "lemon -zest", "presenter")
COLD = "import sys; from warehouse.cli.main import main; main()"


def quality(source: str, corpus: str, folder: Path) -> None:
    """Print recall and nDCG@10 for each class of query, of the first set and of the one that is held out."""
    home = Home.at(folder / corpus)
    ingest(home, source)
    snapshot = home.require_current()
    if not (snapshot / FOLDER).is_dir():
        build_index(snapshot)
    searches = Searches(open_index(snapshot), snapshot, texts(snapshot))
    for title, judgements in (("", JUDGEMENTS), (", held out", HELD_OUT)):
        print_table(corpus + title, searches, judged_queries(corpus, judgements))


def print_table(title: str, searches: Searches, queries: Sequence[Judged]) -> None:
    """Print a line for each class of query."""
    table = compared(searches, queries)
    print(f"\n{title}: {len(queries)} queries, recall@100 / nDCG@10")
    ways = list(next(iter(table.values())))
    print(f"{'class':24}" + "".join(f"{way:>22}" for way in ways))
    for name, row in table.items():
        print(f"{name:24}" + "".join(f"{f'{row[way][0]:.3f} / {row[way][1]:.3f}':>22}" for way in ways))


def speed(home: Home) -> None:
    """Print what the index of a warehouse costs, and how long queries take."""
    snapshot = home.require_current()
    with tempfile.TemporaryDirectory(dir=snapshot.parent.parent) as other:
        alone = Path(other) / "snapshots" / "alone"
        shutil.copytree(snapshot, alone, ignore=shutil.ignore_patterns(FOLDER), copy_function=os.link)
        begun = time.perf_counter()
        build_index(alone)
        seconds = time.perf_counter() - begun
        size, tables = _bytes(alone / FOLDER), _bytes(alone) - _bytes(alone / FOLDER)
        again = alone.with_name("again")
        shutil.copytree(alone, again, ignore=shutil.ignore_patterns(FOLDER), copy_function=os.link)
        begun = time.perf_counter()
        build_index(again)
        print(f"\nindex: built in {seconds:.1f} s, {time.perf_counter() - begun:.1f} s if nothing has changed")
    print(f"index: {size / 1e6:.1f} MB beside tables of {tables / 1e6:.1f} MB")
    index = open_index(snapshot)
    for query in QUERIES:
        times = []
        for _ in range(7):
            begun = time.perf_counter()
            index.search(query)
            times.append(time.perf_counter() - begun)
        print(f"{query:24} warm {median(times) * 1e3:6.0f} ms   cold {_cold(home, query) * 1e3:6.0f} ms")
    print(f"memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most")


def _cold(home: Home, query: str) -> float:
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        command = [sys.executable, "-c", COLD, "--home", str(home.root), "search", query]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begun)
    return median(times)


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@click.command()
@click.option("--home", type=click.Path(path_type=Path), help="A warehouse to measure speed on.")
def main(home: Path | None) -> None:
    """Measure the search."""
    with tempfile.TemporaryDirectory() as folder:
        quality("sample", "sample", Path(folder))
        if real := os.environ.get("FINEVIDEO_RECORDS"):
            quality(real, "real", Path(folder))
    if home is not None:
        speed(Home.at(home))


if __name__ == "__main__":
    main()
