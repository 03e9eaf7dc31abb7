"""Every function, setting, extension and kind of statement of this DuckDB is known, and none reaches outside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.catalog.guarded import SECRET, make_home
from tests.catalog.surface import KNOWN, offered
from tests.conftest import Record
from tests.processes import PATIENCE_SECONDS, compiled_library
from warehouse.catalog.sandbox import locked_connection, require_select
from warehouse.errors import QueryError
from warehouse.home import Home

# what the engine asks of the system while it runs a statement, whatever the statement
OF_THE_SYSTEM = ("/proc/self/cgroup", "/sys/fs/cgroup/", "/proc/meminfo", "/sys/devices/system/cpu")

# the connection lets them be reset, which opens nothing
WHERE_NAMES_ARE_LOOKED_UP = ("schema", "search_path")


def test_nothing_is_offered_that_is_not_known() -> None:
    new = sorted(set(offered()) - set(KNOWN.read_text().splitlines()))
    remedy = "run test_no_function_reaches_outside, read what they do, then `python -m tests.catalog.surface`"
    assert not new, f"DuckDB {duckdb.__version__} offers {', '.join(new)}: {remedy}."


def test_the_list_has_what_the_hostile_statements_use() -> None:
    known = set(KNOWN.read_text().splitlines())
    assert len(known) > 1000
    for name in ("table read_csv", "table glob", "table query", "pragma import_database"):
        assert f"function {name}" in known
    assert {"setting allowed_paths", "extension httpfs", "secret http", "statement COPY", "statement ATTACH"} <= known


def test_no_setting_can_be_changed(tmp_path: Path) -> None:
    """Not by a statement that is taken, and not by the connection if one were."""
    names = [line.split()[1] for line in KNOWN.read_text().splitlines() if line.startswith("setting ")]
    with locked_connection(tmp_path) as connection:
        for name in names:
            for statement in (f"SET {name} = 'x'", f"SET GLOBAL {name} = 1", f"RESET {name}", f"PRAGMA {name} = 1"):
                with pytest.raises(QueryError):
                    require_select(statement)
                if name not in WHERE_NAMES_ARE_LOOKED_UP:
                    with pytest.raises(duckdb.Error):
                        connection.execute(statement)


def test_no_pragma_is_run() -> None:
    for line in KNOWN.read_text().splitlines():
        if line.startswith("function pragma "):
            for call in ("", "('x')", "(1)"):
                with pytest.raises(QueryError):
                    require_select(f"PRAGMA {line.split()[2]}{call}")


@pytest.fixture(scope="module")
def watching(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that writes down the files and hosts that a process asks for."""
    return compiled_library(Path(__file__).with_name("watch.c"), tmp_path_factory.mktemp("watching"))


@pytest.mark.slow
def test_no_function_reaches_outside(watching: Path, sample: list[Record], tmp_path: Path) -> None:
    home: Home = make_home(tmp_path / "safe", sample[:2])
    outside, snapshot, log = home.root.parent, home.require_current(), tmp_path / "log"
    probe = [sys.executable, "-m", "tests.catalog.probe", str(snapshot), str(outside)]
    watched = os.environ | {"LD_PRELOAD": str(watching), "WATCHED": str(log)}
    done = subprocess.run(
        probe, env=watched, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS, cwd=Path.cwd()
    )
    assert done.returncode == 0, done.stderr
    calls, answered, control = (int(number) for number in done.stdout.split()[-3:])
    assert calls > 5000
    assert answered > 1000
    assert control == 1, "the probe finds nothing even where it may"
    assert SECRET not in done.stdout
    call, reached = "", []
    for line in log.read_text(errors="replace").partition("open /probe/begin\n")[2].splitlines():
        if line.startswith("open /probe/"):
            call = line.removeprefix("open /probe/")
        elif not line.partition(" ")[2].startswith((str(snapshot), *OF_THE_SYSTEM)):
            reached.append(f"{call}: {line}")
    # the same calls on a connection without the sandbox, so that the library is known to see them
    assert any("secret" in line for line in reached if line.startswith("control"))
    assert [line for line in reached if not line.startswith("control")] == []
