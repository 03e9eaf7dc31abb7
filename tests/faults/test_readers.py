"""Readers beside runs that publish: each answer is that of one whole snapshot, whatever is published meanwhile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import processes
from tests.conftest import Record, write_shards
from tests.faults.runs import content, finish, leftovers, small_groups, start
from tests.processes import read_line
from warehouse.home import Home
from warehouse.ingest import ingest

pytestmark = pytest.mark.slow

READERS = 5
SHORT, LONG = 1, 20
# what they read: a warehouse that is opened anew, and a plain DuckDB on the catalog
READ = '''
import sys, duckdb, warehouse
home = sys.argv[1]
counts = """
SELECT (SELECT count(*) FROM videos), (SELECT count(DISTINCT video_id) FROM scenes), (SELECT count(*) FROM scenes)
"""
before = 0
print("begun", flush=True)
while True:
    opened = warehouse.open(home)
    answers = [opened.sql(counts).row(0)]
    found = opened.search("the", limit=None)
    assert found["video_id"].n_unique() <= answers[0][0]
    with duckdb.connect(f"{home}/finevideo.duckdb", read_only=True) as connection:
        answers.append(connection.execute(counts).fetchone())
    for videos, of_scenes, scenes in answers:
        assert videos % 6 == 0 and videos == of_scenes and scenes > videos, answers
    assert answers[0][0] >= before, (answers, before)
    before = answers[0][0]
    print(*answers, flush=True)
'''


def test_runs_beside_five_looping_readers(sample: list[Record], tmp_path: Path, request: pytest.FixtureRequest) -> None:
    rounds = LONG if request.config.getoption("--campaign") else SHORT
    records = [
        record | {"original_video_filename": f"{number:02}{record['original_video_filename']}"}
        for number in range(4)
        for record in sample
        if record["content_metadata"]["scenes"]
    ]
    home, source = Home.at(tmp_path / "data"), tmp_path / "source"
    write_shards(source / "01", records[:6])
    ingest(home, str(source))
    readers = [
        subprocess.Popen([sys.executable, "-c", READ, str(home.root)], stdout=-1, stderr=-1, text=True)
        for _ in range(READERS)
    ]
    try:
        for reader in readers:
            assert read_line(reader, reader.stdout) == "begun\n"
        for number in range(2, rounds + 2):
            write_shards(source / f"{number:02}", records[6 * (number - 1) : 6 * number])
            force = ["--force"] if number % 3 == 0 else []
            code, told = finish(home, "ingest", *force, program=small_groups())
            assert code == 0, told
            assert content(home)[0][1] == 6 * number
        two = [start(home, "ingest", "--force", program=small_groups()) for _ in range(2 * (rounds > SHORT))]
        for run in two:
            processes.finish(run)
        assert [run.returncode for run in two] == [0] * len(two)
    finally:
        running = [reader.poll() is None for reader in readers]
        for reader in readers:
            reader.terminate()
        told_by = [reader.communicate() for reader in readers]
    assert all(running), [err for _, err in told_by]
    assert all(len(out.splitlines()) > 1 for out, _ in told_by)
    assert leftovers(home) == []
