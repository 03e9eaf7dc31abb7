"""The command ``shell``."""

from __future__ import annotations

import os
import shutil
import sysconfig

import click

from warehouse.catalog.refresh import ensure_catalog
from warehouse.cli.terminal import say
from warehouse.errors import HomeError
from warehouse.home import Home


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def shell(home: Home, arguments: tuple[str, ...]) -> None:
    """Open the catalog in the DuckDB shell; ARGUMENTS go to it, such as -readonly or -c "SELECT ..."."""
    ensure_catalog(home)
    program = shutil.which("duckdb", path=sysconfig.get_path("scripts")) or shutil.which("duckdb")
    if program is None:
        raise HomeError("The program duckdb is not installed: install the package duckdb-cli.")
    if "?" in str(home.catalog):
        say("Note: DuckDB cannot write where a folder's name has a question mark: the catalog is opened read-only.")
        arguments = ("-readonly", *arguments)
    os.execv(program, [program, *arguments, str(home.catalog)])  # noqa: S606 - the shell takes over the terminal
