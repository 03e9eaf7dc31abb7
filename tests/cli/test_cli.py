"""The command line: data on the standard output, the rest on the standard error, one sentence for each fault."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from click.testing import CliRunner, Result

import warehouse
from tests.conftest import Record, text, write_shards
from tests.processes import AS_ANYBODY, PATIENCE_SECONDS
from warehouse.cli import main
from warehouse.cli.destination import BINARY
from warehouse.cli.formats import rendered
from warehouse.cli.options import FORMATS
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.model import TABLES
from warehouse.queries import load_views

HOSTILE = "a\x1b[31mred\x07\x9b2J\x00\r\n\tb\u202egnp.exe\u2066 | ``` \\ \x7f"
CONTROLS = "\x1b\x07\x9b\x00\x7f\u202e\u2066"


def run(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home.root), *arguments])


@pytest.mark.slow
def test_sample_is_the_first_source_and_last_time_s_afterwards(
    home: Home, tmp_path: Path, sample: list[Record]
) -> None:
    first = run(home, "ingest")
    assert first.exit_code == 0
    assert "synthetic" in first.stderr
    assert first.stdout == ""
    source = write_shards(tmp_path / "source", sample[:5])
    assert run(home, "ingest", str(source)).exit_code == 0
    again = run(home, "ingest")
    assert str(source) in again.stderr
    assert "Nothing has changed" in again.stderr
    assert "synthetic" not in again.stderr
    assert "5 videos" in run(home, "ingest", "--force").stderr
    assert "synthetic" in run(home, "ingest", "sample").stderr


def test_status(sample_home: Home) -> None:
    facts = dict(json.loads(line).values() for line in run(sample_home, "status", "-f", "jsonl").stdout.splitlines())
    assert facts["source"] == "sample (synthetic)"
    assert facts["source now"] == "unchanged"
    assert facts["rows in videos"] == "48"
    assert {"revision", "fingerprint", "ingested", "disk used", "snapshots kept"} <= facts.keys()


def test_status_tells_a_changed_source(home: Home, tmp_path: Path, sample: list[Record]) -> None:
    source = write_shards(tmp_path / "source", sample[:5])
    ingest(home, str(source))
    assert "unchanged" in run(home, "status").stdout
    write_shards(tmp_path / "source", sample[:9])
    assert "changed (1 files now)" in run(home, "status").stdout
    (source / "train-00000-of-00001.parquet").unlink()
    assert "not readable" in run(home, "status").stdout


def test_tables_and_describe(sample_home: Home) -> None:
    listed = pl.read_csv(run(sample_home, "tables", "-f", "csv").stdout.encode())
    assert listed["table"].to_list() == [table.name for table in TABLES] + [view.name for view in load_views()]
    for table in TABLES:
        described = pl.read_csv(run(sample_home, "describe", table.name, "-f", "csv").stdout.encode())
        assert described["column"].to_list() == [column.name for column in table.all_columns]
        assert described["meaning"].null_count() == 0
    assert "did you mean scenes" in run(sample_home, "describe", "scnes").stderr


def test_record(sample_home: Home, sample: list[Record]) -> None:
    for record in sample[:3]:
        video_id = record["original_video_filename"].removesuffix(".mp4")
        printed = run(sample_home, "record", "--", video_id)
        assert text(json.loads(printed.stdout)) == text(record)
    assert run(sample_home, "record", "nobody").exit_code == 1


def test_sql(sample_home: Home) -> None:
    done = run(
        sample_home, "sql", "SELECT count(*) AS n FROM videos WHERE youtube_title <> $t", "-p", "t", "x", "-f", "json"
    )
    assert json.loads(done.stdout) == [{"n": 48}]
    for statement, message in [
        ("SELECT * FROM scnes", 'Did you mean "scenes"'),
        ("SELECT titel FROM scenes", '"title"'),
        ("SELEC 1", "syntax error"),
        ("DROP VIEW scenes", "Only one SELECT"),
        ("SELECT 1; SELECT 2", "Only one SELECT"),
        ("", "Only one SELECT"),
        ("SELECT * FROM read_csv('/etc/passwd')", "Permission"),
    ]:
        refused = run(sample_home, "sql", statement)
        assert refused.exit_code == 1, statement
        assert message in refused.stderr
        assert refused.stderr.count("\n") == 1


def test_sql_from_a_file_or_the_input(sample_home: Home, tmp_path: Path) -> None:
    (tmp_path / "asked.sql").write_text("-- how many\nSELECT count(*) AS n FROM videos\n")
    assert run(sample_home, "sql", "--file", str(tmp_path / "asked.sql"), "-f", "csv").stdout == "n\n48\n"
    arguments = ["--home", str(sample_home.root), "sql", "-", "-f", "csv"]
    assert CliRunner().invoke(main, arguments, input="SELECT count(*) AS n FROM videos").stdout == "n\n48\n"
    commented = "--all of them = 48\nSELECT count(*) AS n FROM videos"
    assert run(sample_home, "sql", commented, "-f", "csv").stdout == "n\n48\n"
    assert run(sample_home, "sql").exit_code == 2
    assert run(sample_home, "sql", "-f", str(tmp_path / "asked.sql"), "-f", "csv").stdout == "n\n48\n"
    assert "is not one of" in run(sample_home, "sql", "-f", "asked.txt").stderr


def test_a_value_that_matches_nothing_is_told(sample_home: Home) -> None:
    wh = warehouse.open(sample_home.root)
    assert wh.query("mood_mix", category="sPORTS").equals(wh.query("mood_mix", category="Sports"))
    for category, message in [
        ("Sportz", "did you mean Sports"),
        ("Cooking", "did you mean Hiking"),
        ("?", "there are"),
    ]:
        refused = run(sample_home, "query", "mood_mix", "-p", "category", category)
        assert (refused.exit_code, message in refused.stderr) == (1, True), refused.stderr
    assert run(sample_home, "query", "video_outline", "-p", "video", "nobody").exit_code == 1
    rows = wh.query("scene_clips", category="Sports", row_limit=None).height
    emptied = run(sample_home, "query", "scene_clips", "-p", "category", "Sports", "-p", "minimum_words", "9999")
    assert f"without -p minimum_words there would be {rows:,}" in emptied.stderr


def test_python_takes_the_options_of_the_command_line(sample_home: Home) -> None:
    wh = warehouse.open(sample_home.root)
    found = wh.search("the", kinds="titles,speech", category="Sports", group="video", limit=None)
    assert found.equals(
        wh.search("the", kinds=("titles", "speech"), parent_category="Sports", group_by_video=True, limit=None)
    )
    with pytest.raises(QueryError, match="no option categori, did you mean category"):
        wh.search("the", categori="Sports")
    assert wh.scan("scene_moods").collect().height == wh.sql("SELECT * FROM scene_moods").height
    with pytest.raises(QueryError, match="did you mean scene_moods"):
        wh.scan("scene_mods")


def test_time_limit(sample_home: Home) -> None:
    endless = "SELECT sum(a.range * b.range) FROM range(9999999) a, range(999999) b"
    command = [sys.executable, "-m", "warehouse", "--home", str(sample_home.root), "sql", endless]
    # in a process of its own, which may be ended where the engine is slow to listen
    command += ["--timeout", "0.2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
    assert (done.returncode, "longer than" in done.stderr) == (1, True)


def test_query(sample_home: Home) -> None:
    listed = run(sample_home, "query", "-f", "csv").stdout
    assert "videos_by_category" in listed
    done = run(sample_home, "query", "videos_by_category", "-p", "category", "Sports", "-f", "jsonl")
    assert {json.loads(line)["parent_category"] for line in done.stdout.splitlines()} == {"Sports"}
    assert "no parameter nothing" in run(sample_home, "query", "videos_by_category", "-p", "nothing", "x").stderr
    assert "did you mean videos_by_category" in run(sample_home, "query", "videos_by_categorie").stderr


def test_check(sample_home: Home) -> None:
    counted = pl.read_csv(run(sample_home, "check", "-f", "csv").stdout.encode())
    assert set(counted["severity"]) == {"error", "warning", "note"}
    for name, _, rows, _ in counted.sort("rows").rows()[-3:]:
        assert pl.read_csv(run(sample_home, "check", name, "-f", "csv").stdout.encode()).height == rows > 0
    assert run(sample_home, "check", "nothing").exit_code == 1


def test_shell(sample_home: Home, elsewhere: Path) -> None:
    command = [sys.executable, "-m", "warehouse", "--home", str(sample_home.root), "shell", "-readonly", "-csv", "-c"]
    done = subprocess.run([*command, "SELECT count(*) AS n FROM videos"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["n", "48"]
    assert elsewhere == Path.cwd()


@pytest.mark.slow
def test_relocate(home: Home, tmp_path: Path) -> None:
    ingest(home, "sample")
    home.root.rename(tmp_path / "moved")
    assert run(Home.at(tmp_path / "moved"), "relocate").exit_code == 0


@pytest.mark.parametrize(
    "command", [["status"], ["sql", "SELECT 1"], ["record", "x"], ["query"], ["tables"], ["shell"]]
)
def test_no_warehouse(command: list[str], home: Home) -> None:
    done = run(home, *command)
    assert done.exit_code == 1
    assert "build one with `warehouse ingest`" in done.stderr


def test_unwritable_home(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run(Home.at(tmp_path / "file" / "data"), "ingest")
    assert done.exit_code == 1
    assert "name another folder with --home" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("what", ["home", "source file", "source folder"])
def test_no_permission(what: str, home: Home, tmp_path: Path, sample: list[Record]) -> None:
    source = write_shards(tmp_path / "source", sample[:3])
    locked = {"home": home.root, "source file": source / "train-00000-of-00001.parquet", "source folder": source}[what]
    home.root.mkdir()
    locked.chmod(0)
    command = [*AS_ANYBODY, sys.executable, "-m", "warehouse", "--home", str(home.root), "ingest", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    locked.chmod(0o700)
    assert done.returncode == 1, done.stderr
    assert str(locked.name) in done.stderr
    assert {
        "home": "cannot be written",
        "source file": "cannot be read (permission",
        "source folder": "cannot be listed",
    }[what] in done.stderr
    assert done.stderr.splitlines()[-1].startswith("Error: ")
    assert "Traceback" not in done.stderr


FRAME = pl.DataFrame(
    {
        "text": [HOSTILE, None, "", "ä,\"'"],
        "number": [1.5, None, -0.0, 1e300],
        "whole": [2**62, None, 0, -1],
        "day": pl.Series(["2024-02-29", None, "0001-01-01", "1999-12-31"]).str.to_date(),
        "nested": [[1, 2], None, [], [3]],
    }
)


@pytest.mark.parametrize("format_", [f for f in FORMATS if f not in ("table", "markdown")])
def test_format_round_trips(format_: str) -> None:
    data = rendered(FRAME, format_)
    if format_ in BINARY:
        assert (pl.read_parquet if format_ == "parquet" else pl.read_ipc)(io.BytesIO(data)).equals(FRAME)
        return
    if format_ in ("json", "jsonl"):
        rows = json.loads(data) if format_ == "json" else [json.loads(line) for line in data.decode().split("\n")[:-1]]
        days = [row | {"day": str(row["day"]) if row["day"] else None} for row in FRAME.to_dicts()]
        assert rows == days
        return
    read = pl.read_csv(
        data, separator="," if format_ == "csv" else "\t", schema=dict.fromkeys(FRAME.columns, pl.String)
    )  # fmt: skip
    assert read["whole"].cast(pl.Int64).equals(FRAME["whole"])
    assert read["number"].cast(pl.Float64).equals(FRAME["number"])
    assert read["text"][0] == HOSTILE
    assert json.loads(read["nested"][0]) == [1, 2]


def test_markdown_round_trips() -> None:
    head, rule, *rows = rendered(FRAME.select("text", "whole"), "markdown").decode().splitlines()
    assert head == "| text | whole |"
    assert rule == "| --- | ---: |"
    assert len(rows) == 4
    assert not any(mark in row for mark in CONTROLS for row in rows)


def test_table_shows_every_row_and_no_control_character() -> None:
    shown = rendered(FRAME, "table", 200).decode()
    assert "\\x1b[31mred" in shown
    assert not any(mark in shown for mark in CONTROLS)
    assert "... and 5 more rows" in rendered(pl.DataFrame({"x": range(1005)}), "table", 80).decode()
    assert "1004" in rendered(pl.DataFrame({"x": range(1005)}), "table").decode()


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv", "tsv", "markdown"])
def test_data_never_controls_a_terminal(format_: str, hostile_home: Home) -> None:
    shown = on_terminal(hostile_home, "sql", "SELECT youtube_title, youtube_channel FROM videos", "-f", format_)
    assert "red" in shown
    assert not any(mark in shown for mark in CONTROLS)


@pytest.mark.slow
def test_records_and_errors_never_control_a_terminal(hostile_home: Home) -> None:
    for arguments in (
        ["record", "hostile"],
        ["sql", f'SELECT * FROM "{HOSTILE.replace(chr(0), "")}"'],
        ["record", HOSTILE[:8]],
    ):
        shown = on_terminal(hostile_home, *arguments)
        assert "red" in shown or "31m" in shown
        assert not any(mark in shown for mark in CONTROLS)


@pytest.fixture(scope="module")
def hostile_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("hostile")
    record = {"original_video_filename": "hostile.mp4", "youtube_title": HOSTILE, "youtube_channel": HOSTILE}
    (folder / "a.json").write_text(json.dumps(record))
    ingest(Home.at(folder / "data"), str(folder / "a.json"))
    return Home.at(folder / "data")


def on_terminal(home: Home, *arguments: str) -> str:
    """What a command writes to a terminal, its standard error included."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "warehouse", "--home", str(home.root), *arguments]
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    process = subprocess.Popen(command, env={**os.environ, "NO_COLOR": "1"}, **streams)  # type: ignore[call-overload]
    os.close(theirs)
    shown = b""
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:
            break
        if not data:
            break
        shown += data
    process.wait()
    os.close(ours)
    return shown.decode()


@pytest.mark.slow
def test_progress_only_on_a_terminal(home: Home) -> None:
    assert "files" in on_terminal(home, "ingest", "sample")
    quiet = subprocess.run([sys.executable, "-m", "warehouse", "--home", str(home.root), "ingest", "sample"],
                           capture_output=True, text=True, check=True)  # fmt: skip
    assert "\x1b" not in quiet.stderr


def test_output_files(sample_home: Home, tmp_path: Path) -> None:
    out = tmp_path / "scenes.parquet"
    assert run(sample_home, "sql", "SELECT * FROM scenes", "-o", str(out)).exit_code == 0
    assert pl.read_parquet(out).height > 100
    refused = run(sample_home, "sql", "SELECT 1", "-o", str(tmp_path / "nowhere" / "x.csv"))
    assert refused.exit_code == 1
    assert "cannot be written" in refused.stderr


def test_json_has_no_word_for_what_is_no_number(sample_home: Home) -> None:
    asked = "SELECT 'nan'::DOUBLE AS a, ['inf'::DOUBLE, 1] AS b, {'x': '-inf'::FLOAT} AS c"
    for format_ in ("json", "jsonl"):
        (row,) = map(json.loads, run(sample_home, "sql", asked, "-f", format_).stdout.strip("[]\n").split("\n"))
        assert row == {"a": None, "b": [None, 1.0], "c": {"x": None}}


@pytest.mark.parametrize("name", ["x.CSV", "x.csv.gz", "x.TSV.zst", "x.ndjson", "x.json.GZ", "x.Parquet", "x.arrow"])
def test_the_name_decides_the_format(name: str, sample_home: Home, tmp_path: Path) -> None:
    path = tmp_path / name
    assert run(sample_home, "sql", "SELECT 7 AS n UNION ALL SELECT 8 ORDER BY n", "-o", str(path)).exit_code == 0
    data = path.read_bytes()
    if name.lower().endswith((".gz", ".zst")):
        data = pa.input_stream(pa.BufferReader(data), "gzip" if name.lower().endswith(".gz") else "zstd").read()
    lower = name.lower()
    kinds: dict[str, Callable[..., pl.DataFrame]] = {
        ".csv": pl.read_csv,
        ".tsv": pl.read_csv,
        ".nd": pl.read_ndjson,
        ".json": pl.read_json,
    }
    kinds |= {".parquet": pl.read_parquet, ".arrow": pl.read_ipc}
    reader = next(reader for ending, reader in kinds.items() if ending in lower)
    assert reader(io.BytesIO(data))["n"].to_list() == [7, 8]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "x.xlsx"], "x.xlsx has an unsupported extension"),
        (["-o", "x.csv.bz2"], "x.csv.bz2 has an unsupported extension"),
        (["-o", "x.parquet.gz"], "compressed twice"),
        (["-o", "x.csv", "-f", "table"], "A drawn table does not go into x.csv"),
    ],
)
def test_no_file_is_other_than_its_name(arguments: list[str], message: str, sample_home: Home, elsewhere: Path) -> None:
    refused = run(sample_home, "sql", "SELECT 1", *arguments)
    assert (refused.exit_code, message in refused.stderr) == (2, True), refused.stderr
    assert not (elsewhere / arguments[1]).exists()


@pytest.mark.slow
def test_only_a_terminal_gets_the_first_rows_and_is_told(sample_home: Home, tmp_path: Path) -> None:
    wh = warehouse.open(sample_home.root)
    all_rows = wh.query("top_tags", row_limit=None).height
    assert all_rows > wh.query("top_tags").height == 30
    assert pl.read_csv(run(sample_home, "query", "top_tags", "-f", "csv").stdout.encode()).height == all_rows
    run(sample_home, "query", "top_tags", "-o", str(tmp_path / "tags.csv"))
    assert pl.read_csv(tmp_path / "tags.csv").height == all_rows
    limited = run(sample_home, "query", "top_tags", "-p", "row_limit", "3", "-f", "csv")
    assert pl.read_csv(limited.stdout.encode()).height == 3
    shown = on_terminal(sample_home, "query", "top_tags")
    assert f"These are 30 of {all_rows:,} rows" in shown
    assert "These are" not in on_terminal(sample_home, "query", "top_tags", "-p", "row_limit", "3")


def test_a_closed_pipe_is_no_fault(sample_home: Home) -> None:
    command = f"{sys.executable} -m warehouse --home {sample_home.root}"
    command += " sql 'SELECT * FROM transcript_segments' -f csv | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("video_id")
    assert done.stderr == ""
