from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import write_shards
from tests.search.conftest import indexed, video
from tools.sample import SAMPLE_SIZE, generate
from warehouse.errors import HomeError
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.search import open_index
from warehouse.search.build_index import IndexProgress, build_index
from warehouse.search.index_parts import FOLDER, read_listing


def beside(snapshot: Path, name: str) -> Path:
    """Another snapshot of the same tables, without an index."""
    return Path(shutil.copytree(snapshot, snapshot.parent / name, ignore=shutil.ignore_patterns(FOLDER)))


def content(snapshot: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (snapshot / FOLDER).iterdir()}


@pytest.mark.slow
@pytest.mark.usefixtures("small_chunks")
def test_chunks_change_nothing_in_what_is_found(many: Home, tmp_path: Path) -> None:
    whole = Path(shutil.copytree(many.require_current(), tmp_path / "whole", ignore=shutil.ignore_patterns(FOLDER)))
    build_index(whole)
    assert len(read_listing(whole)) > 4
    one = open_index(indexed(many))
    for query in ("whisk eggs", '"lemon grater"', "tambour*", "the", "houseplant -rigid"):
        several = open_index(whole).search(query, limit=None)
        assert several.equals(one.search(query, limit=None))
        assert open_index(whole).search(query, limit=5).equals(several.head(5))


def test_the_same_tables_give_the_same_bytes(many: Home, tmp_path: Path) -> None:
    snapshot = indexed(many)
    other = Path(shutil.copytree(snapshot, tmp_path / "other", ignore=shutil.ignore_patterns(FOLDER)))
    build_index(other, jobs=1)
    assert content(other) == content(snapshot)


@pytest.mark.slow
@pytest.mark.usefixtures("small_chunks")
def test_only_what_has_changed_is_built(tmp_path: Path) -> None:
    records = list(generate(SAMPLE_SIZE))
    home = Home.at(tmp_path / "data")
    ingest(home, str(write_shards(tmp_path / "first", records)))
    first = home.require_current()
    shutil.rmtree(first / FOLDER, ignore_errors=True)
    build_index(first)
    other = Home.at(tmp_path / "other")
    ingest(other, str(write_shards(tmp_path / "second", records[:20] + records[21:])))
    second = beside(other.require_current(), "second")
    shutil.move(second, first.with_name(f"{first.name}+"))
    second = first.with_name(f"{first.name}+")
    steps: list[IndexProgress] = []
    build_index(second, on_progress=steps.append)
    shared = {path.name for path in read_listing(first)} & {path.name for path in read_listing(second)}
    assert steps[-1].total_chunks - 2 <= steps[-1].unchanged == len(shared) < len(read_listing(first))
    assert all((first / FOLDER / name).samefile(second / FOLDER / name) for name in shared)
    alone = Path(shutil.copytree(second, tmp_path / "alone", ignore=shutil.ignore_patterns(FOLDER)))
    build_index(alone)
    assert content(alone) == content(second)


@pytest.mark.slow
def test_a_removed_video_is_gone(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "data")
    ingest(home, str(write_shards(tmp_path / "shards", [video(1, "quagga"), video(2, "zebra")])))
    assert open_index(indexed(home)).search("quagga").height == 1
    before = open_index(indexed(home))
    shutil.rmtree(tmp_path / "shards")
    ingest(home, str(write_shards(tmp_path / "shards", [video(2, "zebra")])))
    assert open_index(indexed(home)).search("quagga").is_empty()
    assert all(b"quagga" not in found for found in content(indexed(home)).values())
    assert before.search("quagga").height == 1


@pytest.mark.parametrize("damage", ["missing", "cut short", "another format"])
def test_a_missing_index_is_told(many: Home, tmp_path: Path, damage: str) -> None:
    snapshot = Path(shutil.copytree(indexed(many), tmp_path / "damaged"))
    listing = snapshot / FOLDER / "index.json"
    if damage == "missing":
        shutil.rmtree(snapshot / FOLDER)
    else:
        listing.write_text("{" if damage == "cut short" else '{"format": 0, "chunks": []}')
    with pytest.raises(HomeError, match="warehouse ingest"):
        open_index(snapshot)


def test_videos_without_any_text(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "data")
    ingest(home, str(write_shards(tmp_path / "shards", [video(1), video(2)])))
    assert open_index(indexed(home)).search("anything").is_empty()
