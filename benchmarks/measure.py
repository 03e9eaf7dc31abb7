"""Whole processes, timed in turn so that a drift of the machine hits all alike."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """One finished process: wall and processor seconds, peak memory in bytes."""

    seconds: float
    processor_seconds: float
    peak_bytes: int


@dataclass(frozen=True)
class Contender:
    """A command that is measured; ``prepare`` runs before each time, unmeasured."""

    name: str
    command: Sequence[str]
    prepare: Callable[[], None] = lambda: None


def run(command: Sequence[str]) -> Run:
    """Run a command; its children count for the times, the largest process for the memory."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if status:
        assert process.stderr is not None
        raise SystemExit(f"{' '.join(command)} failed: {process.stderr.read().decode()[-2000:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def in_turn(contenders: Sequence[Contender], rounds: int, *, warm: bool = True) -> dict[str, list[Run]]:
    """Every contender once a round, after one round that does not count (unless ``warm`` is off)."""
    runs: dict[str, list[Run]] = {contender.name: [] for contender in contenders}
    for number in range(0 if warm else 1, rounds + 1):
        for contender in contenders:
            contender.prepare()
            done = run(contender.command)
            print(
                f"round {number}: {contender.name} {done.seconds:.1f} s, {done.peak_bytes / 1e6:.0f} MB",
                file=sys.stderr,
            )
            if number:
                runs[contender.name].append(done)
    return runs


def median(runs: Sequence[Run]) -> Run:
    """The medians of the figures of several runs."""
    return Run(
        statistics.median(done.seconds for done in runs),
        statistics.median(done.processor_seconds for done in runs),
        int(statistics.median(done.peak_bytes for done in runs)),
    )


def machine() -> str:
    """What the figures were taken on."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "polars", "pyarrow"))
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, Python {platform.python_version()}, {packages}"
