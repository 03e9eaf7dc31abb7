"""The page of a video: one file, without scripts, with each moment linked; in a browser where there is one."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.processes import PATIENCE_SECONDS
from warehouse.cli import main
from warehouse.home import Home
from warehouse.show import Video, page
from warehouse.show.page import DATASET

VOID = {"meta"}
CONTENT = "h1 h2 h3 p a bdi div span svg rect line circle text g section article table tbody tr td meter ul li"
TAGS = {*["html", "head", "meta", "title", "style", "body", "main", "details", "summary", "footer"], *CONTENT.split()}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
QUIET = ["--disable-background-networking", "--disable-component-update", "--hide-scrollbars"]


class Strict(HTMLParser):
    """Refuses unbalanced, unknown and active markup; keeps links and texts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.links: list[str] = []
        self.isolated: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        assert not [name for name, _ in attrs if name.startswith("on") or name in {"style", "src"}]
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "bdi":
            self.isolated.append(data)
        elif "gnp.exe" in data:
            assert self.open[-1] == "title"  # of the document or of a mark: both have only text


def parsed(text: str) -> Strict:
    parser = Strict()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    return parser


def test_every_moment_is_linked_to_its_second(sample_video: Video) -> None:
    found = parsed(page(sample_video))
    url = f"https://www.youtube.com/watch?v={sample_video.video_id}"
    starts = [scene.start for scene in sample_video.scenes] + [moment.start for moment in sample_video.moments]
    assert {f"{url}&t={int(start)}s" for start in starts if start is not None} <= set(found.links)
    assert all(link.startswith(url) or link == DATASET for link in found.links)


def test_page_is_attributed_and_called_synthetic(sample_video: Video) -> None:
    text = page(sample_video)
    assert "Synthetic sample" in text
    assert sample_video.youtube_title in text
    assert (
        f"Attribution: “<bdi>{sample_video.youtube_title}</bdi>” by <bdi>{sample_video.youtube_channel}</bdi>" in text
    )


def test_timeline_is_to_scale(sample_video: Video) -> None:
    moods = re.findall(r'<rect x="([\d.]+)" y="34" width="([\d.]+)"', page(sample_video))
    assert len(moods) == len(sample_video.scenes)
    for (x, width), scene in zip(moods, sample_video.scenes, strict=True):
        assert (float(x) - 110) / 1000 == pytest.approx((scene.start or 0) / sample_video.length, abs=1e-4)
        assert (float(width) + 1) / 1000 == pytest.approx(((scene.end or 0) - (scene.start or 0)) / 495, abs=1e-4)


def test_nothing_of_the_data_is_markup(hostile_video: Video) -> None:
    text = page(hostile_video)
    found = parsed(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "default-src 'none'" in text
    assert len([part for part in found.isolated if "gnp.exe" in part]) > 50


def test_command_writes_the_page(sample_home: Home, sample_video: Video, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    done = CliRunner().invoke(
        main, ["--home", str(sample_home.root), "show", sample_video.video_id, "--html", str(path)]
    )
    assert done.exit_code == 0
    assert done.stdout == ""
    assert path.read_text(encoding="utf-8") == page(sample_video)


def browser(path: Path, *arguments: str) -> str:
    program = next((found for found in map(shutil.which, BROWSERS) if found), None)
    if program is None:
        pytest.skip(f"no browser in the PATH: none of {', '.join(BROWSERS)}")
    profile = f"--user-data-dir={path.parent / 'profile'}"
    command = [program, *FLAGS, *QUIET, "--window-size=1200,1500", profile, *arguments, path.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=True).stdout


@pytest.mark.slow
def test_in_a_browser(hostile_page: Path) -> None:
    tree = browser(hostile_page, "--dump-dom")
    parsed(tree)
    assert "<script" not in tree
    assert "<title>&lt;script&gt;" in tree
    for scheme in ("0", "1"):
        picture = hostile_page.with_suffix(f".{scheme}.png")
        browser(hostile_page, f"--screenshot={picture}", f"--blink-settings=preferredColorScheme={scheme}")
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size > 50_000
