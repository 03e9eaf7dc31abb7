"""What schedulers read: the JSON of a run and of the state, the exit codes, and the snippets of docs/scheduled.md."""

from __future__ import annotations

import ast
import configparser
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from tests.conftest import Record
from warehouse.cli import main

PAGE = (Path(__file__).parents[2] / "docs" / "scheduled.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
CRON_FIELD = re.compile(r"[\d*/,-]+")
UNITS = [text for kind, text in BLOCKS if kind == "ini"]


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *arguments])


def facts(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("\n") == 1
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def write(folder: Path, records: list[Record]) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "records.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    return str(folder)


@pytest.mark.slow
def test_runs_and_states_are_told_as_json(sample: list[Record], tmp_path: Path) -> None:
    home, source = tmp_path / "data", write(tmp_path / "source", [*sample[:4], {"no": "video"}])
    first = facts(run(home, "ingest", source, "--json"))
    assert (first["published"], first["since"], first["added"], first["rejected"]) == (True, None, 4, 1)
    again = facts(run(home, "ingest", "--json"))
    assert (again["published"], again["snapshot"]) == (False, first["snapshot"])
    assert (again["added"], again["changed"], again["removed"]) == (0, 0, [])
    assert facts(run(home, "status", "--json"))["source_state"] == "unchanged"
    removed = facts(run(home, "status", "--json"))["rows"]["videos"]

    write(
        tmp_path / "source", [sample[1] | {"youtube_title": "another"}, *sample[2:6], sample[6] | {"resolution": "?"}]
    )
    state = facts(run(home, "status", "--json"))
    assert (state["source_state"], state["rejected"], removed) == ("changed", 1, 4)
    second = facts(run(home, "ingest", "--json"))
    assert (second["since"], second["added"], second["changed"]) == (first["snapshot"], 3, 1)
    assert [f"{name}.mp4" for name in second["removed"]] == [sample[0]["original_video_filename"]]
    assert sum(second["issues"].values()) == 1
    assert facts(run(home, "status", "--json"))["issues"] == second["issues"]
    (shown,) = (json.loads(text) for kind, text in BLOCKS if kind == "json")
    assert list(shown) == list(second)
    assert set(shown["rows"]) < set(second["rows"])


def test_exit_codes_are_those_of_the_page(tmp_path: Path) -> None:
    codes = set(map(int, re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)))
    assert codes == {0, 1, 2, 129, 130, 143}  # the last three are shown in tests/faults and tests/hub
    failed = run(tmp_path / "data", "ingest", str(tmp_path / "nowhere"), "--json")
    assert (failed.exit_code, failed.stdout, failed.stderr.count("\n")) == (1, "", 1)
    assert run(tmp_path / "data", "status", "--json").exit_code == 1
    for wrong in (["ingest", "--jsn"], ["status", "--json", "--removed"]):
        refused = run(tmp_path / "data", *wrong)
        assert (refused.exit_code, refused.stdout) == (2, "")


def commands() -> Iterator[list[str]]:
    """The arguments of every call of ``warehouse`` on the page."""
    for kind, text in BLOCKS:
        if kind == "python":
            yield from called(ast.parse(text))
        elif kind != "json":
            for line in text.splitlines():
                found = re.search(r"(?:^|[\s=/])warehouse (.*?)(?: >.*)?$", line)
                if found and not line.startswith("Description"):
                    yield shlex.split(found[1])


def called(program: ast.Module) -> Iterator[list[str]]:
    for node in ast.walk(program):
        if isinstance(node, ast.List) and isinstance(node.elts[0], ast.Constant):
            yield ast.literal_eval(node)[1:]
        elif isinstance(node, ast.Constant) and "warehouse " in str(node.value):
            yield shlex.split(str(node.value))[1:]


def test_every_command_of_the_page_can_be_parsed() -> None:
    found = list(commands())
    assert len(found) >= 8
    for arguments in found:
        done = CliRunner().invoke(main, [*arguments, "--help"])
        assert (done.exit_code, done.stderr) == (0, ""), arguments
        command = main.get_command(click.Context(main), arguments[2 if arguments[0] == "--home" else 0])
        assert command is not None
        known = {option for parameter in command.params for option in parameter.opts} | {"--home"}
        assert {argument for argument in arguments if argument.startswith("-")} <= known


def test_every_snippet_is_of_its_language() -> None:
    kinds = {kind for kind, _ in BLOCKS}
    assert kinds == {"sh", "json", "cron", "ini", "yaml", "python"}
    for kind, text in BLOCKS:
        if kind == "python":
            compile(text, "docs/scheduled.md", "exec")
        elif kind == "cron":
            (line,) = (line for line in text.splitlines() if not line.startswith("#"))
            *when, command = line.split(maxsplit=5)
            assert all(CRON_FIELD.fullmatch(part) for part in when)
            assert shlex.split(command)[0] == "cd"


def test_units_of_systemd() -> None:
    service, timer = (configparser.ConfigParser(interpolation=None) for _ in UNITS)
    for parser, text in zip((service, timer), UNITS, strict=True):
        parser.optionxform = str  # type: ignore[assignment, method-assign]
        parser.read_string(text)
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["ExecStart"].startswith("/srv/finevideo/.venv/bin/warehouse ingest")
    assert (timer["Timer"]["OnCalendar"], timer["Install"]["WantedBy"]) == ("Mon 04:17", "timers.target")


def test_workflow() -> None:
    yaml = pytest.importorskip("yaml", reason="the group docs is not installed")
    (workflow,) = (yaml.safe_load(text) for kind, text in BLOCKS if kind == "yaml")
    steps = workflow["jobs"]["refresh"]["steps"]
    assert all(("uses" in step) != ("run" in step) for step in steps)
    schedule = workflow[True]["schedule"][0]["cron"]  # YAML 1.1 reads the key `on` so
    assert len(schedule.split()) == 5
