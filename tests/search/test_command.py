from __future__ import annotations

import json

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
