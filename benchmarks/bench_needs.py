"""Prints how well needs are met that were judged by reading the real records: nDCG@10 by kind, with intervals.

With --home on that warehouse, which must hold the real records; else on one made of FINEVIDEO_RECORDS.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from tests.search.needs import Need, SceneTimes, Score, by_way, scored, summary
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.session import Warehouse


def print_scores(title: str, scores: Sequence[Score]) -> None:
    """Print a line for each kind of need."""
    click.echo(f"\n{title}: nDCG@10 (95 % of resampled needs)")
    for score in scores:
        click.echo(f"{score.kind:14}{score.needs:4}{score.mean:8.3f}  ({score.low:.3f} to {score.high:.3f})")


def print_needs(scores: Sequence[tuple[Need, float]]) -> None:
    """Print each need with its score, the worst first."""
    for need, score in sorted(scores, key=lambda pair: pair[1]):
        click.echo(f"{score:6.3f}  {need.kind:12} {need.query}")


@click.command()
@click.option("--home", type=click.Path(path_type=Path), help="Measure on this warehouse.")
@click.option("--by", "ways", multiple=True, help="words, meaning or both; may be repeated.  [default: as it searches]")
@click.option("--each", is_flag=True, help="Print each need too.")
def main(home: Path | None, ways: Sequence[str], each: bool) -> None:
    """Measure how well needs are met."""
    with tempfile.TemporaryDirectory() as folder:
        if home is None:
            home = Path(folder) / "data"
            ingest(Home.at(home), os.environ["FINEVIDEO_RECORDS"])
        warehouse = Warehouse(home)
        times = SceneTimes.of(warehouse.snapshot)
        for by in ways or (None,):
            scores = scored(by_way(warehouse, by), times)
            if each:
                print_needs(scores)
            print_scores(by or "search", summary(scores))


if __name__ == "__main__":
    main()
