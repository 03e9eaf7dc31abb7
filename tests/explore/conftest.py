"""The explorer, really served on a port of this machine."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import warehouse
from tests.explore.browser import FLAGS, Window, chromium, window
from warehouse.catalog.refresh import refresh_catalog
from warehouse.home import Home
from warehouse.session import Warehouse

uvicorn = pytest.importorskip("uvicorn", reason="the extra explore is not installed")


@dataclass(frozen=True)
class Site:
    """A served explorer: its port and what it serves."""

    port: int
    warehouse: Warehouse

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> tuple[int, str]:
        return self._ask("POST", path, urlencode(fields), headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
        connection.close()
        return response.status, text


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@contextmanager
def serving(root: Path) -> Iterator[Site]:
    """The explorer over a home, for as long as the context lasts."""
    from warehouse.explore.app import application

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = application(lambda: warehouse.open(root))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield Site(port, warehouse.open(root))
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def site(sample_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root: Path = tmp_path_factory.mktemp("explore") / "data"
    shutil.copytree(sample_home.root, root, symlinks=True)
    refresh_catalog(Home.at(root), Home.at(root).require_current())
    with serving(root) as served:
        yield served


@pytest.fixture
def shown(browser: Browser, site: Site) -> Iterator[Window]:
    with window(browser, site.address) as opened:
        yield opened


@pytest.fixture
def page(shown: Window) -> Page:
    return shown.page
