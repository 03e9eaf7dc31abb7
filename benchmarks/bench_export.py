"""Exports of a warehouse in every form, beside a copy of its files, written to RESULTS.md.

    python -m benchmarks.bench_export [--home HOME]

Without a home, one is made of the generated shards. Iceberg is measured where pyiceberg is installed.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import click

import warehouse
from benchmarks.bench_ingest import DATA, emptied, shards
from benchmarks.measure import Contender, Run, in_turn, machine, median
from benchmarks.results import write_section

COPY = "a copy of the tables' files"
OUT = DATA / "out" / "export"
AGAIN = ", again, nothing changed"


def made_home() -> Path:
    """A warehouse of all generated shards."""
    from warehouse.home import Home
    from warehouse.ingest import Options, ingest

    home = Home.at(DATA / "export" / "full")
    ingest(home, str(shards("full")), Options(tables_only=True))
    return home.root


def ways(home: Path) -> list[Contender]:
    """A copy, then each form of export into an empty place."""
    wh = warehouse.open(home)
    copied = [str(wh.snapshot / name) for name in wh.tables]
    found = [Contender(COPY, ["cp", "-r", *copied, str(OUT / "copy")], lambda: emptied(OUT / "copy"))]
    export = [sys.executable, "-m", "warehouse", "--home", str(home), "export"]
    found.append(Contender("parquet", [*export, str(OUT / "parquet")], lambda: removed(OUT / "parquet")))
    one = OUT / "finevideo.duckdb"
    found.append(Contender("duckdb", [*export, str(one), "--format", "duckdb"], lambda: removed(one)))
    if find_spec("pyiceberg"):
        place = OUT / "iceberg"
        # read by the commands as pyiceberg's own configuration
        os.environ["PYICEBERG_CATALOG__LAKE__URI"] = f"sqlite:///{place}/catalog.db"
        os.environ["PYICEBERG_CATALOG__LAKE__WAREHOUSE"] = f"file://{place}/tables"
        iceberg = [*export, "lake.finevideo", "--format", "iceberg"]
        found += [Contender("iceberg", iceberg, lambda: emptied(place)), Contender(f"iceberg{AGAIN}", iceberg)]
    return found


def removed(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)


def sizes() -> dict[str, int]:
    """Bytes that each form takes."""
    places = {COPY: OUT / "copy", "parquet": OUT / "parquet", "iceberg": OUT / "iceberg"}
    found = {
        name: sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) for name, place in places.items()
    }
    return {**found, "duckdb": (OUT / "finevideo.duckdb").stat().st_size}


def within_a_process(home: Path, rounds: int = 5) -> tuple[float, float]:
    """Median wall seconds of a copy of the tables and of an export as Parquet, without the start of a process."""
    wh = warehouse.open(home)
    copies, exports = [], []
    for _ in range(rounds):
        emptied(OUT / "copy")
        begun = time.perf_counter()
        for name in wh.tables:
            shutil.copytree(wh.snapshot / name, OUT / "copy" / name)
        copies.append(time.perf_counter() - begun)
        removed(OUT / "parquet")
        exports.append(wh.export(OUT / "parquet").seconds)
    return statistics.median(copies), statistics.median(exports)


def report(videos: int, rounds: int, runs: dict[str, list[Run]], alone: tuple[float, float]) -> str:
    """The section of RESULTS.md."""
    taken, copy = sizes(), median(runs[COPY])
    lines = [
        f"All tables of {videos:,} videos to the same disk; whole processes, {rounds} round(s), on a machine",
        "that others used as well.",
        "",
        "| form | MB | wall s | processor s | wall, times the copy | peak memory MB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, done in ((name, median(found)) for name, found in runs.items()):
        size = f"{taken[name] / 1e6:,.1f}" if name in taken else ""
        figures = f"{done.seconds:.2f} | {done.processor_seconds:.2f} | {done.seconds / copy.seconds:.1f}"
        lines.append(f"| {name} | {size} | {figures} | {done.peak_bytes / 1e6:,.0f} |")
    copied, exported = alone
    lines += [
        "",
        f"Within a process that runs: copying the tables {copied:.2f} s, exporting them as Parquet with card, credits",
        f"and Croissant {exported:.2f} s, {exported / copied:.1f} times as long.",
    ]
    return "\n".join(lines) + "\n"


@click.command()
@click.option("--home", type=click.Path(path_type=Path), help="A warehouse that is there; it is only read.")
@click.option("--rounds", default=3, show_default=True)
def main(home: Path | None, rounds: int) -> None:
    """Measure, print, and write the section of RESULTS.md."""
    home = home or made_home()
    runs = in_turn(ways(home), rounds)
    text = report(warehouse.open(home).manifest.rows["videos"], rounds, runs, within_a_process(home))
    click.echo(text)
    write_section("Exports", machine(), text)


if __name__ == "__main__":
    main()
