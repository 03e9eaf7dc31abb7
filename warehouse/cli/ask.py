"""The commands that ask the warehouse: sql, query and shell."""

from __future__ import annotations

import os
import shutil
import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
import polars as pl

from warehouse.catalog import ensure_catalog
from warehouse.charts import require_suffix, save
from warehouse.cli.complete import parameter_names, query_names
from warehouse.cli.document import documentation
from warehouse.cli.finish import finish_catalog
from warehouse.cli.output import print_rows, row_options
from warehouse.cli.patience import given_up
from warehouse.cli.terminal import write
from warehouse.dialects import DIALECTS
from warehouse.engine import Limits
from warehouse.errors import HomeError
from warehouse.home import Home
from warehouse.queries import Statement, load_queries
from warehouse.queries.bind import read_value
from warehouse.session import Warehouse, canned, own_folder

Command = TypeVar("Command", bound=Callable[..., Any])


def asking_options(command: Command) -> Command:
    """Add what bounds a statement, and where further queries are, to a command."""
    for option in (
        click.option(
            "--queries", type=click.Path(file_okay=False, path_type=Path), help="A folder of queries of your own."
        ),
        click.option("--memory-limit", help="Memory to stay below, such as 2GB."),
        click.option("--timeout", type=click.FloatRange(0, min_open=True), help="Seconds after which to give up."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("statement")
@click.option("-p", "--parameter", "parameters", type=(str, str), multiple=True, help="A value for $NAME, as text.")
@asking_options
@row_options
@click.pass_obj
def sql(
    home: Home,
    statement: str,
    parameters: tuple[tuple[str, str], ...],
    timeout: float | None,
    memory_limit: str | None,
    queries: Path | None,
    format_: str | None,
    output: Path | None,
) -> None:
    """Run one SELECT over the tables, views and canned queries; nothing can be changed."""
    finish_catalog(home)
    with given_up(timeout):
        frame = Warehouse(home.root, Limits(memory_limit, timeout), queries).sql(statement, dict(parameters))
    print_rows(frame, format_, output)


@click.command(add_help_option=False)
@click.argument("name", required=False, shell_complete=query_names)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    type=(str, str),
    multiple=True,
    help="A parameter's name and value.",
    shell_complete=parameter_names,
)
@click.option(
    "--chart", type=click.Path(dir_okay=False, path_type=Path), help="Draw to this file: .png, .svg or .html."
)
@click.option("--dialect", type=click.Choice(DIALECTS), help="Print the query in another engine's SQL instead.")
@asking_options
@row_options
@click.option("-h", "--help", "show_help", is_flag=True, help="Show this message; with NAME, document that query.")
@click.pass_context
def query(context: click.Context, /, name: str | None, queries: Path | None, show_help: bool, **given: Any) -> None:
    """Run the canned query NAME; without a name, list them by theme."""
    home: Home = context.obj
    own = own_folder(home, queries)
    if name is None:
        if show_help:
            write(context.get_help() + "\n")
        else:
            home.require_current()
            print_rows(_listed(load_queries(own)), given["format_"], given["output"])
        return
    found = canned(name, own)
    if show_help:
        write(documentation(found))
        return
    _run(home, queries, found, **given)


def _run(
    home: Home,
    queries: Path | None,
    found: Statement,
    *,
    parameters: tuple[tuple[str, str], ...],
    chart: Path | None,
    dialect: str | None,
    timeout: float | None,
    memory_limit: str | None,
    format_: str | None,
    output: Path | None,
) -> None:
    values = {key: read_value(found, key, text) for key, text in parameters}
    if dialect is not None:
        from warehouse.dialects.translate import translate  # parsing takes a moment to import

        write(translate(found, dialect, values))
        return
    if chart is not None:
        require_suffix(chart)
    finish_catalog(home)
    with given_up(timeout):
        warehouse = Warehouse(home.root, Limits(memory_limit, timeout), queries)
        if chart is not None:
            save(warehouse.chart(found.name, **values), chart)
            return
        frame = warehouse.query(found.name, **values)
    print_rows(frame, format_, output)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def shell(home: Home, arguments: tuple[str, ...]) -> None:
    """Open the catalog in the DuckDB shell; ARGUMENTS go to it, such as -readonly or -c "SELECT ..."."""
    ensure_catalog(home)
    program = shutil.which("duckdb", path=sysconfig.get_path("scripts")) or shutil.which("duckdb")
    if program is None:
        raise HomeError("The program duckdb is not installed: install the package duckdb-cli.")
    os.execv(program, [program, *arguments, str(home.catalog)])  # noqa: S606 - the shell takes over the terminal


def _listed(queries: Sequence[Statement]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "theme": [query.theme for query in queries],
            "query": [query.name for query in queries],
            "title": [query.title for query in queries],
            "parameters": [", ".join(parameter.name for parameter in query.parameters) for query in queries],
        }
    )
