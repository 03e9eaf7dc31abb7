"""Prints how well moments are found, beside plain ILIKE and BM25 without stems.

With --home it measures on that warehouse how fast they are, and writes that to RESULTS.md.

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

from benchmarks.measure import machine
from benchmarks.results import write_section
from tests.search.quality import HELD_OUT, JUDGEMENTS, Judged, Searches, compared, judged_queries, texts
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.model import TABLES
from warehouse.search import open_index
from warehouse.search.build_index import build_index
from warehouse.search.index_parts import FOLDER
from warehouse.snapshot.manifest import read_manifest

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


def speed(home: Home) -> str:
    """What the index of a warehouse costs, and how long queries take: the section of RESULTS.md."""
    snapshot = home.require_current()
    videos = read_manifest(snapshot).rows["videos"]
    lines = [
        f"{videos:,} videos.",
        "",
        *costs(snapshot),
        "",
        "| query | warm ms | cold command line ms |",
        "|---|---:|---:|",
    ]
    index = open_index(snapshot)
    for query in QUERIES:
        times = []
        for _ in range(7):
            begun = time.perf_counter()
            index.search(query)
            times.append(time.perf_counter() - begun)
        lines.append(f"| `{query}` | {median(times) * 1e3:.0f} | {_cold(home, query) * 1e3:.0f} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return "\n".join([*lines, "", f"Peak memory of building and searching: {peak / 1e6:,.0f} MB."]) + "\n"


def costs(snapshot: Path) -> list[str]:
    """How long the index takes to build, and how large it is."""
    with tempfile.TemporaryDirectory(dir=snapshot.parent.parent) as other:
        alone = Path(other) / "snapshots" / "alone"
        shutil.copytree(snapshot, alone, ignore=shutil.ignore_patterns(FOLDER), copy_function=os.link)
        begun = time.perf_counter()
        build_index(alone)
        built = time.perf_counter() - begun
        again = alone.with_name("again")
        shutil.copytree(alone, again, ignore=shutil.ignore_patterns(FOLDER), copy_function=os.link)
        begun = time.perf_counter()
        build_index(again)
        unchanged = time.perf_counter() - begun
        tables = sum(_bytes(alone / table.name) for table in TABLES)
        return [
            f"- Index: built in {built:.1f} s ({unchanged:.1f} s where every text is the same as before).",
            f"- Index: {_bytes(alone / FOLDER) / 1e6:.1f} MB beside tables of {tables / 1e6:.1f} MB.",
        ]


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
@click.option("--home", type=click.Path(path_type=Path), help="Measure the speed on this warehouse instead.")
def main(home: Path | None) -> None:
    """Measure the search."""
    if home is not None:
        text = speed(Home.at(home))
        click.echo(text)
        write_section("Search", machine(), text)
        return
    with tempfile.TemporaryDirectory() as folder:
        quality("sample", "sample", Path(folder))
        if real := os.environ.get("FINEVIDEO_RECORDS"):
            quality(real, "real", Path(folder))


if __name__ == "__main__":
    main()
