"""The command ``verify``."""

from __future__ import annotations

import click

from warehouse.cli.output import print_facts
from warehouse.cli.terminal import say
from warehouse.home import Home
from warehouse.verify import verify as run_verify


@click.command()
@click.pass_obj
def verify(home: Home) -> None:
    """Look for damage: in files by their checksums, in keys, references, the search index, vectors and the catalog.

    Exits with 1 and says how to repair it if there is any.
    """
    found = run_verify(home)
    print_facts(found.compared | {"damaged": f"{len(found.faults):,}" if found.faults else "nothing"}, None, None)
    for fault in found.faults:
        say(f"Damaged: {fault.where}: {fault.what}; repair it with: {fault.repair}")
    if found.faults:
        raise SystemExit(1)
