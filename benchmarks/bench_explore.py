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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import click

from benchmarks.bench_ingest import SIZES
from benchmarks.bench_queries import opened
from benchmarks.measure import machine
from benchmarks.results import write_section
from warehouse.session import Warehouse

PORT = 8790
FIRST, LIST, VIDEO, SEARCH = 1.5, 0.2, 0.3, 0.15
MEMORY_MB = 700


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

    @property
    def peak_mb(self) -> float:
        """The most memory that the process has had, in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024 / 1e6


@contextmanager
def explorer(home: Path) -> Iterator[Explorer]:
    """The command in a process of its own, ended afterwards."""
    command = [sys.executable, "-m", "warehouse", "--home", str(home), "explore", "--no-browser", "--port", str(PORT)]
    begun = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
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


def paths(wh: Warehouse) -> dict[str, tuple[str, float]]:
    """What is asked for, by what it is, and how long it may take."""
    video_id, category = wh.sql("SELECT video_id, parent_category FROM video_profile ORDER BY md5(video_id)").row(0)
    long = wh.sql("SELECT video_id FROM video_profile ORDER BY segments DESC LIMIT 1").item()
    return {
        "list, unfiltered": ("/videos", LIST),
        "list, page 500": ("/videos?page=500", LIST),
        "list, one category": ("/videos?category=Education", LIST),
        "list, one mood": ("/videos?mood=Curious", LIST),
        "list, four filters, newest": ("/videos?order=newest&shortest=60&longest=300&speech=0.5&words=the", LIST),
        "a video": (f"/video/{video_id}", VIDEO),
        "a video of a filtered list": (
            f"/video/{video_id}?category={category.replace(' ', '+').replace('&', '%26')}",
            VIDEO,
        ),
        "the video with the most speech": (f"/video/{long}", VIDEO),
        "search, two words": ("/search?q=fire+truck", SEARCH),
        "search, one frequent word": ("/search?q=music", SEARCH),
        "search, by video, one category": ("/search?q=music&category=Education&group=1", SEARCH),
    }


def report(wh: Warehouse, running: Explorer, found: dict[str, tuple[float, float, float]]) -> str:
    """The section of RESULTS.md."""
    videos, load = wh.manifest.rows["videos"], os.getloadavg()[0]
    lines = [
        f"{videos:,} generated videos; whole answers over HTTP, medians of warm runs.",
        f"Programs that wanted a core meanwhile, ours included (the load over the last minute): {load:.1f}.",
        "",
        "| what | ms | of them processor ms | target ms | |",
        "|---|---:|---:|---:|---|",
    ]
    first = {"start to first page": (running.first_page, running.first_processor, FIRST)}
    for name, (seconds, processor, target) in {**first, **found}.items():
        over = "over" if seconds > target else ""
        lines.append(f"| {name} | {seconds * 1000:.0f} | {processor * 1000:.0f} | {target * 1000:.0f} | {over} |")
    peak = running.peak_mb
    return "\n".join([*lines, "", f"Peak memory: {peak:.0f} MB, of {MEMORY_MB} MB that it may take."]) + "\n"


@click.command()
@click.option("--quick", is_flag=True, help="A small part, and nothing is written.")
@click.option("--rounds", default=7, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), help="Measure this warehouse; nothing is written.")
def main(quick: bool, rounds: int, home: Path | None) -> None:
    """Measure, print, and write the section of RESULTS.md."""
    wh = opened(home, "quick" if quick else "full")
    assert home or quick or wh.manifest.rows["videos"] == SIZES["full"][0]
    with explorer(wh.home.root) as running:
        asked = paths(wh)
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
        for number in range(rounds + 1):
            for name, (path, _) in asked.items():
                measured = running.get(path)
                if number:
                    found[name].append(measured)
        medians = {
            name: (*map(statistics.median, zip(*measures, strict=True)), asked[name][1])
            for name, measures in found.items()
        }
        text = report(wh, running, medians)
    click.echo(text)
    if not quick and home is None:
        write_section("Explorer", machine(), text)


if __name__ == "__main__":
    main()
