"""``python -m warehouse.spark SOURCE TARGET``, and the same file for ``spark-submit``."""

from __future__ import annotations

import sys

import click

from warehouse.errors import WarehouseError


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("source")
@click.argument("target")
@click.option("--task-records", type=click.IntRange(1), help="Records of a task, about, and so the rows of a file.")
@click.option("--skip-bad-files", is_flag=True, help="Leave out damaged files, and list them.")
@click.option("--master", help="Where Spark runs, such as local[4].  [default: what spark-submit says, else local[*]]")
def main(source: str, target: str, task_records: int | None, skip_bad_files: bool, master: str | None) -> None:
    """Build the tables of SOURCE below TARGET with Spark: folders that all workers see, or URLs of buckets."""
    from pyspark.sql import SparkSession  # takes a moment to import

    from warehouse.spark.ingest import TASK_RECORDS, ingest

    builder = SparkSession.builder.appName("finevideo-warehouse")
    spark = (builder.master(master) if master else builder).getOrCreate()
    try:
        manifest = ingest(
            spark, source, target, task_records=task_records or TASK_RECORDS, skip_bad_files=skip_bad_files
        )
    except WarehouseError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    finally:
        spark.stop()
    click.echo(
        f"Wrote {manifest.rows['videos']:,} videos, {sum(manifest.rows.values()):,} rows in {len(manifest.rows)} "
        f"tables, from {manifest.files:,} file(s) to {target} in {manifest.seconds:.1f} s.",
        err=True,
    )


if __name__ == "__main__":
    main()
