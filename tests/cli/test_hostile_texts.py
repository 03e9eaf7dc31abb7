"""Texts of the data that mean harm: no command lets an escape reach a terminal, no page or chart runs their markup."""

from __future__ import annotations

import copy
import json
import os
import pty
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import numpy as np
import polars as pl
import pytest

import warehouse
from tests.conftest import Record
from tests.explore.conftest import serving
from tests.processes import ended_if_it_hangs
from tests.show.conftest import hostile
from warehouse.cli import main
from warehouse.home import Home
from warehouse.ingest import ingest

pytestmark = pytest.mark.slow

ID = "5S-silCXdE0"
FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown")
LISTS = ("list", *FORMATS)
# what is in every text, as a terminal would get it
ESCAPES = ("\"'\x1b", "\x1b]", "\x00", "\x07", "\x9b", "\x7f", "\u202e", "\u2066")
QUERIES = ("top_props", "mood_mix", "video_outline", "keyword_in_context", "character_screen_time", "find_videos")


def each(arguments: Sequence[str], formats: Sequence[str] = FORMATS) -> list[list[str]]:
    return [[*arguments, "-f", format_] for format_ in formats]


# of every command, with OUT a folder to write to and SOURCE that of the home
GIVEN: dict[str, list[list[str]]] = {
    "ingest": [["SOURCE", "--force"], ["SOURCE", "--dry-run"]],
    "status": [[]],
    "tables": [[]],
    "describe": [["scenes"]],
    "check": [[]],
    "record": [[ID]],
    "show": [
        [ID],
        [ID, "--all"],
        *([ID, "--chart", f"OUT/arc.{end}"] for end in ("svg", "html")),
        [ID, "--html", "OUT/a.html"],
    ],
    "sql": [*each(["FROM videos"]), *each(["FROM scenes"]), ["SELECT error(youtube_title) FROM videos"]],
    "query": [
        *([name, "--chart", f"OUT/{name}.{end}"] for name in ("top_props", "mood_mix") for end in ("svg", "html")),
        *each(["top_props"]),
        *(
            [name, *more]
            for name in QUERIES
            for more in ([["-p", "phrase", "script"]] if name == "find_videos" else [[]])
        ),
    ],
    "lineage": [["mood_mix"]],
    "search": [*each(["script"], LISTS), ["script", "--html", "OUT/s.html"], ["script", "--m3u", "OUT/s.m3u"]],
    "embed": [["--model", "OUT/none"]],
    "similar": each([f"{ID}:1"], LISTS),
    "explore": [["--port", "PORT", "--no-browser"]],
    "select": each(["--where", "true"]),
    "fetch": [["OUT/videos", "--where", "true", "--dry-run"], ["OUT/videos", "--where", "true"]],
    "clips": [["OUT/clips", "--where", "true", "--dry-run"], ["OUT/clips", "--where", "true"]],
    "exports": each([]),
    "export": [["OUT/exported", "--queries", "top_props"]],
    "relocate": [[]],
    "verify": [[]],
}
# DuckDB's own program, to which the terminal is left
NOT_OURS = {"shell"}


@pytest.fixture(scope="module")
def hostile_home(sample: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A warehouse of two videos all of whose texts mean harm, with vectors."""
    folder = tmp_path_factory.mktemp("hostile")
    first = next(record for record in sample if record["original_video_filename"] == f"{ID}.mp4")
    other = {**first, "original_video_filename": "<b>\u202eid'\x1b]0;x\x07.mp4"}
    lines = [json.dumps(hostile(copy.deepcopy(record))) for record in (first, other)]
    (folder / "records.jsonl").write_text("\n".join(lines))
    home = Home.at(folder / "data")
    ingest(home, str(folder / "records.jsonl"))
    opened = warehouse.open(home.root)
    scenes = opened.sql("SELECT video_id, scene_index FROM scenes")
    vectors = np.random.default_rng(1).normal(size=(scenes.height, 8))
    opened.put_vectors(scenes.with_columns(vector=pl.Series(list(vectors))), "own")
    return home


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def on_a_terminal(arguments: Sequence[str]) -> tuple[int, str]:
    """The exit code, and all that a command writes to a terminal."""
    leading, following = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "warehouse", *arguments],
        stdin=following, stdout=following, stderr=following, text=True, env=os.environ | {"COLUMNS": "100"},
    )  # fmt: skip
    os.close(following)
    shown: list[bytes] = []

    def read() -> None:
        try:
            while piece := os.read(leading, 2**16):
                shown.append(piece)
        except OSError:  # the terminal is gone
            pass

    reader = threading.Thread(target=read)
    reader.start()
    with ended_if_it_hangs(process):
        process.wait()
    reader.join()
    os.close(leading)
    return process.returncode, b"".join(shown).decode(errors="replace")


def test_every_command_is_among_them() -> None:
    commands = set(main.list_commands(main.make_context("warehouse", [], resilient_parsing=True)))
    assert commands == GIVEN.keys() | NOT_OURS


@pytest.mark.parametrize("name", GIVEN)
def test_no_escape_reaches_a_terminal(name: str, hostile_home: Home, taken_port: int, tmp_path: Path) -> None:
    places = {"OUT": str(tmp_path), "SOURCE": str(hostile_home.root.parent / "records.jsonl"), "PORT": str(taken_port)}
    for given in GIVEN[name]:
        arguments = [re.sub("OUT|SOURCE|PORT", lambda found: places[found[0]], part) for part in given]
        code, shown = on_a_terminal(["--home", str(hostile_home.root), name, *arguments])
        assert code in (0, 1), shown
        assert "Traceback" not in shown
        assert [escape for escape in ESCAPES if escape in shown] == [], (given, shown)
        if name in ("show", "record") and not {"--html", "--chart"} & set(given):
            assert "taken over" in shown
    for path in tmp_path.rglob("*"):
        if path.suffix in (".html", ".svg"):
            require_harmless(path.read_text(), path.name)


class Harm(HTMLParser):
    """Collects what a page would run or load because of the data."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [f"{tag} {name}" for name, value in attrs if name.startswith("on") and "taken over" in str(value)]
        self.found += [tag] if tag in ("img", "iframe", "object", "embed") and ("src", "x") in attrs else []

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script" and data.startswith("document.title='taken over'"):
            self.found.append(data[:80])


def require_harmless(text: str, where: str) -> None:
    """No markup of the data is any, and what turns the direction of texts is written out."""
    page = Harm()
    page.feed(text)
    assert page.found == [], where
    # what JavaScript libraries in a page have of their own is no text of the data
    own = re.sub(r"<script[^>]*>.*?</script>", "", text, flags=re.DOTALL)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", own), where
    if where.endswith(".svg"):
        names = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(text).iter()}
        assert not names & {"script", "img", "foreignObject"}


def test_no_page_of_the_explorer_runs_markup(hostile_home: Home) -> None:
    with serving(hostile_home.root) as site:
        waiting, seen = ["/"], set[str]()
        while waiting and len(seen) < 60:
            path = waiting.pop(0)
            status, text = site.get(path)
            seen.add(path)
            assert status < 500, path
            if text.lstrip().startswith("<!DOCTYPE"):
                require_harmless(text, path)
                links = [link.replace("&amp;", "&") for link in re.findall('href="(/[^"#]*)', text)]
                waiting += [link for link in dict.fromkeys(links) if link not in seen and link not in waiting]
        assert len(seen) > 15
        assert any(quote(ID) in path for path in seen)
