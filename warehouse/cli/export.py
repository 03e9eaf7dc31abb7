"""The command ``export``."""

from __future__ import annotations

import click

from warehouse.cli.terminal import say
from warehouse.home import Home
from warehouse.text import size_text

FORMATS = ("parquet", "duckdb", "iceberg")


@click.command()
@click.argument("target")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="parquet", show_default=True, help="What to write."
)
@click.option("--tables", multiple=True, help="Tables or views to take, separated by commas.  [default: all tables]")
@click.option("--queries", multiple=True, help="Canned queries whose results to add, with their defaults.")
@click.pass_obj
def export(home: Home, target: str, form: str, tables: tuple[str, ...], queries: tuple[str, ...]) -> None:
    """Write the tables to TARGET, for other engines and other people.

    TARGET is a folder or the URL of a bucket (s3://BUCKET/FOLDER, gs://..., or what fsspec knows): a folder of Parquet
    a table, with a dataset card, terms and credits; with `--format duckdb` one DuckDB file, to send to a colleague.
    With `--format iceberg` it is CATALOG.NAMESPACE, a catalog that pyiceberg is configured for: each export adds a
    snapshot to every table.

    An export to the same target again replaces the one before, so that removed videos go. Anything else that is there
    is refused.
    """
    import warehouse  # the engines take a moment to import

    done = warehouse.open(home.root).export(target, form, tables=_names(tables), queries=_names(queries))
    say(
        f"Wrote {done.relations} relation(s) to {done.target}: {done.files} file(s), {size_text(done.bytes)}, "
        f"in {done.seconds:.1f} s."
    )


def _names(given: tuple[str, ...]) -> list[str]:
    return [name.strip() for text in given for name in text.split(",") if name.strip()]
