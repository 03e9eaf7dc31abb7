"""The command ``shell``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from warehouse.catalog.refresh import ensure_catalog, write_catalog
from warehouse.cli.terminal import say
from warehouse.errors import HomeError
from warehouse.home import Home

READ_ONLY = "-readonly"


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def shell(home: Home, arguments: tuple[str, ...]) -> None:
    """Open the catalog in the DuckDB shell; ARGUMENTS go to it, such as -readonly or -c "SELECT ..."."""
    program = shutil.which("duckdb", path=sysconfig.get_path("scripts")) or shutil.which("duckdb")
    if program is None:
        raise HomeError("The program duckdb is not installed: install the package duckdb-cli.")
    try:
        ensure_catalog(home)
    except OSError as error:
        say(
            f"Note: {home.catalog} cannot be brought up to date ({error.strerror}): opening a temporary one, read-only."
        )
        _open_temporary(home, program, arguments)
    if READ_ONLY not in arguments and (reason := _unwritable(home)):
        say(f"Note: {reason}: the catalog is opened read-only.")
        arguments = (READ_ONLY, *arguments)
    os.execv(program, [program, *arguments, str(home.catalog)])  # noqa: S606 - the shell takes over the terminal


def _unwritable(home: Home) -> str | None:
    """Why DuckDB could not write to the catalog."""
    if "?" in str(home.catalog):
        return "DuckDB cannot write where a folder's name has a question mark"
    writable = all(os.access(path, os.W_OK) for path in (home.root, home.catalog))
    return None if writable else f"{home.root} is read-only here"


def _open_temporary(home: Home, program: str, arguments: Sequence[str]) -> None:
    """Open a catalog that is made for this call, and exit as the shell does."""
    with TemporaryDirectory() as folder:
        path = Path(folder, home.catalog.name)
        with write_catalog(home, home.require_current(), path):
            pass
        given = [argument for argument in arguments if argument != READ_ONLY]
        done = subprocess.run([program, READ_ONLY, *given, path], check=False)  # noqa: S603 - as below
    sys.exit(done.returncode)
