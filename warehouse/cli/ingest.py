"""The command ``ingest``."""

from __future__ import annotations

from typing import Any

import click

from warehouse.cli.output import json_line, print_facts
from warehouse.cli.progress import shown_progress
from warehouse.cli.signals import terminable
from warehouse.cli.summary import print_summary
from warehouse.cli.terminal import say, take_own_stderr, write
from warehouse.errors import CatalogBusyError
from warehouse.home import Home
from warehouse.ingest import Events, Options
from warehouse.ingest import ingest as run_ingest
from warehouse.snapshot.manifest import Manifest, read_manifest
from warehouse.snapshot.state import summary_of
from warehouse.source import Source


@click.command()
@click.argument("source", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Only show what would be read, written and, of local files, rejected.")
@click.option("--limit-files", type=click.IntRange(1), help="Read only the first files, for a first look.")
@click.option("--strict", is_flag=True, help="Fail, before anything is published, if the source has drifted.")
@click.option("--skip-bad-files", is_flag=True, help="Leave out damaged files, and list them.")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    help="Threads to work with; from the Hub, files to fetch at a time.  [default: one per core; from the Hub, 16]",
)
@click.option("--no-wait", is_flag=True, help="Fail at once if another run is at work.")
@click.option("--force", is_flag=True, help="Rebuild everything, even what has not changed.")
@click.option("--tables-only", is_flag=True, help="Leave out the search index and the stored views.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as one line of JSON on the standard output.")
@click.option("--keep-removed", is_flag=True, help="Keep older snapshots, even if they have videos that were removed.")
@click.pass_obj
def ingest(home: Home, /, source: tuple[str, ...], dry_run: bool, no_wait: bool, as_json: bool, **given: Any) -> None:
    """Build the tables from SOURCE and publish them as the current snapshot.

    SOURCE is `sample` (synthetic), a folder, file or glob of Parquet, JSON or JSON Lines (JSON also .gz or .zst), or
    a dataset on the Hub, hf://datasets/OWNER/NAME[@REVISION][/FOLDER], of which only the metadata is read.
    Without it, the source of the current snapshot is read again; before the first one, the sample.

    Older snapshots of the same source that have videos which it no longer has are removed: a shell that was open on
    one must be opened again.
    """
    take_own_stderr()
    location = _only(source)
    options = Options(wait=not no_wait, **given)
    if dry_run:
        from warehouse.ingest.plan import plan  # the Hub's client takes a moment to import

        facts = plan(home, location, options, Events(on_note=say))
        if as_json:
            write(json_line(facts))
        else:
            print_facts(facts, None, None)
    else:
        _ingest(home, location, options, as_json=as_json)


def _only(sources: tuple[str, ...]) -> str | None:
    """The one source that is named; several come of a pattern that the shell has expanded."""
    if len(sources) > 1:
        raise click.UsageError(
            f"{len(sources)} sources are named, from {sources[0]} to {sources[-1]}, and a warehouse has one: name "
            "their folder, or put the pattern in quotes so that the shell leaves it as it is, as in 'data/*.parquet'."
        )
    return sources[0] if sources else None


def _ingest(home: Home, source: str | None, options: Options, *, as_json: bool) -> None:
    unchanged: list[Manifest] = []
    with terminable(), shown_progress() as progress:
        events = Events(
            on_wait=lambda: say(f"Another ingest is at work in {home.root}: waiting for it to end."),
            on_source=_print_source,
            on_progress=progress.build,
            on_fetch=progress.fetch,
            on_note=say,
            on_unchanged=unchanged.append,
        )
        try:
            manifest = run_ingest(home, source, options, events)
        except CatalogBusyError as error:
            manifest = read_manifest(home.require_current())
            say(f"The snapshot is published, but {error}")
    if as_json:
        write(json_line(summary_of(manifest, published=not unchanged)))
    elif unchanged:
        say(f"Nothing has changed since {manifest.created_at}: {manifest.snapshot} stays (--force rebuilds it).")
    else:
        print_summary(manifest)


def _print_source(source: Source) -> None:
    at = f" at {source.revision}" if source.revision else ""
    left_out = f" of {len(source.files) + len(source.left_out)}" if source.partial else ""
    synthetic = ", synthetic" if source.synthetic else ""
    say(f"Reading {source.location}{at}: {len(source.files)}{left_out} file(s){synthetic}")
    if source.unread:
        kinds = ", ".join(f"{count:,} {suffix}" for suffix, count in source.unread.items())
        say(f"Not read, since a source is Parquet or else JSON: {kinds}")
