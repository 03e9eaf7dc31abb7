from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import huggingface_hub
import pytest
from click.testing import CliRunner

from warehouse.cli import main
from warehouse.home import Home
from warehouse.hub import Hub

from .commands import Command, Outcome
from .server import LoopbackHub, running
from .shards import REPOSITORY, SPEC, write_shards

__all__ = ["REPOSITORY", "SPEC"]


@pytest.fixture(autouse=True)
def without_telemetry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client of the tests' own process asks nobody but the loopback Hub."""
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DISABLE_TELEMETRY", True)


@pytest.fixture
def loopback_hub() -> Iterator[LoopbackHub]:
    """A Hub on the loopback interface; publish folders of shards to it, add trouble, read what it recorded."""
    with running() as hub:
        yield hub


@pytest.fixture
def hub(loopback_hub: LoopbackHub) -> Hub:
    """An impatient client of the loopback Hub, without a token."""
    return Hub(loopback_hub.endpoint, token=False, timeout_seconds=0.5, tries=3, wait_seconds=0.01)


@pytest.fixture
def source(loopback_hub: LoopbackHub, tmp_path: Path) -> Path:
    """Four shards in the published layout, which are the main revision of the repository."""
    folder = write_shards(tmp_path / "source")
    loopback_hub.publish(REPOSITORY, folder)
    return folder


@pytest.fixture
def command(hub: Hub, home: Home, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command line in this process, with a client that does not wait long."""
    monkeypatch.setattr("warehouse.hub.HUB", hub)

    def called(*arguments: str) -> Outcome:
        result = CliRunner().invoke(main, ["--home", str(home.root), *arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return called
