"""What is drawn on a terminal while a run goes on, and how it is ended there."""

from __future__ import annotations

import os
import pty
import re
import signal
from pathlib import Path

import pytest

from tests.conftest import Record
from warehouse.home import Home

from .commands import publish, start_on
from .conftest import SPEC
from .server import LoopbackHub

pytestmark = pytest.mark.slow

# files, bytes, rate and the time that is left
DRAWN = r"Fetching 2/4 files .*? [\d.]+ [kM]B of [\d.]+ [kM]B +[\d.]+ ([kM]B|bytes)/s +\S*\d+:\d\d:\d\d"


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
    controller, terminal = pty.openpty()
    drawn, ended = "", False
    run = ("ingest", SPEC, "--jobs", "2")
    with (
        loopback_hub.held("storage", "-00002-of-", skip=2),  # after the footer, so that there is a rate
        loopback_hub.held("storage", "-00003-of-", skip=2),
        start_on(terminal, loopback_hub, home, *run, TERM="xterm", COLUMNS="140") as process,
    ):
        os.close(terminal)
        while block := read(controller):
            drawn += block
            if not ended and re.search(DRAWN, drawn):
                process.send_signal(ending)
                ended = True
    assert process.returncode == code
    assert ended
    assert "Stopped; what was there before is untouched." in drawn
    assert (home.current(), len(list(home.raw.rglob("*.parquet")))) == (None, 2)


def read(terminal: int) -> str:
    """What was drawn since the last time; nothing once the other end is closed."""
    try:
        return os.read(terminal, 65536).decode(errors="replace")
    except OSError:
        os.close(terminal)
        return ""
