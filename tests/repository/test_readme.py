"""Every command of the README does what the README says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.conftest import Record
from tests.fetch.videos import long_mp4, padded, write_video_shards
from tools.derived.__main__ import TOP
from warehouse.cli.main import main
from warehouse.home import Home

README = (TOP / "README.md").read_text()
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
COMMANDS = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
OUTPUTS = re.findall(r"^```sh\n([^\n]*)\n```\n```\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PROGRAMS = Path(sys.executable).parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sample_home: Home) -> Path:
    """A folder with the Makefile, an environment and a warehouse of the sample."""
    folder = tmp_path_factory.mktemp("readme")
    for name in ("Makefile", "pyproject.toml", "requirements"):
        (folder / name).symlink_to(TOP / name)
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(PROGRAMS)
    for stamp in ("runtime", "dev"):
        (folder / ".venv" / stamp).touch()
    shutil.copytree(sample_home.root, folder / "data", symlinks=True)
    subprocess.run([PROGRAMS / "warehouse", "relocate"], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def shards(folder: Path, sample: list[Record]) -> Path:
    """In the folder, shards with made-up videos for the sample's records, of 4 kB a second."""

    def video(record: Record) -> bytes:
        seconds = record["duration_seconds"]
        return padded(long_mp4(seconds), 4000 * seconds)

    return write_video_shards(folder / "shards", sample, 12, video=video)


def run(command: str, folder: Path) -> str:
    environment = {**os.environ, "PATH": f"{PROGRAMS}:{os.environ['PATH']}"}
    words = shlex.split(command, comments=True)
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("command", [line for line in COMMANDS if not line.startswith("make test")])
def test_command(command: str, folder: Path, request: pytest.FixtureRequest) -> None:
    if "--videos shards" in command:
        request.getfixturevalue("shards")
    if "hf://" in command or "huggingface" in command or command.startswith("hf "):
        pytest.skip("it needs the Hub; tests/hub runs it against one on this machine")
    run(command, folder)


def test_outputs_are_real(folder: Path) -> None:
    found = [pair for pair in OUTPUTS if "--videos" not in pair[0]]
    assert found
    for command, output in found:
        assert [line.strip() for line in run(command, folder).splitlines()] == output.splitlines(), command


@pytest.mark.slow
def test_plan_of_a_fetch_is_real(folder: Path, shards: Path) -> None:
    ((command, output),) = [pair for pair in OUTPUTS if "--videos" in pair[0]]
    assert shards.is_dir()
    # as if nothing was fetched before
    (folder / "data" / ".fetch-rate.json").unlink(missing_ok=True)
    shutil.rmtree(folder / "videos", ignore_errors=True)
    assert [line.strip() for line in run(command, folder).strip().splitlines()] == output.splitlines()


@pytest.mark.slow
def test_python(folder: Path) -> None:
    programs = [text for kind, text in BLOCKS if kind == "python"]
    assert programs
    for program in programs:
        subprocess.run([sys.executable, "-c", program], cwd=folder, check=True, capture_output=True)


def test_every_command_and_option_is_documented() -> None:
    text = README + "".join(path.read_text() for path in (TOP / "docs").rglob("*.md"))
    context = click.Context(main)
    for name in main.list_commands(context):
        assert f"warehouse {name}" in text, name
        command = main.get_command(context, name)
        assert command is not None
        for parameter in command.params:
            for option in parameter.opts:
                assert not option.startswith("--") or option in text, f"{name} {option}"
