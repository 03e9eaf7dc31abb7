"""All records of a snapshot, rebuilt a piece at a time, are those of the source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import warehouse
from tests.conftest import Record, text
from warehouse.cli import main
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.snapshot import groups, read_records


@pytest.fixture
def parts(records: list[Record], home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A warehouse of several parts, each of which is read in several pieces."""
    monkeypatch.setattr(groups, "GROUP_RECORDS", 20)
    monkeypatch.setattr(read_records, "PIECE_RECORDS", 7)
    # a value that is not understood, and a field that is not known
    damaged = [record | {"resolution": "wide", "unknown": [1, None]} for record in records[:1]] + records[1:]
    ingest(home, str(write_json(tmp_path / "json", damaged)))
    return home


def write_json(folder: Path, records: list[Record]) -> Path:
    folder.mkdir()
    for number in range(0, len(records), 10):
        lines = "".join(json.dumps(record) + "\n" for record in records[number : number + 10])
        (folder / f"{number:03}.jsonl").write_text(lines)
    return folder


@pytest.mark.slow
def test_all_are_those_of_the_source(parts: Home, tmp_path: Path) -> None:
    source = [json.loads(line) for path in (tmp_path / "json").iterdir() for line in path.read_text().splitlines()]
    assert sorted(map(text, warehouse.open(parts.root).records())) == sorted(map(text, source))


def test_some_are_given_once_and_in_the_same_order(parts: Home) -> None:
    wh = warehouse.open(parts.root)
    ids = wh.scan("videos").select("video_id").collect()["video_id"].to_list()
    some = [*ids[::5], ids[0]]
    found = [text(record) for record in wh.records(reversed(some))]
    assert found == [text(record) for record in wh.records() if text(record) in found]
    assert len(found) == len(set(some))
    with pytest.raises(QueryError, match="There is no video nobody"):
        wh.records([ids[0], "nobody"])


@pytest.mark.slow
def test_command(parts: Home, tmp_path: Path) -> None:
    def run(*arguments: str, **options: str) -> str:
        done = CliRunner().invoke(main, ["--home", str(parts.root), "record", *arguments], **options)  # type: ignore[arg-type]
        assert done.exit_code == 0, done.output
        return done.stdout

    every = [text(record) for record in warehouse.open(parts.root).records()]
    assert [text(json.loads(line)) for line in run("--all").splitlines()] == every
    ids = warehouse.open(parts.root).sql("SELECT video_id FROM videos LIMIT 3")["video_id"].to_list()
    assert len(run("--ids", "-", "-o", str(tmp_path / "out.jsonl"), input="\n".join(ids) + "\n\n")) == 0
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 3
    assert run("--ids", "-", input="") == ""


@pytest.mark.parametrize("arguments", [[], ["--all", "x"]])
def test_what_is_wanted_must_be_said(arguments: list[str], sample_home: Home) -> None:
    done = CliRunner().invoke(main, ["--home", str(sample_home.root), "record", *arguments])
    assert done.exit_code == 2
    assert "--ids FILE" in done.stderr
