"""What is published is durable before it is renamed: shown by the calls of the system, in their order."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.runs import WAREHOUSE, Change
from tests.processes import PATIENCE_SECONDS

pytestmark = pytest.mark.slow

_CALLS = "openat,fsync,fdatasync,rename,renameat,renameat2"
_LINE = re.compile(r"^\d+ +(?P<call>\w+)\((?P<rest>.*)\) += (?P<result>\d+)(?:<(?P<opened>[^>]*)>)?$")


def calls(trace: Path) -> Iterator[tuple[str, str, str]]:
    """Calls that succeeded, in the order in which they ended: ``write``, ``sync`` or ``rename``, and their paths."""
    begun: dict[str, str] = {}
    for line in trace.read_text(errors="replace").splitlines():
        process, _, text = line.partition(" ")
        if text.endswith("<unfinished ...>"):
            begun[process] = text.removesuffix("<unfinished ...>").strip()
            continue
        if resumed := re.match(r" *<\.\.\. \w+ resumed>(.*)$", text):
            text = begun.pop(process, "") + resumed[1]
        if found := _LINE.match(f"{process} {text.strip()}"):
            yield from _call(found["call"], found["rest"], found["opened"])


def _call(call: str, rest: str, opened: str | None) -> Iterator[tuple[str, str, str]]:
    if call == "openat" and opened and re.search("O_WRONLY|O_RDWR", rest):
        yield "write", opened, ""
    elif call in ("fsync", "fdatasync"):
        yield "sync", re.findall(r"<([^>]*)>", rest)[0], ""
    elif call.startswith("rename"):
        source, target = re.findall(r'"([^"]*)"', rest)
        yield "rename", source, target


def test_files_and_folders_are_synced_before_the_rename(change: Change, tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("no strace is here")
    trace, home = tmp_path / "trace", change.home
    done = subprocess.run(
        [strace, "-f", "-y", "-s", "4096", "-o", trace, "-e", f"trace={_CALLS}",
         *WAREHOUSE, "--home", str(home.root), *change.command],
        capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
    )  # fmt: skip
    if "ptrace" in done.stderr:
        pytest.skip("no process can be traced here")
    assert done.returncode == 0, done.stderr
    snapshot = home.require_current()
    made = list(calls(trace))
    staging = snapshot.with_name(f".staging-{snapshot.name}")
    published = made.index(("rename", str(staging), str(snapshot)))
    files = [*snapshot.rglob("*"), snapshot]
    assert len(files) > 40
    for path in files:
        aside = str(staging / path.relative_to(snapshot))
        last_write = max(
            (at for at, (what, where, _) in enumerate(made) if (what, where) == ("write", aside)), default=-1
        )
        assert ("sync", aside, "") in made[last_write + 1 : published], path
    pointed = next(at for at, (what, _, to) in enumerate(made) if what == "rename" and to == str(home.tables))
    assert published < made.index(("sync", str(home.snapshots), "")) < pointed
    shown = next(at for at, (what, _, to) in enumerate(made) if what == "rename" and to == str(home.catalog))
    assert ("sync", made[shown][1], "") in made[pointed:shown]
    assert ("sync", str(home.root), "") in made[pointed:shown]
    noted = made.index(("write", str(home.root / ".catalog.json"), ""))
    assert ("sync", str(home.root), "") in made[shown:noted]
