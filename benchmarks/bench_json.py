"""Ingest of JSON files and JSON Lines beside a bare loop of orjson.loads over the same files, written to RESULTS.md.

    python -m benchmarks.bench_json [--quick] [--rounds N]

The files hold generated records, one a file as the dataset card's script writes them; they are made once and kept in
benchmarks/.data.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from benchmarks.bench_ingest import DATA, SIZES, shards, warehouse
from benchmarks.measure import Contender, Run, in_turn, machine, median
from benchmarks.results import write_section
from tools.sample import generate

FILES, LINES, SHARDS = "warehouse, JSON files", "warehouse, JSON Lines", "warehouse, the same records in shards"
BARE_FILES, BARE_LINES = "orjson.loads of every file", "orjson.loads of every line"
TARGET = 3
LOOPS = {
    BARE_FILES: "for path in Path(sys.argv[1]).iterdir():\n  with path.open('rb') as file: orjson.loads(file.read())",
    BARE_LINES: "with open(sys.argv[1], 'rb') as file:\n  for line in file: orjson.loads(line)",
}


def sources(size: str) -> tuple[Path, Path]:
    """The folder of JSON files and the JSON Lines file of a size, made where they are not there yet."""
    folder, lines = DATA / "json" / size / "metadata", DATA / "json" / size / "lines" / "records.jsonl"
    if not lines.exists():
        shutil.rmtree(DATA / "json" / size, ignore_errors=True)
        folder.mkdir(parents=True)
        lines.parent.mkdir()
        write_files(folder, generate(SIZES[size][0]))
        write_lines(lines, folder)
    return folder, lines


def write_files(folder: Path, records: Iterable[dict[str, Any]]) -> None:
    for number, record in enumerate(records):
        (folder / f"sample_{number}.json").write_text(json.dumps(record))


def write_lines(path: Path, folder: Path) -> None:
    partial = path.with_suffix(".partial")
    with partial.open("wb") as stream:
        for number in range(len(list(folder.iterdir()))):
            stream.write((folder / f"sample_{number}.json").read_bytes() + b"\n")
    partial.replace(path)


def bare(name: str, source: Path) -> Contender:
    """A process that only opens the files and parses them."""
    code = f"import sys, orjson\nfrom pathlib import Path\n{LOOPS[name]}"
    return Contender(name, [sys.executable, "-c", code, str(source)])


def report(size: str, rounds: int, source_bytes: int, runs: dict[str, list[Run]]) -> str:
    """The section of RESULTS.md."""
    records = SIZES[size][0]
    lines = [
        f"{records:,} generated videos, {source_bytes / 1e6:,.0f} MB of JSON, tables only;",
        f"whole processes in turn, medians of {rounds} rounds.",
        "",
        "| way | wall s | processor s | peak memory MB | wall time over the bare loop | target |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for name, loop in ((FILES, BARE_FILES), (BARE_FILES, ""), (LINES, BARE_LINES), (BARE_LINES, ""), (SHARDS, "")):
        done = median(runs[name])
        ratio = f"{done.seconds / median(runs[loop]).seconds:.2f} | at most {TARGET}" if loop else " | "
        lines.append(
            f"| {name} | {done.seconds:.2f} | {done.processor_seconds:.2f} | {done.peak_bytes / 1e6:,.0f} | {ratio} |"
        )
    pairs = zip(runs[FILES], runs[BARE_FILES], strict=True)
    ratios = ", ".join(f"{ours.seconds / bare.seconds:.2f}" for ours, bare in pairs)
    return "\n".join([*lines, "", f"JSON files over the loop, round by round: {ratios}."]) + "\n"


@click.command()
@click.option("--quick", is_flag=True, help="A small part, and nothing is written.")
@click.option("--rounds", default=3, show_default=True)
def main(quick: bool, rounds: int) -> None:
    """Measure, print, and write the section of RESULTS.md."""
    size = "quick" if quick else "full"
    folder, lines = sources(size)
    runs = in_turn(
        [
            warehouse(FILES, folder, "--tables-only"),
            bare(BARE_FILES, folder),
            warehouse(LINES, lines, "--tables-only"),
            bare(BARE_LINES, lines),
            warehouse(SHARDS, shards(size), "--tables-only"),
        ],
        rounds,
    )
    text = report(size, rounds, lines.stat().st_size, runs)
    click.echo(text)
    if not quick:
        write_section("Ingest of JSON", machine(), text)


if __name__ == "__main__":
    main()
