"""An installed wheel works in an empty folder outside of the checkout, and the sdist installs the same."""

from __future__ import annotations

import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tools.derived.__main__ import TOP

pytestmark = pytest.mark.slow

# nothing is asked of a registry
INSTALL = ("install", "--no-deps", "--no-index", "--quiet", "--disable-pip-version-check")


def install(what: Path, packages: Path, *options: str) -> None:
    command = [sys.executable, "-m", "pip", *INSTALL, *options, "--target", str(packages), str(what)]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sdist, and of the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(TOP)]
    subprocess.run(build, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of an environment that has the wheel, and the packages of this one."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "environment", with_pip=False)
    (packages,) = (folder / "environment" / "lib").glob("python*/site-packages")
    (wheel,) = built.glob("*.whl")
    install(wheel, packages)
    shared = [path for path in site.getsitepackages() if Path(path).is_dir()]
    (packages / "shared.pth").write_text("".join(f"{path}\n" for path in shared))
    return folder / "environment" / "bin"


def test_wheel(installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)  # it would come before the wheel

    def warehouse(*arguments: str) -> str:
        command = [str(installed / "python"), "-m", "warehouse", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, cwd=tmp_path).stdout

    program = "import warehouse, sys; sys.stdout.write(warehouse.__file__)"
    where = subprocess.run(
        [installed / "python", "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert where.stdout.startswith(str(installed.parent))
    warehouse("ingest", "sample")
    assert "parent_category" in warehouse("query", "videos_by_category", "-f", "csv")
    assert (tmp_path / "data" / "finevideo.duckdb").exists()
    assert warehouse("sql", "SELECT count(*) AS n FROM moments", "-f", "csv").split()[0] == "n"
    assert int(warehouse("check", "-f", "csv").count("\n")) > 10


def test_sdist(built: Path, installed: Path, tmp_path: Path) -> None:
    def contents(packages: Path) -> dict[str, bytes]:
        files = ((path, path.relative_to(packages).as_posix()) for path in (packages / "warehouse").rglob("*"))
        return {name: path.read_bytes() for path, name in files if path.is_file() and "__pycache__" not in name}

    (sdist,) = built.glob("*.tar.gz")
    install(sdist, tmp_path, "--no-build-isolation")
    (packages,) = (installed.parent / "lib").glob("python*/site-packages")
    assert contents(tmp_path) == contents(packages)
    assert "warehouse/sql/schema.sql" in contents(tmp_path)
