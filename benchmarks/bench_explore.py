"""The explorer at full size, as a whole process that is asked over HTTP, written to RESULTS.md.

    python -m benchmarks.bench_explore [--quick] [--rounds N] [--home DIR]

The warehouse is that of bench_queries, built where it is not there yet, unless one is named.
"""

from __future__ import annotations

import os
import re
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import click

from benchmarks.bench_ingest import DATA, SIZES
from benchmarks.bench_queries import opened
from benchmarks.measure import machine
from benchmarks.results import write_section
from warehouse.session import Warehouse

PORT = 8790
FIRST, LIST, VIDEO, SEARCH = 1.5, 0.2, 0.3, 0.15
MEMORY_MB = 700
# with more programs than that at work, others' included, the least of all runs is nearer to the truth than their median
BUSY = 2.0
# modules are compiled once, as those of an installed package are, whatever the shell says of it
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
ENVIRONMENT["PYTHONPYCACHEPREFIX"] = str(DATA / "bytecode")


@dataclass(frozen=True)
class Asked:
    """Addresses of one kind, each round another one, and how long an answer may take; None where nothing is said."""

    paths: Sequence[str]
    target: float | None


@dataclass(frozen=True)
class Measured:
    """Seconds of runs, and their mean seconds of processor time."""

    seconds: Sequence[float]
    processor: float
    target: float | None

    def line(self, name: str, settle: Callable[[Sequence[float]], float]) -> str:
        """The row of a table."""
        found = settle(self.seconds)
        least, median = min(self.seconds) * 1000, statistics.median(self.seconds) * 1000
        over = "over" if self.target is not None and found > self.target else ""
        target = "" if self.target is None else f"{self.target * 1000:.0f}"
        return f"| {name} | {median:.0f} | {least:.0f} | {self.processor * 1000:.0f} | {target} | {over} |"


@dataclass(frozen=True)
class Explorer:
    """A running explorer: its process, its token, and the seconds from its start to its first page."""

    pid: int
    token: str
    first_page: float = 0
    first_processor: float = 0

    def get(self, path: str) -> tuple[float, float]:
        """The seconds that an answer takes, all of it read, and the processor seconds that the explorer used for it."""
        connection = HTTPConnection("127.0.0.1", PORT, timeout=120)
        used, begun = self.processor_seconds, time.perf_counter()
        connection.request("GET", path, headers={"Cookie": f"warehouse_{PORT}={self.token}"})
        response = connection.getresponse()
        response.read()
        seconds = time.perf_counter() - begun
        connection.close()
        assert response.status == 200, path
        return seconds, self.processor_seconds - used

    @property
    def processor_seconds(self) -> float:
        """What the process has used until now."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self, entry: str) -> float:
        """An entry of what the system says of the process's memory, in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.findall(rf"{entry}:\s+(\d+) kB", status)[0]) * 1024 / 1e6


@contextmanager
def explorer(home: Path) -> Iterator[Explorer]:
    """The command in a process of its own, ended afterwards."""
    command = [sys.executable, "-m", "warehouse", "--home", str(home), "explore", "--no-browser", "--port", str(PORT)]
    begun = time.perf_counter()
    with subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            token = re.findall(r"token=([\w-]+)", process.stderr.readline())[0]
            running = Explorer(process.pid, token)
            while True:
                try:
                    running.get("/")
                    break
                except ConnectionRefusedError:
                    time.sleep(0.01)
            yield Explorer(process.pid, token, time.perf_counter() - begun, running.processor_seconds)
        finally:
            process.send_signal(signal.SIGINT)


def asked(wh: Warehouse) -> dict[str, Asked]:
    """What is asked for, by what it is."""

    def most(column: str, relation: str = "videos") -> list[str]:
        groups = f"SELECT {column} AS value FROM {relation} WHERE {column} IS NOT NULL GROUP BY ALL"
        return [str(value) for value in wh.sql(f"{groups} ORDER BY count(*) DESC, value LIMIT 12").to_series()]

    def lists(**states: Sequence[object]) -> Asked:
        columns = zip(*states.values(), strict=True)
        return Asked([f"/videos?{urlencode(dict(zip(states, values, strict=True)))}" for values in columns], LIST)

    ids = wh.sql("SELECT video_id FROM video_profile ORDER BY md5(video_id) LIMIT 50")["video_id"].to_list()
    longest = wh.sql("SELECT video_id FROM video_profile ORDER BY segments DESC LIMIT 5")["video_id"].to_list()
    categories, words = most("content_parent_category"), ["the", "of", "and", "in", "with"]
    return {
        "list, unfiltered": Asked(["/videos"], LIST),
        "page turn": lists(page=range(2, 60, 7)),
        "page turn, one mood": lists(mood=["Curious"] * 5, page=range(2, 7)),
        "order": lists(order=["newest", "most viewed", "longest first", "best annotated"]),
        "filter: category": lists(category=categories),
        "filter: length": lists(shortest=range(0, 200, 20), longest=range(120, 320, 20)),
        "filter: year": lists(year=most("year(upload_date)")),
        "filter: channel": lists(channel=most("youtube_channel")),
        "filter: mood": lists(mood=most("mood", "scene_moods")),
        "filter: speech": lists(speech=[0.1, 0.25, 0.5, 0.75, 0.9]),
        "filter: quality": lists(quality=[0.5, 0.6, 0.7, 0.8, 0.9]),
        "filter: words": lists(words=words),
        "four filters, newest": lists(
            words=words,
            shortest=[60] * 5,
            longest=[300] * 5,
            speech=[0.5] * 5,
            mood=most("mood", "scene_moods")[:5],
            order=["newest"] * 5,
        ),
        "a video": Asked([f"/video/{video_id}" for video_id in ids], VIDEO),
        "a video of a filtered list": Asked(
            [f"/video/{video_id}?mood=Curious&order=newest" for video_id in ids], VIDEO
        ),
        "a video with much speech": Asked([f"/video/{video_id}" for video_id in longest], VIDEO),
        "search, two words": Asked([f"/search?q={q}" for q in ("fire+truck", "dried+flower", "storm+coast")], SEARCH),
        "search, one frequent word": Asked([f"/search?q={q}" for q in ("music", "presenter", "camera")], SEARCH),
        "search, by video, one category": Asked(
            [f"/search?{urlencode({'q': 'music', 'category': name, 'group': 1})}" for name in categories], SEARCH
        ),
        "a question": Asked(["/questions/mood_mix"], None),
        "the data of its chart": Asked(["/questions/mood_mix/download.json"], None),
    }


def measure_pages(running: Explorer, wanted: dict[str, Asked], rounds: int) -> dict[str, Measured]:
    """Each kind of page in turn, so many times behind a first time that does not count."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in wanted}
    for number in range(rounds + 1):
        for name, asked in wanted.items():
            measured = running.get(asked.paths[number % len(asked.paths)])
            if number:
                found[name].append(measured)
    return {name: summed(runs, wanted[name].target) for name, runs in found.items()}


def summed(runs: Sequence[tuple[float, float]], target: float | None) -> Measured:
    """Runs, each with its seconds and its seconds of processor time, in one."""
    seconds, processor = zip(*runs, strict=True)
    return Measured(seconds, statistics.mean(processor), target)


def report(wh: Warehouse, found: dict[str, Measured], running: Explorer, load: float) -> str:
    """The section of RESULTS.md."""
    busy = load > BUSY
    lines = [
        f"{wh.manifest.rows['videos']:,} generated videos; whole answers over HTTP, each of another value or video.",
        f"Programs that wanted one of {os.cpu_count()} cores meanwhile, ours included (the mean load): {load:.1f}.",
        f"{'As others were at work, the least of all runs' if busy else 'The median'} is held against the target.",
        "",
        "| what | median ms | least ms | processor ms | target ms | |",
        "|---|---:|---:|---:|---:|---|",
        *(measured.line(name, min if busy else statistics.median) for name, measured in found.items()),
        "",
        f"Peak memory: {running.memory_mb('VmHWM'):.0f} MB, of {MEMORY_MB} MB that it may take.",
        f"{running.memory_mb('RssFile'):.0f} MB are mapped files, mostly the search index, which the system may drop.",
    ]
    return "\n".join(lines) + "\n"


@click.command()
@click.option("--quick", is_flag=True, help="A small part, and nothing is written.")
@click.option("--rounds", default=15, show_default=True)
@click.option("--starts", default=7, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), help="Measure this warehouse; nothing is written.")
def main(quick: bool, rounds: int, starts: int, home: Path | None) -> None:
    """Measure, print, and write the section of RESULTS.md."""
    wh = opened(home, "quick" if quick else "full")
    assert home or quick or wh.manifest.rows["videos"] == SIZES["full"][0]
    wanted, loads, begins = asked(wh), [os.getloadavg()[0]], []
    # the first start compiles
    for _ in range(starts):
        with explorer(wh.home.root) as running:
            begins.append((running.first_page, running.first_processor))
    with explorer(wh.home.root) as running:
        begins.append((running.first_page, running.first_processor))
        pages = measure_pages(running, wanted, rounds)
        loads.append(os.getloadavg()[0])
        found = {"start to first page": summed(begins[1:], FIRST), **pages}
        text = report(wh, found, running, statistics.mean(loads))
    click.echo(text)
    if not quick and home is None:
        write_section("Explorer", machine(), text)


if __name__ == "__main__":
    main()
