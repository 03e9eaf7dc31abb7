"""Videos of a selection beside other ways to them, written to RESULTS.md.

    python -m benchmarks.bench_fetch [--quick]

A loopback Hub that takes 50 ms a request serves shards of 32 videos; requests and bytes are counted there.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import click

import warehouse
from benchmarks.bench_hub import DATA as HUB_DATA
from benchmarks.bench_hub import OUT, Measured, served
from benchmarks.measure import machine, run
from benchmarks.results import write_section
from warehouse.fetch.choose import Bounds, choose, reading_bytes
from warehouse.fetch.locate import SelectedVideo, ShardRow

ROWS = 32
WANTED = (1, 8, 32)
WAYS = ("warehouse fetch", "datasets streaming", "whole shards")
SHARDS_OF_ALL, SHARD_BYTES = 1357, 476_000_000


def command(way: str, ids: Path, home: Path) -> list[str]:
    out = str(OUT / "videos")
    if way == "warehouse fetch":
        return [sys.executable, "-m", "warehouse", "--home", str(home), "fetch", "--ids", str(ids), out]
    return [sys.executable, "-m", "benchmarks.video_readers", way, "owner/videos", str(ids), out]


def measure(server: subprocess.Popen[str], way: str, ids: Path, home: Path) -> Measured:
    import json

    assert server.stdin is not None
    assert server.stdout is not None
    shutil.rmtree(OUT / "videos", ignore_errors=True)
    shutil.rmtree(OUT / "hf", ignore_errors=True)
    done = run(command(way, ids, home))
    server.stdin.write("\n")
    server.stdin.flush()
    asked = json.loads(server.stdout.readline())
    print(f"{way} {ids.stem}: {done.seconds:.1f} s, {asked}", file=sys.stderr)
    return Measured(done, asked["requests"], asked["bytes"])


def choice() -> list[str]:
    """What the choice saves at full size: 2,000 videos of a selection of 20 %, for some random selections."""
    lines = ["", "| selection | cheapest 2,000: shards, GB | 2,000 at random: shards, GB |", "|---|---:|---:|"]
    for seed in range(3):
        chance = random.Random(seed)
        rows = [(shard, row) for shard in range(SHARDS_OF_ALL) for row in range(ROWS)]
        selected = chance.sample(rows, len(rows) // 5)
        videos = [
            SelectedVideo(f"{shard}-{row}", ShardRow(str(shard), row, ROWS, SHARD_BYTES, ""), "", {})
            for shard, row in selected
        ]
        best, other = choose(videos, Bounds(at_most=2000)).videos, chance.sample(videos, 2000)
        cells = [f"{len({v.place.shard for v in c}):,}, {sum(reading_bytes(c)) / 1e9:,.0f}" for c in (best, other)]
        lines.append(f"| {len(videos):,} of {len(rows):,} | {' | '.join(cells)} |")
    return lines


@click.command()
@click.option("--quick", is_flag=True, help="Small shards, and nothing is written.")
def main(quick: bool) -> None:
    """Measure, print, and write the section of RESULTS.md."""
    shards, video_bytes = (2, 300_000) if quick else (3, 3_000_000)
    folder, home = HUB_DATA / f"videos-{shards}x{video_bytes}", OUT / "home"
    # in a process of its own: what this one holds would count as the peak memory of those that it starts
    made = [str(folder), str(shards), str(ROWS), str(video_bytes)]
    subprocess.run([sys.executable, "-m", "benchmarks.video_shards", *made], check=True)
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    lines = [
        f"{shards} shards of {ROWS} videos of {video_bytes / 1e6:g} MB, Snappy, one page each, 50 ms a request.",
        "Whole processes, one run each, on a machine that others used as well.",
        "",
        "| wanted a shard | way | requests | MB read | MB wanted | wall s | peak memory MB |",
        "|---:|---|---:|---:|---:|---:|---:|",
    ]
    with served({"videos": folder}) as server:
        ingest = [sys.executable, "-m", "warehouse", "--home", str(home), "ingest", "hf://datasets/owner/videos"]
        subprocess.run([*ingest, "--tables-only"], check=True, capture_output=True)
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write("\n")
        server.stdin.flush()
        server.stdout.readline()
        videos = warehouse.open(home).sql("SELECT video_id, source_row FROM videos")
        for wanted in WANTED:
            step = ROWS // wanted
            ids = OUT / f"{wanted}.txt"
            chosen = videos.filter((videos["source_row"] - 1) % step == step // 2)["video_id"].to_list()
            ids.write_text("\n".join(chosen))
            for way in WAYS:
                one = measure(server, way, ids, home)
                peak, size = one.run.peak_bytes / 1e6, len(chosen) * video_bytes / 1e6
                lines.append(
                    f"| {wanted} | {way} | {one.requests:,} | {one.bytes / 1e6:,.0f} "
                    f"| {size:,.0f} | {one.run.seconds:.1f} | {peak:,.0f} |"
                )
    shutil.rmtree(OUT)
    text = "\n".join([*lines, *choice()]) + "\n"
    click.echo(text)
    if not quick:
        write_section("Videos of a selection", machine(), text)


if __name__ == "__main__":
    main()
