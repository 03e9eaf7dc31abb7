"""Cells that a spreadsheet would compute: written as they are, or defused where that is asked for."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from click.testing import CliRunner

from warehouse.cli import main
from warehouse.cli.formats import defused
from warehouse.home import Home

TEXTS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "a=1", "'=1", "", " =1", "1-1"]
HOSTILE = TEXTS[:7]


def written(home: Home, *arguments: str) -> list[list[str]]:
    done = CliRunner().invoke(main, ["--home", str(home.root), *arguments])
    assert done.exit_code == 0, done.output
    separator = "\t" if "tsv" in arguments else ","
    return list(csv.reader(StringIO(done.stdout, newline=""), delimiter=separator))


@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_texts_are_written_as_they_are_unless_they_are_to_be_defused(sample_home: Home, format_: str) -> None:
    literals = ", ".join("'" + text.replace("'", "''") + "'" for text in TEXTS)
    statement = f'SELECT unnest([{literals}]) AS text, -1 AS "=number"'
    plain = written(sample_home, "sql", statement, "-f", format_)
    assert plain == [["text", "=number"], *([text, "-1"] for text in TEXTS)]
    safe = written(sample_home, "sql", statement, "-f", format_, "--defuse-formulas")
    assert safe == [["text", "'=number"], *([f"'{text}" if text in HOSTILE else text, "-1"] for text in TEXTS)]


@pytest.mark.parametrize("format_", ["json", "jsonl", "markdown"])
def test_other_formats_stay_as_they_are(sample_home: Home, format_: str) -> None:
    asked = ["--home", str(sample_home.root), "sql", "SELECT '=1' AS text", "-f", format_]
    done = [CliRunner().invoke(main, [*asked, *more]).stdout for more in ((), ("--defuse-formulas",))]
    assert done[0] == done[1]


@pytest.mark.parametrize("command", [name for name in main.list_commands(None) if name != "shell"])  # type: ignore[arg-type]
def test_every_command_that_writes_csv_can_defuse(command: str) -> None:
    told = CliRunner().invoke(main, [command, "--help"]).stdout
    assert ("csv" in told) == ("--defuse-formulas" in told)


def test_nothing_but_texts_changes() -> None:
    import polars as pl

    frame = pl.DataFrame({"a": [-1], "b": [None], "c": [["=1"]], "d": ["-x"]})
    assert defused(frame).rows() == [(-1, None, ["=1"], "'-x")]
