"""Processes that the tests talk to: a busy machine is given all the time it needs, and what hangs fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

# no test waits this long unless something hangs
PATIENCE_SECONDS = 300
# root without its right to read and write everything, which is like anybody else
AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


@contextmanager
def ended_if_it_hangs(process: subprocess.Popen[str]) -> Iterator[None]:
    """Within the context the process is killed once nobody would wait for it any more, so that reading from it ends."""
    watch = threading.Timer(PATIENCE_SECONDS, process.kill)
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def read_line(process: subprocess.Popen[str], stream: IO[str] | None) -> str:
    """The next line that a process writes to one of its pipes."""
    assert stream is not None
    with ended_if_it_hangs(process):
        line = stream.readline()
    assert line, "it ended, or was killed because it hung, before it wrote a line"
    return line


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """What a process writes to its standard error up to the line that holds these words."""
    told = read_line(process, process.stderr)
    while words not in told:
        told += read_line(process, process.stderr)
    return told


def finish(process: subprocess.Popen[str], answer: str | None = None) -> tuple[str, str]:
    """What a process still writes to its standard output and error, once it has got an answer and ended."""
    with ended_if_it_hangs(process):
        return process.communicate(answer)


def compiled_library(source: Path, folder: Path) -> Path:
    """A library made of a C source, for a process to load before all others; skips where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler is here")
    made = folder / f"{source.stem}.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", made, source, "-ldl"], check=True)
    return made
