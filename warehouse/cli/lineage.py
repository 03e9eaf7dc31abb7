"""The command ``lineage``."""

from __future__ import annotations

import io
from pathlib import Path

import click
import polars as pl
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from warehouse.cli.complete import query_names
from warehouse.cli.options import FORMATS, defusing_option
from warehouse.cli.output import print_rows
from warehouse.cli.terminal import write
from warehouse.home import Home
from warehouse.queries.column_lineage import Origin
from warehouse.queries.column_lineage import lineage as lineage_of
from warehouse.queries.find_query import relation


@click.command()
@click.argument("name", metavar="QUERY[.COLUMN]", shell_complete=query_names)
@click.option("--queries", type=click.Path(file_okay=False, path_type=Path), help="A folder of queries of your own.")
@click.option("-f", "--format", "format_", type=click.Choice(("tree", *FORMATS)), help="How to print.  [default: tree]")
@defusing_option
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead.")
@click.pass_obj
def lineage(home: Home, name: str, queries: Path | None, format_: str | None, output: Path | None) -> None:
    """Show where the columns of a query or view come from, down to the paths in the source records.

    Only what a value is computed from is shown, not what rows are joined or filtered by; * is a count of rows.
    """
    query, _, column = name.partition(".")
    origins = lineage_of(relation(query, queries or home.queries), column or None)
    if output is None and format_ in (None, "tree"):
        write("".join(map(_tree, origins)))
    else:
        print_rows(_rows(origins), None if format_ == "tree" else format_, output)


def _tree(origin: Origin) -> str:
    def grow(tree: Tree, found: Origin) -> Tree:
        for below in found.origins:
            grow(tree.add(_label(below)), below)
        return tree

    out = io.StringIO()
    Console(file=out, width=200, no_color=True).print(grow(Tree(_label(origin)), origin))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _label(origin: Origin) -> Text:
    return Text(f"{origin.relation}.{origin.column}" + (f"  <- {origin.source}" if origin.source else ""))


def _rows(origins: list[Origin]) -> pl.DataFrame:
    paths = [path for origin in origins for path in origin.paths()]
    return pl.DataFrame(
        {
            "column": [path[0].column for path in paths],
            "through": [" < ".join(f"{step.relation}.{step.column}" for step in path[1:]) or None for path in paths],
            "source": [path[-1].source for path in paths],
        },
        schema={"column": pl.String, "through": pl.String, "source": pl.String},
    )
