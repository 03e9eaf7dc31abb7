from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest
from click.testing import CliRunner

import warehouse.hub
from tests.processes import PATIENCE_SECONDS
from warehouse.cli import main
from warehouse.home import Home
from warehouse.hub import Hub

from .commands import Command, Outcome
from .server import LoopbackHub, running
from .shards import REPOSITORY, SPEC, write_shards

__all__ = ["REPOSITORY", "SPEC"]


@pytest.fixture(autouse=True)
def client_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client of the tests' own process asks nobody but the loopback Hub, and is patient with it."""
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DISABLE_TELEMETRY", True)
    for name in ("HF_HUB_ETAG_TIMEOUT", "HF_HUB_DOWNLOAD_TIMEOUT"):
        monkeypatch.setattr(huggingface_hub.constants, name, PATIENCE_SECONDS)


@pytest.fixture
def loopback_hub() -> Iterator[LoopbackHub]:
    """A Hub on the loopback interface; publish folders of shards to it, add trouble, read what it recorded."""
    with running() as hub:
        yield hub


@pytest.fixture
def hub(loopback_hub: LoopbackHub) -> Hub:
    """A client of the loopback Hub, without a token, that soon tries again but never gives up a slow answer."""
    return Hub(loopback_hub.endpoint, token=False, timeout_seconds=PATIENCE_SECONDS, tries=3, wait_seconds=0.01)


@pytest.fixture
def nowhere() -> Iterator[str]:
    """An address at which nobody listens, nor will before the test is over."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def source(loopback_hub: LoopbackHub, tmp_path: Path) -> Path:
    """Four shards in the published layout, which are the main revision of the repository."""
    folder = write_shards(tmp_path / "source")
    loopback_hub.publish(REPOSITORY, folder)
    return folder


@pytest.fixture
def command(hub: Hub, home: Home, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command line in this process, with the client ``hub``, or one that differs from it."""

    def called(*arguments: str, **differences: Any) -> Outcome:
        monkeypatch.setattr(warehouse.hub, "HUB", replace(hub, **differences))
        result = CliRunner().invoke(main, ["--home", str(home.root), *arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return called
