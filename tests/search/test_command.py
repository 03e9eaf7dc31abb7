from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.search.conftest import indexed
from warehouse.cli.options import FORMATS
from warehouse.cli.search import search
from warehouse.home import Home


def run(home: Home, *arguments: str) -> Result:
    indexed(home)
    return CliRunner().invoke(search, arguments, obj=home)


def test_a_list_names_place_and_link(many: Home) -> None:
    result = run(many, "whisking eggs", "--limit", "2")
    assert result.exit_code == 0
    assert result.output.count("https://www.youtube.com/watch?v=") == 2
    assert "**whisk" in result.output.lower()


@pytest.mark.parametrize("query", ["zyzzyva", "", '"', "\x1b[31m"])
def test_nothing_found_is_said(many: Home, query: str) -> None:
    assert run(many, query).output == "Nothing was found.\n"


@pytest.mark.parametrize("format_", ["list", *FORMATS])
def test_all_formats(many: Home, format_: str) -> None:
    result = run(many, "lemon", "--format", format_, "--in", "speech, props", "--group", "video", "--min-duration", "1")
    assert result.exit_code == 0
    assert len(result.stdout_bytes) > 100


def test_all_means_all(many: Home) -> None:
    limited, everything = (json.loads(run(many, "the", "-f", "json", *more).output) for more in (("--limit", "20"), ()))
    assert len(limited) == 20
    assert len(everything) > 100
    assert everything[:20] == limited


def test_a_misspelled_word_is_told(many: Home) -> None:
    result = run(many, "lemmon")
    assert result.stderr == "No text has lemmon: lemon is searched instead.\n"
    assert "**lemon**" in result.stdout.lower()


def test_a_page_shows_each_moment_with_its_times(many: Home, tmp_path: Path) -> None:
    file = tmp_path / "lemon.html"
    result = run(many, "lemon <b>", "--html", str(file), "--limit", "5")
    assert (result.exit_code, result.stdout) == (0, "")
    page = file.read_text()
    assert page.count("<article>") == 5
    assert page.count('href="https://www.youtube.com/watch?v=') == 5
    assert "<h1><bdi>lemon &lt;b&gt;</bdi></h1>" in page
    assert re.search(r"<mark>lemon", page, re.IGNORECASE)
    assert re.search(r"\d:\d\d-\d:\d\d", page)
    assert "<script" not in page


def test_a_playlist_begins_and_ends_at_each_moment(many: Home, tmp_path: Path) -> None:
    file = tmp_path / "lemon.m3u"
    assert run(many, "lemon", "--in", "speech,titles", "--m3u", str(file)).exit_code == 0
    found = json.loads(run(many, "lemon", "--in", "speech,titles", "-f", "json").stdout)
    lines = file.read_text().splitlines()
    assert lines[0] == "#EXTM3U"
    assert sum(line.startswith("#EXTINF:") for line in lines) == len(found) > 1
    assert [line for line in lines if "://" in line] == [row["watch_url"].split("&t=")[0] for row in found]
    for name, column in (("start-time", "start_seconds"), ("stop-time", "end_seconds")):
        times = [float(line.split("=")[1]) for line in lines if line.startswith(f"#EXTVLCOPT:{name}=")]
        assert times == [row[column] for row in found if row[column] is not None]


def test_a_page_that_cannot_be_written_is_told(many: Home, tmp_path: Path) -> None:
    result = run(many, "lemon", "--html", str(tmp_path / "absent" / "page.html"))
    assert "cannot be written" in str(result.exception)
