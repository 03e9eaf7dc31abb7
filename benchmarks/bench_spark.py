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

MASTERS = ("local[1]", "local[2]", "local-cluster[2,1,1024]")
TIMES = (1, 2, 4)
TASK_RECORDS = 2048
LOCAL = "one process, no Spark"
PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Told:
    """A run, and what Spark's log of it says: bytes between tasks, and of the tasks that built tables the seconds.

    ``span`` is from the start of the first of them to the end of the last.
    """

    run: Run
    shuffled: int = 0
    tasks: tuple[float, ...] = ()
    span: float = 0.0


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
    shuffled = sum(event["Task Metrics"]["Shuffle Write Metrics"]["Shuffle Bytes Written"] for event in ended)
    # the first tasks that read a shuffle are those that build tables: each is told its files by it
    first = min(event["Stage ID"] for event in ended if _records_read(event))
    building = [event for event in ended if event["Stage ID"] == first]
    seconds = tuple(event["Task Metrics"]["Executor Run Time"] / 1000 for event in building)
    times = [event["Task Info"] for event in building]
    span = max(task["Finish Time"] for task in times) - min(task["Launch Time"] for task in times)
    return Told(run, shuffled, seconds, span / 1000)


def _records_read(event: dict[str, dict[str, dict[str, int]]]) -> int:
    return event["Task Metrics"]["Shuffle Read Metrics"]["Total Records Read"]


def by_one_process(source: Path) -> Told:
    """The same tables by one thread of one process."""
    home = DATA / "out" / "spark-local"
    emptied(home)
    command = [sys.executable, "-m", "warehouse", "--home", str(home), "ingest", "--tables-only", "--jobs", "1"]
    return Told(run_tree([*command, str(source)], {}))


def report(count: int, told: dict[tuple[str, int], Told]) -> str:
    """The section of RESULTS.md."""
    videos = count * SIZES["full"][0] // SIZES["full"][1]
    lines = [
        f"{videos:,} generated videos in {count:,} shards, then 2 and 4 times as many; {TASK_RECORDS:,} videos a task;",
        "one run each, on a machine that others used as well: compare ratios. `building` is from the start of the",
        "first task that builds tables to the end of the last, without the start of Java and Spark; `tasks` is the",
        "sum of their seconds. Growth is over the run of the least data.",
        "",
        "| where | videos | wall s | processor s | building s | growth | tasks s | growth | tasks at once |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for (where, times), done in told.items():
        figures = f"{done.run.seconds:.1f} | {done.run.processor_seconds:.1f}"
        if done.tasks:
            least, spent = told[where, 1], sum(done.tasks)
            growth = f"{done.span / least.span:.2f} | {spent:.1f} | {spent / sum(least.tasks):.2f}"
            figures += f" | {done.span:.1f} | {growth} | {spent / done.span:.2f} |"
        else:
            growth = f"{done.run.processor_seconds / told[where, 1].run.processor_seconds:.2f}"
            figures += f" | | | {done.run.processor_seconds:.1f} | {growth} | |"
        lines.append(f"| {where} | {times * videos:,} | {figures}")
    most = max(TIMES)
    lines.append("")
    for master in MASTERS[1:]:
        faster = told[MASTERS[0], most].span / told[master, most].span
        lines.append(f"- {most * videos:,} videos, {master}: builds {faster:.2f} times as fast as {MASTERS[0]}.")
    for master in MASTERS:
        last = told[master, most]
        lines.append(
            f"- {master}, {most * videos:,} videos: {len(last.tasks)} tasks build tables in {min(last.tasks):.1f} to "
            f"{max(last.tasks):.1f} s, median {statistics.median(last.tasks):.1f}; {last.shuffled / most / videos:.0f} "
            "bytes a video go between tasks."
        )
    return "\n".join(lines) + "\n"


@click.command()
@click.option("--shards", "count", default=339, show_default=True, help="Shards of 32 videos in the smallest run.")
def main(count: int) -> None:
    """Measure, print, and write the section of RESULTS.md."""
    source = shards("full")
    ways: dict[str, Callable[[Path], Told]] = {LOCAL: by_one_process}
    ways |= {master: partial(by_spark, master) for master in MASTERS}
    told: dict[tuple[str, int], Told] = {}
    folders = {times: part(source, times * count) for times in TIMES}
    for name, way in ways.items():
        for times, folder in folders.items():
            told[name, times] = done = way(folder)
            print(name, times, done.run, done.shuffled, done.span, done.tasks, file=sys.stderr)
    text = report(count, told)
    click.echo(text)
    write_section("Ingest by Spark", machine(), text)


if __name__ == "__main__":
    main()
