"""Every canned query and a video's profile at full size, warm, written to RESULTS.md.

    python -m benchmarks.bench_queries [--quick] [--rounds N] [--home DIR]

The warehouse is built from the shards of bench_ingest, unless one is named.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import click

from benchmarks.bench_ingest import DATA, SIZES, shards
from benchmarks.measure import machine
from benchmarks.results import write_section
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.session import Warehouse
from warehouse.snapshot.stored_views import has_views

AGGREGATE, JOIN, PROFILE = 0.1, 1.0, 0.05
# intervals that meet, pairs of a network, and texts that are searched
JOINS = {
    *("scene_clips", "speech_by_mood", "silences", "uncovered_time", "video_outline", "mood_arc", "dynamism_arc"),
    *("character_network", "network_by_category", "character_screen_time", "prop_pairs", "find_moments"),
}


def opened(home: Path | None, size: str) -> Warehouse:
    """The warehouse that is measured, built where it is not there yet, or stores views that have changed since."""
    folder = home or DATA / "queries" / size
    current = Home.at(folder).current()
    if current is None or (home is None and not has_views(current)):
        ingest(Home.at(folder), str(shards(size)))
    return Warehouse(folder)


def measured(run: Callable[[], object], rounds: int) -> float:
    """The median of some runs behind one that does not count, in seconds."""
    seconds = []
    for _ in range(rounds + 1):
        begun = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds[1:])


def profile(wh: Warehouse) -> dict[str, Callable[[], object]]:
    """What asks for all of one video."""
    statement = "SELECT video_id FROM videos ORDER BY md5(video_id) LIMIT 1"
    video = wh.sql(statement).item()
    return {
        "record of a video, from all tables": lambda: wh.record(video),
        "video_profile of a video": lambda: wh.sql("SELECT * FROM video_profile WHERE video_id = $v", {"v": video}),
    }


def timings(wh: Warehouse, rounds: int) -> list[tuple[str, float, float]]:
    """What was run, how long it took, and how long it may take."""
    found = [(name, measured(run, 5 * rounds), PROFILE) for name, run in profile(wh).items()]
    for name in wh.queries:
        target = JOIN if name in JOINS else AGGREGATE
        found.append((name, measured(lambda name=name: wh.query(name), rounds), target))  # type: ignore[misc]
    return found


def report(wh: Warehouse, rounds: int, found: list[tuple[str, float, float]]) -> str:
    """The section of RESULTS.md."""
    over = sum(seconds > target for _, seconds, target in found)
    videos = f"{wh.manifest.rows['videos']:,} generated videos"
    lines = [
        f"{videos}, medians of {rounds} warm runs in one process; {len(found) - over} of {len(found)} within target.",
        "",
        "| query | ms | target ms | |",
        "|---|---:|---:|---|",
    ]
    for name, seconds, target in found:
        late = "over" if seconds > target else ""
        lines.append(f"| {name} | {seconds * 1000:.0f} | {target * 1000:.0f} | {late} |")
    return "\n".join(lines) + "\n"


@click.command()
@click.option("--quick", is_flag=True, help="A small part, and nothing is written.")
@click.option("--rounds", default=5, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), help="Measure this warehouse; nothing is written.")
def main(quick: bool, rounds: int, home: Path | None) -> None:
    """Measure, print, and write the section of RESULTS.md."""
    wh = opened(home, "quick" if quick else "full")
    assert home or quick or wh.manifest.rows["videos"] == SIZES["full"][0]
    text = report(wh, rounds, timings(wh, rounds))
    click.echo(text)
    if not quick and home is None:
        write_section("Queries", machine(), text)


if __name__ == "__main__":
    main()
