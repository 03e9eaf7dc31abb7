"""A refresh beside a full run over the same shards, written to RESULTS.md.

python -m benchmarks.bench_refresh [--quick] [--rounds N]
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from benchmarks.bench_ingest import DATA, SIZES, emptied, shards
from benchmarks.generate_shards import Shard
from benchmarks.measure import Contender, Run, in_turn, machine, median
from benchmarks.results import write_section

FULL, NOTHING, ONE = "full run", "nothing has changed", "one shard has changed"
TARGETS = {NOTHING: "below 2 s", ONE: "below 0.15"}


def copied(source: Path) -> Path:
    """The shards in a folder of their own, where one of them may change."""
    folder = DATA / "refresh"
    emptied(folder)
    for path in source.glob("*.parquet"):
        os.link(path, folder / path.name)
    return folder


def versions(path: Path) -> Iterator[Path]:
    """Two versions of a shard, in turn, the second with other records."""
    first, second = DATA / "first.version", DATA / "second.version"
    shutil.copyfile(path, first)
    Shard(second, 10_000_000, 32, 1_000).write()
    return itertools.cycle((second, first))


def contenders(folder: Path) -> list[Contender]:
    """Refreshes work on one home, each on what the one before has left; full runs begin with nothing."""
    home, fresh = DATA / "out" / "refresh", DATA / "out" / "full"
    command = [sys.executable, "-m", "warehouse", "--home", str(home), "ingest"]
    subprocess.run([*command, str(folder)], check=True)
    every = sorted(folder.glob("*.parquet"))
    changed = every[len(every) // 2]
    turns = versions(changed)

    def change() -> None:
        changed.unlink()
        shutil.copyfile(next(turns), changed)

    return [
        Contender(FULL, [*command[:4], str(fresh), "ingest", str(folder)], lambda: emptied(fresh)),
        Contender(NOTHING, command),
        Contender(ONE, command, change),
    ]


def report(size: str, rounds: int, runs: dict[str, list[Run]]) -> str:
    """The section of RESULTS.md."""
    records, files = SIZES[size]
    full = median(runs[FULL])
    lines = [
        f"{records:,} generated videos in {files:,} shards, with search index and stored views.",
        f"Medians of {rounds} rounds.",
        "",
        "| run | wall s | processor s | peak memory MB | share of a full run | target |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for name, done in ((name, median(found)) for name, found in runs.items()):
        figures = f"{done.seconds:.2f} | {done.processor_seconds:.2f} | {done.peak_bytes / 1e6:,.0f}"
        lines.append(f"| {name} | {figures} | {done.seconds / full.seconds:.3f} | {TARGETS.get(name, '')} |")
    return "\n".join(lines) + "\n"


@click.command()
@click.option("--quick", is_flag=True, help="A small part, and nothing is written.")
@click.option("--rounds", default=3, show_default=True)
def main(quick: bool, rounds: int) -> None:
    """Measure, print, and write the section of RESULTS.md."""
    size = "quick" if quick else "full"
    emptied(DATA / "out" / "refresh")
    text = report(size, rounds, in_turn(contenders(copied(shards(size))), rounds))
    click.echo(text)
    if not quick:
        write_section("Refresh", machine(), text)


if __name__ == "__main__":
    main()
