"""Each trouble is one sentence, and leaves what was finished."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from filelock import FileLock

from tests.conftest import SHARD_SCHEMA, Record, write_shards
from warehouse.errors import HomeError, SourceError
from warehouse.fetch.download import Fetched, download
from warehouse.fetch.export_folder import safe_name
from warehouse.fetch.flows import LocalBytes
from warehouse.fetch.locate import ShardRow, locate
from warehouse.fetch.open_shards import Shards
from warehouse.home import Home
from warehouse.ingest import Options, ingest

from .conftest import run
from .videos import id_of, video_of, write_video_shards


def one_sentence(text: str) -> str:
    assert text.startswith("Error: ")
    assert len(text.splitlines()) == 1
    return text


def test_missing_ids_are_listed_and_the_others_fetched(video_home: Home, tmp_path: Path, sample: list[Record]) -> None:
    out, text = tmp_path / "out", f"no/such\n{id_of(sample[0])}\n../../etc\n"
    done = run(video_home, "fetch", "--ids", "-", str(out), text=text)
    assert done.exit_code == 1
    assert "2 of the selected videos are not there (no/such, ../../etc)" in done.stderr
    assert [path.stem for path in (out / "videos").iterdir()] == [id_of(sample[0])]
    assert json.loads((out / "manifest.json").read_text())["missing"] == ["no/such", "../../etc"]
    assert run(video_home, "fetch", "--ids", "-", str(out), "--skip-missing", text=text).exit_code == 0


def test_an_id_with_path_characters_stays_in_the_folder(home: Home, tmp_path: Path, sample: list[Record]) -> None:
    record = {**sample[0], "original_video_filename": "../../x y.mp4"}
    write_video_shards(tmp_path / "source", [record])
    ingest(home, str(tmp_path / "source"), Options(tables_only=True))
    done = run(home, "fetch", "--where", "true", str(tmp_path / "out"))
    assert done.exit_code == 0, done.stderr
    (path,) = (tmp_path / "out" / "videos").iterdir()
    assert path.name == f"{safe_name('../../x y')}.mp4"
    assert path.read_bytes() == video_of(record)


def test_a_shard_that_was_replaced(home: Home, tmp_path: Path, sample: list[Record]) -> None:
    write_video_shards(tmp_path / "source", sample[:4])
    ingest(home, str(tmp_path / "source"), Options(tables_only=True))
    write_video_shards(tmp_path / "source", sample[4:8])
    done = run(home, "fetch", "--where", "true", str(tmp_path / "out"))
    assert done.exit_code == 1
    assert "not the file that the snapshot was built from" in one_sentence(done.stderr)
    (tmp_path / "source" / "data" / "train-00000-of-00001.parquet").unlink()
    gone = run(home, "fetch", "--where", "true", str(tmp_path / "out"))
    assert "cannot be read (No such file or directory)" in one_sentence(gone.stderr)


def test_a_shard_that_is_written_over_while_it_is_read(home: Home, tmp_path: Path, sample: list[Record]) -> None:
    # as no checksum is in the way, only the file itself can tell
    write_video_shards(tmp_path / "source", sample[:4], compression="NONE", use_dictionary=False)
    ingest(home, str(tmp_path / "source"), Options(tables_only=True))
    path = tmp_path / "source" / "data" / "train-00000-of-00001.parquet"

    class WrittenOver(Shards):
        """Shards whose first video somebody writes over when a part of it is read."""

        def _local(self, place: ShardRow, on_bytes: Callable[[int], None]) -> LocalBytes:
            def read(count: int) -> None:
                on_bytes(count)
                with path.open("r+b") as stream:
                    stream.seek(80_000)
                    stream.write(bytes(20_000))

            return super()._local(place, read)

    videos, _ = locate(home.require_current(), [id_of(record) for record in sample[:4]])
    incoming = tmp_path / "out" / ".fetch" / "incoming"
    incoming.mkdir(parents=True)
    found: list[Fetched] = []
    with pytest.raises(SourceError, match="was changed while it was read, twice"):
        found.extend(download(WrittenOver(str(tmp_path / "source"), tmp_path / "source"), videos, incoming))
    assert not found
    assert not [*incoming.glob("*.mp4")]


def test_a_row_without_a_video(home: Home, tmp_path: Path, sample: list[Record]) -> None:
    rows = [{"mp4": None, "json": sample[0]}, {"mp4": b"x", "json": sample[1]}]
    (tmp_path / "source").mkdir()
    pq.write_table(pa.Table.from_pylist(rows, schema=SHARD_SCHEMA), tmp_path / "source" / "s.parquet")
    ingest(home, str(tmp_path / "source"), Options(tables_only=True))
    done = run(home, "fetch", "--where", "true", str(tmp_path / "out"))
    assert "row 1 holds no video" in one_sentence(done.stderr)


def test_shards_without_videos(home: Home, tmp_path: Path, sample: list[Record]) -> None:
    write_shards(tmp_path / "source", sample[:2], schema=SHARD_SCHEMA.remove(0))
    ingest(home, str(tmp_path / "source"), Options(tables_only=True))
    done = run(home, "fetch", "--where", "true", str(tmp_path / "out"))
    assert "has no column of videos" in one_sentence(done.stderr)


def test_two_runs_into_one_folder(video_home: Home, tmp_path: Path, sample: list[Record]) -> None:
    out, text = tmp_path / "out", id_of(sample[0])
    assert run(video_home, "fetch", "--ids", "-", str(out), text=text).exit_code == 0
    with FileLock(out / ".fetch" / "lock"):
        done = run(video_home, "fetch", "--ids", "-", str(out), text=text)
    assert "Another run writes to" in one_sentence(done.stderr)


def test_a_folder_with_something_else(video_home: Home, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = run(video_home, "fetch", "--where", "true", str(tmp_path))
    assert "holds something else" in one_sentence(done.stderr)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--ids", "nowhere.txt"], "nowhere.txt cannot be read"),
        (["--where", "no_such > 1"], "no_such"),
        (["--query", "mood_mix"], "no column video_id"),
    ],
)
def test_selections_that_do_not_hold(video_home: Home, tmp_path: Path, arguments: list[str], told: str) -> None:
    done = run(video_home, "fetch", *arguments, str(tmp_path / "out"))
    assert done.exit_code == 1
    assert told in one_sentence(done.stderr)


def test_one_selection_is_asked_for(video_home: Home, tmp_path: Path) -> None:
    assert run(video_home, "fetch", str(tmp_path / "out")).exit_code == 2
    assert run(video_home, "fetch", "--where", "true", "--ids", "-", str(tmp_path / "out"), text="").exit_code == 2


def test_sizes(video_home: Home, tmp_path: Path) -> None:
    done = run(video_home, "fetch", "--where", "true", "--budget", "much", str(tmp_path / "out"))
    assert done.exit_code == 2
    plan = run(video_home, "fetch", "--where", "true", "--budget", "1kB", str(tmp_path / "out"), "--dry-run")
    assert "left out by --budget" in plan.stdout


def test_damaged_manifest(tmp_path: Path) -> None:
    from warehouse.fetch.export_folder import read_export

    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(HomeError, match="is damaged"):
        read_export(tmp_path)
