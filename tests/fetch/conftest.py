from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import Record
from warehouse.cli import main
from warehouse.home import Home
from warehouse.ingest import Options, ingest

from .videos import write_video_shards

# the reader of the webdataset package leaves closing its files to the collector
UNCLOSED = "ignore::pytest.PytestUnraisableExceptionWarning"


@pytest.fixture(scope="session")
def shards(tmp_path_factory: pytest.TempPathFactory, sample: list[Record]) -> Path:
    """Four shards with six real videos each."""
    return write_video_shards(tmp_path_factory.mktemp("shards"), sample[:24])


@pytest.fixture(scope="session")
def video_home(tmp_path_factory: pytest.TempPathFactory, shards: Path) -> Home:
    """A warehouse of the shards."""
    home = Home.at(tmp_path_factory.mktemp("videos") / "data")
    ingest(home, str(shards), Options(tables_only=True))
    return home


def run(home: Home, *arguments: str, text: str | None = None) -> Result:
    result = CliRunner().invoke(main, ["--home", str(home.root), *arguments], input=text)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
