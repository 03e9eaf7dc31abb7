"""Videos to show: one of the sample, and one whose texts are hostile."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from tests.conftest import Record
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.session import Warehouse
from warehouse.show import Video, look

HOSTILE = (
    "<script>document.title='taken over'</script><img src=x onerror=\"document.title='taken over'\">"
    "</title></style></svg>&amp;\"'\x1b[31m\x00\x07\x9b2J\x7f\u202egnp.exe\u2066\u2069 ]]> שלום\r\n"
)


def hostile(value: object) -> object:
    """A record with the hostile text ahead of every text that is no time, number or file name."""
    if isinstance(value, dict):
        return {name: text if _is_kept(name) else hostile(text) for name, text in value.items()}
    if isinstance(value, list):
        return [hostile(text) for text in value]
    return HOSTILE + value if isinstance(value, str) else value


def _is_kept(name: str) -> bool:
    return "timestamp" in name or name in {"start", "end", "original_video_filename", "youtube_upload_date"}


@pytest.fixture(scope="session")
def sample_video(sample_home: Home) -> Video:
    return look(Warehouse(sample_home.root), "5S-silCXdE0")


@pytest.fixture(scope="session")
def hostile_home(sample: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("hostile")
    record = next(record for record in sample if record["original_video_filename"] == "5S-silCXdE0.mp4")
    (folder / "records.jsonl").write_text(json.dumps(hostile(copy.deepcopy(record))) + "\n")
    home = Home.at(folder / "data")
    ingest(home, str(folder / "records.jsonl"))
    return home


@pytest.fixture(scope="session")
def hostile_video(hostile_home: Home) -> Video:
    return look(Warehouse(hostile_home.root), "5S-silCXdE0")


@pytest.fixture
def hostile_page(hostile_video: Video, tmp_path: Path) -> Path:
    from warehouse.show import page

    path = tmp_path / "page.html"
    path.write_text(page(hostile_video), encoding="utf-8")
    return path
