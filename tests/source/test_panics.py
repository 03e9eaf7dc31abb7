"""Polars panics over some damage, and says so past Python: no such message reaches the standard error."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import Record, write_shards
from tests.processes import PATIENCE_SECONDS
from warehouse.source.panics import without_panic_messages

pytestmark = pytest.mark.slow

READ = """
import os, sys, threading
import polars as pl
from warehouse.source.panics import without_panic_messages
def read():
    with without_panic_messages():
        os.write(2, b"before\\n")
        try:
            pl.scan_parquet(sys.argv[1], glob=False).select("json").collect()
        except pl.exceptions.PanicException:
            print("panic")
        os.write(2, b"after\\n")
threads = [threading.Thread(target=read) for _ in range(int(sys.argv[2]))]
for thread in threads: thread.start()
for thread in threads: thread.join()
os.write(2, b"end\\n")
"""


@pytest.fixture(scope="module")
def panicking(sample: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two shards, over the second of which Polars panics: found by trying bits."""
    folder = write_shards(tmp_path_factory.mktemp("panicking"), sample[:8], rows=4)
    victim = sorted(folder.iterdir())[1]
    intact, chance = victim.read_bytes(), random.Random(1)
    footer_at = len(intact) - 8 - int.from_bytes(intact[-8:-4], "little")
    for _ in range(20_000):
        damaged = bytearray(intact)
        damaged[chance.randrange(4, footer_at)] ^= 1 << chance.randrange(8)
        victim.write_bytes(damaged)
        try:
            with without_panic_messages():
                pl.scan_parquet(victim, glob=False).select("json").collect()
        except pl.exceptions.PolarsError:
            continue
        except pl.exceptions.PanicException:
            return folder
    pytest.fail("no bit makes Polars panic: without_panic_messages may be of no use any more")


@pytest.mark.parametrize("readers", [1, 5])
def test_a_message_is_kept_and_all_else_is_written(panicking: Path, readers: int) -> None:
    victim = sorted(panicking.iterdir())[1]
    whole = [sys.executable, "-c", READ, str(victim), str(readers)]
    done = subprocess.run(whole, capture_output=True, text=True, check=True, timeout=PATIENCE_SECONDS)
    assert done.stdout.split() == ["panic"] * readers
    assert sorted(done.stderr.split()) == ["after"] * readers + ["before"] * readers + ["end"]


def test_an_ingest_names_the_file_in_a_sentence(panicking: Path, tmp_path: Path) -> None:
    for more, code in (((), 1), (("--skip-bad-files",), 0)):
        whole = [sys.executable, "-m", "warehouse", "--home", str(tmp_path / "data"), "ingest", str(panicking), *more]
        done = subprocess.run(whole, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
        assert done.returncode == code, done.stderr
        assert "panicked" not in done.stderr
        assert "Traceback" not in done.stderr
        assert "train-00001-of-00002.parquet" in done.stderr
        assert "Reading " in done.stderr
