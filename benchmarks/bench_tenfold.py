"""Ten times the data: how time and memory of an ingest grow, written to RESULTS.md.

python -m benchmarks.bench_tenfold

It takes about 5 GB of disk for the shards, which are made once, and a quarter of an hour.
"""

from __future__ import annotations

import click

from benchmarks.bench_ingest import OURS, SIZES, WHOLE, shards, warehouse
from benchmarks.measure import Run, in_turn, machine, median
from benchmarks.results import write_section


def report(once: dict[str, list[Run]], tenfold: dict[str, list[Run]]) -> str:
    """The section of RESULTS.md."""
    records, files = SIZES["full"]
    lines = [
        f"{records:,} generated videos in {files:,} shards, and ten times as many of both: one run each,",
        "after one of the smaller that does not count.",
        "",
        "| ingest | once s | tenfold s | times (at most 11) | once MB | tenfold MB | times (at most 1.3) |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name in once:
        small, large = median(once[name]), median(tenfold[name])
        seconds = f"{small.seconds:.1f} | {large.seconds:.1f} | {large.seconds / small.seconds:.1f}"
        memory = f"{small.peak_bytes / 1e6:,.0f} | {large.peak_bytes / 1e6:,.0f}"
        lines.append(f"| {name} | {seconds} | {memory} | {large.peak_bytes / small.peak_bytes:.2f} |")
    return "\n".join(lines) + "\n"


@click.command()
def main() -> None:
    """Measure, print, and write the section of RESULTS.md."""
    once, tenfold = shards("full"), shards("tenfold")
    names = {OURS: ["--tables-only"], WHOLE: []}
    small = in_turn([warehouse(name, once, *options) for name, options in names.items()], 1)
    large = in_turn([warehouse(name, tenfold, *options) for name, options in names.items()], 1, warm=False)
    text = report(small, large)
    click.echo(text)
    write_section("Ten times the data", machine(), text)


if __name__ == "__main__":
    main()
