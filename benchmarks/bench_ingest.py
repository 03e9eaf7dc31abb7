"""Ingest of local shards beside other ways to the same tables, written to RESULTS.md.

    python -m benchmarks.bench_ingest [--quick] [--rounds N]

The shards hold generated records of the published layout; they are made once and kept in benchmarks/.data.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import click

from benchmarks.measure import Contender, Run, in_turn, machine, median
from benchmarks.results import write_section

HERE = Path(__file__).parent
DATA = HERE / ".data"
SIZES = {"tenfold": (434_240, 13_570), "full": (43_424, 1_357), "quick": (2_048, 64)}
SUBSET_SHARDS = 32
OURS, WHOLE = "warehouse, tables only", "warehouse, with search index and stored views"
SUBSET = "dlt_pipeline"
TARGETS = {"duckdb_copy": "at most 0.70", "duckdb_sql": "below 1", "polars_frames": "below 1"}


def shards(size: str) -> Path:
    """The folder of generated shards, made where it is not there yet."""
    records, files = SIZES[size]
    folder = DATA / size
    command = [sys.executable, str(HERE / "generate_shards.py"), str(folder), "--records", str(records)]
    subprocess.run([*command, "--shards", str(files)], check=True)
    return folder


def subset(folder: Path) -> Path:
    """The first few shards, for what is too slow for all."""
    few = DATA / "subset"
    shutil.rmtree(few, ignore_errors=True)
    few.mkdir()
    for path in sorted(folder.glob("*.parquet"))[:SUBSET_SHARDS]:
        (few / path.name).symlink_to(path)
    return few


def contender(name: str, source: Path) -> Contender:
    """Another way, with an empty folder to write to."""
    out = DATA / "out" / name
    command = [sys.executable, "-m", "benchmarks.contenders", name, str(source), str(out)]
    return Contender(name, command, lambda: emptied(out))


def emptied(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def warehouse(name: str, source: Path, *options: str) -> Contender:
    """The warehouse itself, into an empty home, every check on."""
    home = DATA / "out" / name
    return Contender(
        name,
        [sys.executable, "-m", "warehouse", "--home", str(home), "ingest", *options, str(source)],
        lambda: emptied(home),
    )


def report(size: str, rounds: int, runs: dict[str, list[Run]]) -> str:
    """The section of RESULTS.md."""
    records = SIZES[size][0]
    ours = median(runs[OURS])
    lines = [
        f"{records:,} generated videos in {SIZES[size][1]:,} shards; whole processes, medians of {rounds} rounds.",
        "",
        "| way | wall s | processor s | peak memory MB | tables' wall time over it | target |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for name, done in ((name, median(found)) for name, found in runs.items() if name != SUBSET):
        ratio = f"{ours.seconds / done.seconds:.2f}" if name not in (OURS, WHOLE) else ""
        target = TARGETS.get(name, "at most 1,000 MB")
        figures = f"{done.seconds:.2f} | {done.processor_seconds:.2f} | {done.peak_bytes / 1e6:,.0f}"
        lines.append(f"| {name} | {figures} | {ratio} | {target} |")
    pairs = [a.seconds / b.seconds for a, b in zip(runs[OURS], runs["duckdb_copy"], strict=True)]
    lines += ["", f"Tables over DuckDB's COPY, round by round: {', '.join(f'{pair:.2f}' for pair in pairs)}."]
    few = SUBSET_SHARDS * records // SIZES[size][1]
    slow = few / median(runs[SUBSET]).seconds
    rate = records / ours.seconds
    times = [(records / a.seconds) / (few / b.seconds) for a, b in zip(runs[OURS], runs[SUBSET], strict=True)]
    rates = f"Records a second: {rate:,.0f}; dlt {slow:,.0f} (of {few:,}): {rate / slow:,.0f} times (target 30);"
    lines += ["", f"{rates} round by round {', '.join(f'{ratio:.0f}' for ratio in times)}."]
    return "\n".join(lines) + "\n"


@click.command()
@click.option("--quick", is_flag=True, help="A small part, and nothing is written.")
@click.option("--rounds", default=3, show_default=True)
def main(quick: bool, rounds: int) -> None:
    """Measure, print, and write the section of RESULTS.md."""
    size = "quick" if quick else "full"
    source = shards(size)
    runs = in_turn(
        [
            contender("duckdb_copy", source),
            warehouse(OURS, source, "--tables-only"),
            warehouse(WHOLE, source),
            contender("duckdb_sql", source),
            contender("polars_frames", source),
            contender(SUBSET, subset(source)),
        ],
        rounds,
    )
    text = report(size, rounds, runs)
    click.echo(text)
    if not quick:
        write_section("Ingest of local shards", machine(), text)


if __name__ == "__main__":
    main()
