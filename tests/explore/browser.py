"""A real Chromium in front of the explorer, whose complaints fail a test; pictures of pages, if somebody wants them."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
# a folder that screenshots are written to
SCREENSHOTS = "WAREHOUSE_SCREENSHOTS"
WIDE, NARROW = 1400, 400
Scheme = Literal["light", "dark"]
# a busy machine is not a fault of the pages
expect.set_options(timeout=60_000)


def chromium() -> str:
    """The path of an installed Chromium, or a skipped test."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("there is no Chromium here: install it to run the tests of the pages")
    return found


@dataclass
class Window:
    """A window of a browser: its page, and what the browser complained of in it."""

    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        # a page whose address is not valid says so itself, and one whose pictures do not come
        if message.type == "error" and not re.search(r"status of 40[04]|net::ERR_FAILED", message.text):
            self.complaints.append(message.text)

    def tab(self) -> Page:
        """Another tab of the same window."""
        page = self.context.new_page()
        self.listen(page)
        return page


@contextmanager
def window(
    browser: Browser, base_url: str, width: int = WIDE, scheme: Scheme = "light", *, scripts: bool = True
) -> Iterator[Window]:
    """A window with cookies and a storage of its own; scripts and styles that the pages forbid fail the test."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        base_url=base_url,
        java_script_enabled=scripts,
    )
    context.set_default_timeout(60_000)
    # nothing is asked of YouTube
    context.route(re.compile(r"https://"), lambda route: route.abort())
    opened = Window(context, context.new_page())
    opened.listen(opened.page)
    try:
        yield opened
    finally:
        context.close()
    assert not opened.complaints, opened.complaints


def keep_picture(page: Page, name: str) -> None:
    """Write a screenshot of the whole page, where a folder is named for it."""
    if folder := os.environ.get(SCREENSHOTS):
        path = Path(folder) / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=True)
