"""What is drawn on a terminal while a run goes on, and how it is ended there."""

from __future__ import annotations

import os
import pty
import signal
from pathlib import Path

import pytest

from tests.conftest import Record
from warehouse.home import Home

from .commands import publish, start_on
from .conftest import SPEC
from .server import LoopbackHub


@pytest.mark.parametrize(("ending", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_progress_is_drawn_and_a_run_can_be_ended(
    loopback_hub: LoopbackHub,
    sample: list[Record],
    home: Home,
    tmp_path: Path,
    ending: signal.Signals,
    code: int,
) -> None:
    publish(loopback_hub, tmp_path / "source", sample[:24])
    loopback_hub.latency_seconds = 0.15
    controller, terminal = pty.openpty()
    drawn, ended = "", False
    with start_on(terminal, loopback_hub, home, "ingest", SPEC, "--jobs", "2", TERM="xterm", COLUMNS="140") as process:
        os.close(terminal)
        while block := read(controller):
            drawn += block
            if not ended and "Fetching 2/4 files" in drawn:
                process.send_signal(ending)
                ended = True
    assert process.returncode == code
    assert all(words in drawn for words in ("Fetching 2/4 files", "kB of", "kB/s", "0:00:0"))
    assert "Stopped; what was there before is untouched." in drawn
    assert (home.current(), len(list(home.raw.rglob("*.parquet")))) == (None, 2)


def read(terminal: int) -> str:
    """What was drawn since the last time; nothing once the other end is closed."""
    try:
        return os.read(terminal, 65536).decode(errors="replace")
    except OSError:
        os.close(terminal)
        return ""
