"""Whatever happens to a refresh, what it ends in is what an undisturbed one ends in.

A short form runs with every test; `--campaign` takes every fault and many kills.
"""

from __future__ import annotations

import random
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import warehouse.ingest.run
from tests.conftest import Record
from warehouse.home import Home
from warehouse.hub.remote_source import Remote

from .commands import Command, end_state, finish, publish, publish_next, run, start, tables_of
from .conftest import SPEC
from .server import LoopbackHub, running
from .test_troubles import IMPATIENCE, LASTING, PASSING, VICTIM

pytestmark = pytest.mark.slow

BRIEFLY = ("truncated body", "corrupted footer", "replaced")
SHORT, LONG = 3, 60
SIGNALS = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM)
# 0 before the signal came; 1, -2 and -15: when the command line no longer took it
LATE = {0, 1, -signal.SIGINT, -signal.SIGTERM}
ENDED = {130, 143, -signal.SIGKILL, *LATE}


@dataclass
class Campaign:
    """A warehouse before a refresh, what an undisturbed refresh makes of it and how long it takes, and a way back."""

    home: Home
    kept: Path
    before: dict[str, Any]
    after: dict[str, Any]
    seconds: float

    def restore(self) -> None:
        shutil.rmtree(self.home.root)
        shutil.copytree(self.kept, self.home.root, symlinks=True)


@pytest.fixture(scope="module")
def served() -> Iterator[LoopbackHub]:
    with running() as hub:
        yield hub


@pytest.fixture(scope="module")
def campaign(served: LoopbackHub, sample: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    folder = tmp_path_factory.mktemp("campaign")
    home, kept = Home.at(folder / "data"), folder / "kept"
    publish(served, folder / "first", sample[:24])
    assert run(served, home, "ingest", SPEC).code == 0
    publish_next(served, folder, sample)
    shutil.copytree(home.root, kept, symlinks=True)
    before = tables_of(home)
    served.requests.clear()
    assert run(served, home, "ingest").code == 0
    seconds = time.monotonic() - served.requests[0].started
    return Campaign(home, kept, before, end_state(home), seconds)


@pytest.fixture
def loopback_hub(served: LoopbackHub) -> LoopbackHub:
    return served


@pytest.fixture
def home(campaign: Campaign) -> Home:
    return campaign.home


def test_after_each_fault(
    campaign: Campaign, loopback_hub: LoopbackHub, command: Command, request: pytest.FixtureRequest
) -> None:
    everything = {**PASSING, **{name: {"times": None, **details} for name, (details, _) in LASTING.items()}}
    for fault in everything if request.config.getoption("--campaign") else BRIEFLY:
        campaign.restore()
        loopback_hub.trouble(**{"path": VICTIM, **everything[fault]})
        outcome = command("ingest", **IMPATIENCE.get(fault, {}))
        assert outcome.code == (0 if fault in PASSING else 1), (fault, outcome.err)
        if outcome.code:
            assert tables_of(campaign.home) == campaign.before, fault
        loopback_hub.faults.clear()
        assert command("ingest").code == 0, fault
        assert end_state(campaign.home) == campaign.after, fault


def test_after_kills_at_random_points(
    campaign: Campaign, loopback_hub: LoopbackHub, command: Command, request: pytest.FixtureRequest
) -> None:
    kills = LONG if request.config.getoption("--campaign") else SHORT
    chance, codes = random.Random(3), set()
    for kill in range(kills):
        campaign.restore()
        with loopback_hub.held() as gate:
            process = start(loopback_hub, campaign.home, "ingest")
            gate.wait_for()
            if kill:  # the first one comes before the end for certain
                gate.open()
                time.sleep(campaign.seconds * (kill - 1 + chance.random()) / (kills - 1))
            process.send_signal(SIGNALS[kill % len(SIGNALS)])
            code, _, err = finish(process)
        codes.add(code)
        assert code in ENDED, err
        assert code in LATE or "Traceback" not in err, err
        assert tables_of(campaign.home) in (campaign.before, campaign.after["tables"])
        assert command("ingest").code == 0
        assert end_state(campaign.home) == campaign.after, (kill, code)
    assert codes - {0}


def test_after_a_kill_between_publishing_and_tidying(
    campaign: Campaign, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    for owner in (warehouse.ingest.run, Remote):
        campaign.restore()
        with monkeypatch.context() as context:
            context.setattr(owner, "prune", _stop)
            assert command("ingest").code == 130
        assert command("ingest").code == 0
        assert end_state(campaign.home) == campaign.after, owner.__name__


def _stop(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
