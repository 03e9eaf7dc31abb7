"""The command explore as a user runs it: its link, its token, its bounds, and its pages in a real browser."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.explore.browser import window
from tests.explore.conftest import Site
from tests.processes import PATIENCE_SECONDS
from warehouse.home import Home

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def entrance(sample_home: Home, site: Site) -> Iterator[str]:
    """The link that the command prints; the command is interrupted afterwards."""
    port = str(site.port + 1)
    command = [
        sys.executable,
        "-m",
        "warehouse",
        "--home",
        str(sample_home.root),
        "explore",
        "--no-browser",
        "--port",
        port,
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r"http://[^\s;]+", process.stderr.readline())
        assert found
        try:
            _wait(found[0])
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE_SECONDS)


def _wait(link: str) -> None:

    for _ in range(PATIENCE_SECONDS * 10):
        try:
            asked(link, "/")
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return


def asked(link: str, path: str, **headers: str) -> tuple[int, str, str]:
    """Status, location and cookie of an answer."""
    connection = HTTPConnection(urlsplit(link).netloc, timeout=30)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, response.headers.get("Location", ""), response.headers.get("Set-Cookie", "")


def test_only_who_has_the_link_is_answered(entrance: str) -> None:
    token = urlsplit(entrance).query
    assert asked(entrance, "/videos")[0] == 403
    assert asked(entrance, "/videos?token=wrong")[0] == 403
    assert asked(entrance, f"/videos?{token}", Host="evil.example")[0] == 400
    status, location, cookie = asked(entrance, f"/videos?category=Sports&{token}")
    assert (status, location) == (303, "/videos?category=Sports")
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert asked(entrance, location, Cookie=cookie.split(";")[0])[0] == 200
    assert not asked(entrance, f"//evil.example/?{token}")[1].startswith("//")


def test_the_link_opens_the_pages_in_a_browser_and_without_it_there_is_a_sentence(
    entrance: str, browser: Browser
) -> None:
    address = entrance.split("?")[0]
    with window(browser, address) as opened:
        opened.page.goto(entrance)
        expect(opened.page.get_by_role("heading", name="FineVideo")).to_be_visible()
        assert "token" not in opened.page.url
        opened.page.reload()
        expect(opened.page.get_by_role("navigation", name="Pages")).to_be_visible()
    with window(browser, address) as stranger:
        stranger.page.goto("/videos")
        expect(stranger.page.locator("body")).to_contain_text("Open the link that `warehouse explore` printed")
        stranger.complaints.clear()
