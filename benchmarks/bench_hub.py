"""Metadata from a Hub beside other ways to it, written to RESULTS.md.

    python -m benchmarks.bench_hub [--quick] [--rounds N]

A loopback Hub that takes 50 ms a request serves shards of 3 MB and of 30 MB; requests and bytes are counted there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import click

from benchmarks.measure import Run, machine, run
from benchmarks.results import write_section

DATA = Path(__file__).parent / ".data" / "hub"
OUT = DATA / "out"
MEGABYTES = (3, 30)
LATENCY_SECONDS = 0.05
OURS, READING = "warehouse", "warehouse_fetch"
WAYS = (READING, "file_system_threads", "file_system_loop", "datasets_streaming", "full_download")
RECORDS = 32
FASTER = 8
FLAT_BYTES = 20_000_000


@dataclass(frozen=True)
class Measured:
    """One process, and what it asked of the server."""

    run: Run
    requests: int
    bytes: int


@contextmanager
def served(folders: dict[str, Path]) -> Iterator[subprocess.Popen[str]]:
    """The server, its endpoint in this process's environment, which the measured ones inherit."""
    repositories = [f"{name}={folder}" for name, folder in folders.items()]
    command = [sys.executable, "-m", "benchmarks.hub_server", str(LATENCY_SECONDS), *repositories]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        endpoint = server.stdout.readline().strip()
        os.environ.update(HF_ENDPOINT=endpoint, HF_HOME=str(OUT / "hf"), HF_TOKEN="", HF_HUB_DISABLE_XET="1")
        os.environ.update(HF_HUB_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_PROGRESS_BARS="1")
        yield server
        server.stdin.close()


def measure(server: subprocess.Popen[str], way: str, repository: str) -> Measured:
    """A way in a fresh process with empty caches."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    done = run(command(way, repository))
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write("\n")
    server.stdin.flush()
    asked = json.loads(server.stdout.readline())
    print(f"{repository} {way}: {done.seconds:.1f} s, {asked}", file=sys.stderr)
    return Measured(done, asked["requests"], asked["bytes"])


def command(way: str, repository: str) -> Sequence[str]:
    folder = str(OUT / way)
    if way == OURS:
        return [sys.executable, "-m", "warehouse", "--home", folder, "ingest", f"hf://datasets/{repository}"]
    return [sys.executable, "-m", "benchmarks.hub_readers", way, repository, folder]


def middle(measured: Sequence[Measured]) -> Measured:
    """The one of median time."""
    return sorted(measured, key=lambda one: one.run.seconds)[len(measured) // 2]


def report(shards: int, rounds: int, found: dict[tuple[int, str], list[Measured]]) -> str:
    """The section of RESULTS.md; the warehouse's rows include the making of all tables, the other ways only read."""
    lines = [
        f"{shards} shards of {RECORDS} generated records each, {LATENCY_SECONDS * 1000:.0f} ms a request.",
        f"Whole processes with empty caches, the median of {rounds}.",
        "`warehouse` is a whole ingest, tables and catalog included; all others only read the records.",
        "",
        "| shard MB | way | requests | MB read | wall s | times warehouse_fetch | times warehouse | peak memory MB |",
        "|---:|---|---:|---:|---:|---:|---:|---:|",
    ]
    for (megabytes, way), measured in found.items():
        one = middle(measured)
        ratios = [f"{one.run.seconds / middle(found[megabytes, ours]).run.seconds:.1f}" for ours in (READING, OURS)]
        lines.append(
            f"| {megabytes} | {way} | {one.requests:,} | {one.bytes / 1e6:,.1f} | {one.run.seconds:.1f} "
            f"| {' | '.join(ratios)} | {one.run.peak_bytes / 1e6:,.0f} |"
        )
    return "\n".join([*lines, "", *verdicts(found)]) + "\n"


def verdicts(found: dict[tuple[int, str], list[Measured]]) -> Iterator[str]:
    """The targets, and whether they are reached."""
    for way in ("file_system_loop", "datasets_streaming"):
        for ours in (READING, OURS):
            slower = min(
                middle(found[size, way]).run.seconds / middle(found[size, ours]).run.seconds for size in MEGABYTES
            )
            verdict = "yes" if slower >= FASTER else "no"
            yield f"- {ours} is at least {FASTER} times as fast as {way}: {verdict}, {slower:.1f} times."
    small, large = (median(one.run.peak_bytes for one in found[size, OURS]) for size in MEGABYTES)
    flat = "yes" if large - small < FLAT_BYTES else "NO"
    yield f"- Memory flat in the size of a shard (less than {FLAT_BYTES / 1e6:.0f} MB apart): {flat}."


@click.command()
@click.option("--quick", is_flag=True, help="A few shards, and nothing is written.")
@click.option("--rounds", default=3, show_default=True)
def main(quick: bool, rounds: int) -> None:
    """Measure, print, and write the section of RESULTS.md."""
    shards, rounds = (20, 1) if quick else (200, rounds)
    folders = {f"shards-{size}": DATA / f"{shards}x{size}" for size in MEGABYTES}
    for size, folder in zip(MEGABYTES, folders.values(), strict=True):
        # in a process of its own: what this one holds would count as the peak memory of those that it starts
        made = [str(folder), str(shards), str(RECORDS), str(size * 1_000_000)]
        subprocess.run([sys.executable, "-m", "benchmarks.hub_shards", *made], check=True)
    found: dict[tuple[int, str], list[Measured]] = {(size, way): [] for size in MEGABYTES for way in (OURS, *WAYS)}
    with served(folders) as server:
        for _ in range(rounds):
            for size, way in found:
                found[size, way].append(measure(server, way, f"owner/shards-{size}"))
    shutil.rmtree(OUT)
    text = report(shards, rounds, found)
    click.echo(text)
    if not quick:
        write_section("Metadata from a Hub", machine(), text)


if __name__ == "__main__":
    main()
