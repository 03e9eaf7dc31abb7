"""The command explore as a user runs it: its link, its token, its bounds, and its pages in a real browser."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.explore.conftest import Site
from tests.processes import PATIENCE_SECONDS
from warehouse.home import Home

pytestmark = pytest.mark.slow
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]


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


def browser() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("there is no Chromium here")
    return found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "48 videos"),
        ("/videos?category=Education", "Education"),
        ("/search?q=music", "<mark>"),
        ("/questions/mood_mix", "warehouse query mood_mix"),
        ("/sql?statement=SELECT+41%2B1+AS+n", "42"),
        ("/collection", "put aside"),
    ],
)
def test_a_state_opens_in_a_browser(entrance: str, tmp_path: Path, path: str, expected: str) -> None:
    address = entrance.replace("/?", f"{path}{'&' if '?' in path else '?'}")
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [browser(), *FLAGS, profile, "--dump-dom", address]
    run = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    assert expected in run.stdout
    assert "<nav" in run.stdout
