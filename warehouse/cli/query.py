"""The command ``query``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO, cast

import click
import polars as pl

from warehouse.catalog.engine import Limits
from warehouse.cli.complete import parameter_option, query_names
from warehouse.cli.document import documentation
from warehouse.cli.finish import finish_catalog
from warehouse.cli.input import open_asked
from warehouse.cli.options import asking_options, row_options
from warehouse.cli.output import print_rows
from warehouse.cli.patience import given_up
from warehouse.cli.picture import picture_options, save_picture
from warehouse.cli.terminal import say, write
from warehouse.home import Home
from warehouse.queries import Statement, load_queries
from warehouse.queries.bind import ROW_LIMIT, read_values
from warehouse.queries.chart_declaration import require_chart
from warehouse.queries.charts import require_suffix
from warehouse.queries.dialects import DIALECTS
from warehouse.queries.find_query import canned
from warehouse.session import Warehouse, own_folder


@click.command(add_help_option=False)
@click.argument("name", required=False, shell_complete=query_names)
@parameter_option
@click.option(
    "--chart",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw to this file: .png, .svg or .html; with -f or -o, print the rows as well.",
)
@picture_options
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
    _run(home, own, found, **given)


def _run(
    home: Home,
    own: Path,
    found: Statement,
    *,
    parameters: tuple[tuple[str, str], ...],
    chart: Path | None,
    title: str | None,
    width: int | None,
    dialect: str | None,
    timeout: float | None,
    memory_limit: str | None,
    ids: TextIO | None,
    format_: str | None,
    output: Path | None,
) -> None:
    values = read_values(found, parameters)
    if dialect is not None:
        from warehouse.queries.dialects.translate import translate  # parsing takes a moment to import

        write(translate(found, dialect, values))
        return
    if chart is not None:
        require_suffix(chart)
        require_chart(found)
    finish_catalog(home)
    with given_up(timeout):
        warehouse = open_asked(home, Limits(memory_limit, timeout), own, ids)
        if chart is not None:
            save_picture(warehouse.chart(found, title=title, width=width, **values), chart)
            if format_ is None and output is None:
                return
        frame, all_rows = _answer(warehouse, found, values, whole=output is not None or not sys.stdout.isatty())
    print_rows(frame, format_, output)
    if frame.is_empty() and (why := warehouse.why_empty(found, **values)):
        say(why)
    if all_rows > frame.height:
        say(f"These are {frame.height:,} of {all_rows:,} rows: for more -p {ROW_LIMIT} N, for all -o FILE.")


def _answer(warehouse: Warehouse, found: Statement, values: dict[str, Any], *, whole: bool) -> tuple[pl.DataFrame, int]:
    """The rows of a query, and how many there are in all; ``whole`` drops the limit that nobody asked for."""
    limit = next((parameter.default for parameter in found.parameters if parameter.name == ROW_LIMIT), None)
    if limit is None or ROW_LIMIT in values:
        frame = warehouse.query(found, **values)
        return frame, frame.height
    if whole:
        frame = warehouse.query(found, **values, **{ROW_LIMIT: None})
        return frame, frame.height
    frame = warehouse.query(found, **values)
    if frame.height < cast("int", limit):
        return frame, frame.height
    return frame, warehouse.query(found, **values, **{ROW_LIMIT: None}).height


def _listed(queries: Sequence[Statement]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "theme": [query.theme for query in queries],
            "query": [query.name for query in queries],
            "title": [query.title for query in queries],
            "parameters": [", ".join(parameter.name for parameter in query.parameters) for query in queries],
        }
    )
