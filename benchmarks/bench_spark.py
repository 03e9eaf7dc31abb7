"""Ingest by Spark: how time grows with the data and with what runs at once, written to RESULTS.md.

    python -m benchmarks.bench_spark [--shards N]

It needs Java and the extra `spark`. Processor time is that of all processes together: the driver, Java, the workers.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

import click

from benchmarks.bench_ingest import DATA, SIZES, emptied, shards
from benchmarks.measure import Run, machine
from benchmarks.results import write_section

MASTERS = ("local[1]", "local[2]", "local-cluster[1,1,1024]", "local-cluster[2,1,1024]")
TIMES = (1, 2, 4)
TASK_RECORDS = 2048
LOCAL = "one process, no Spark"
PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Told:
    """A run, and what Spark's log of it says: bytes between tasks, seconds of the tasks that built tables."""

    run: Run
    shuffled: int = 0
    tasks: tuple[float, ...] = ()


def run_tree(command: Sequence[str], environment: dict[str, str]) -> Run:
    """Run a command; all processes that came of it count, also those that outlive their parents."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    begun = time.perf_counter()
    with TemporaryFile() as said:
        main = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, **environment})
        seconds = processor = peak = 0.0
        while True:
            try:
                pid, status, usage = os.wait4(-1, 0)
            except ChildProcessError:
                break
            processor += usage.ru_utime + usage.ru_stime
            peak = max(peak, usage.ru_maxrss * 1024)
            if pid == main.pid:
                seconds, main.returncode = time.perf_counter() - begun, os.waitstatus_to_exitcode(status)
        if main.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)} failed: {said.read().decode()[-2000:]}")
    return Run(seconds, processor, int(peak))


def part(source: Path, count: int) -> Path:
    """A folder of the first so many shards."""
    folder = DATA / "spark" / str(count)
    emptied(folder)
    for path in sorted(source.glob("*.parquet"))[:count]:
        (folder / path.name).symlink_to(path)
    return folder


def by_spark(master: str, source: Path) -> Told:
    """An ingest by Spark into an empty folder."""
    target, log = DATA / "out" / "spark", DATA / "out" / "spark-log"
    shutil.rmtree(target, ignore_errors=True)
    emptied(log)
    logged = {"enabled": "true", "dir": f"file://{log}", "compress": "false", "rolling.enabled": "false"}
    options = [f"--conf spark.eventLog.{name}={value}" for name, value in logged.items()]
    environment = {
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_SUBMIT_ARGS": f"{' '.join(options)} --conf spark.ui.enabled=false pyspark-shell",
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    command = [sys.executable, "-m", "warehouse.spark", str(source), str(target), "--master", master]
    run = run_tree([*command, "--task-records", str(TASK_RECORDS)], environment)
    (written,) = log.iterdir()
    ended = [event for event in map(json.loads, written.open()) if event["Event"] == "SparkListenerTaskEnd"]
    measured = [event["Task Metrics"] for event in ended]
    shuffled = sum(task["Shuffle Write Metrics"]["Shuffle Bytes Written"] for task in measured)
    # what builds tables reads one row of a shuffle and takes the longest
    first = min(event["Stage ID"] for event, task in zip(ended, measured, strict=True) if _reads(task))
    building = [
        task["Executor Run Time"] / 1000
        for event, task in zip(ended, measured, strict=True)
        if event["Stage ID"] == first
    ]
    return Told(run, shuffled, tuple(building))


def _reads(task: dict[str, dict[str, int]]) -> bool:
    return task["Shuffle Read Metrics"]["Total Records Read"] > 0


def by_one_process(source: Path) -> Told:
    """The same tables by one thread of one process."""
    home = DATA / "out" / "spark-local"
    emptied(home)
    command = [sys.executable, "-m", "warehouse", "--home", str(home), "ingest", "--tables-only", "--jobs", "1"]
    return Told(run_tree([*command, str(source)], {}))


def report(count: int, start: dict[str, Told], told: dict[tuple[str, int], Told]) -> str:
    """The section of RESULTS.md."""
    videos = count * SIZES["full"][0] // SIZES["full"][1]
    lines = [
        f"{videos:,} generated videos in {count:,} shards, then 2 and 4 times as many; {TASK_RECORDS:,} videos a task;",
        "one run each, on a machine that others used as well: compare processor seconds and ratios, not wall seconds.",
        "`start` is a run of one shard. Growth is over the run of the least data, both without the start.",
        "",
        "| where | videos | wall s | processor s | growth, wall | growth, processor | largest process MB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for master, idle in start.items():
        lines.append(f"| {master}, start | 32 | {_figures(idle.run)} | | | {idle.run.peak_bytes / 1e6:,.0f} |")
        base = told[master, 1].run
        for times in TIMES:
            run = told[master, times].run
            wall = (run.seconds - idle.run.seconds) / (base.seconds - idle.run.seconds)
            processor = (run.processor_seconds - idle.run.processor_seconds) / (
                base.processor_seconds - idle.run.processor_seconds
            )
            lines.append(
                f"| {master} | {times * videos:,} | {_figures(run)} | {wall:.2f} | {processor:.2f} "
                f"| {run.peak_bytes / 1e6:,.0f} |"
            )
    most = max(TIMES)
    lines.append("")
    for one, two in (MASTERS[:2], MASTERS[2:]):
        alone, both = (told[name, most].run.seconds - start[name].run.seconds for name in (one, two))
        lines.append(
            f"- {most * videos:,} videos, {two} beside {one}: {alone / both:.2f} times as fast without the start."
        )
    for master in (MASTERS[1], MASTERS[3]):
        last = told[master, most]
        span = f"{min(last.tasks):.1f} to {max(last.tasks):.1f} s, median {statistics.median(last.tasks):.1f}"
        lines.append(
            f"- {master}, {most * videos:,} videos: {last.shuffled / most / videos:.0f} bytes a video go between "
            f"tasks; its {len(last.tasks)} tasks that build tables take {span}."
        )
    return "\n".join(lines) + "\n"


def _figures(run: Run) -> str:
    return f"{run.seconds:.1f} | {run.processor_seconds:.1f}"


@click.command()
@click.option("--shards", "count", default=339, show_default=True, help="Shards of 32 videos in the smallest run.")
def main(count: int) -> None:
    """Measure, print, and write the section of RESULTS.md."""
    source = shards("full")
    ways: dict[str, Callable[[Path], Told]] = {LOCAL: by_one_process}
    ways |= {master: partial(by_spark, master) for master in MASTERS}
    start: dict[str, Told] = {}
    told: dict[tuple[str, int], Told] = {}
    for times in (0, *TIMES):
        folder = part(source, max(1, times * count))
        for name, way in ways.items():
            done = way(folder)
            print(f"{name}, {times} x: {_figures(done.run)} s", file=sys.stderr)
            if times:
                told[name, times] = done
            else:
                start[name] = done
    text = report(count, start, told)
    click.echo(text)
    write_section("Ingest by Spark", machine(), text)


if __name__ == "__main__":
    main()
