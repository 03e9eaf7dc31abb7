"""One video of a shard of the published shape, written to RESULTS.md: `python -m benchmarks.bench_published [--quick]`.

A shard of 32 videos and 476 MB has one row group and one page of videos. A loopback Hub that takes 50 ms a request
serves it; requests and bytes are counted there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

import click
import pyarrow.parquet as pq

import warehouse
from benchmarks.bench_fetch import ROWS, SHARD_BYTES, WAYS, measure
from benchmarks.bench_hub import DATA, OUT, served
from benchmarks.measure import machine
from benchmarks.results import write_section

PLACES = {"first": 0, "middle": ROWS // 2, "last": ROWS - 1}


@click.command()
@click.option("--quick", is_flag=True, help="A small shard, and nothing is written.")
def main(quick: bool) -> None:
    """Measure, print, and write the section of RESULTS.md."""
    video_bytes = (4_000_000 if quick else SHARD_BYTES) // ROWS
    folder, home = DATA / f"published-{video_bytes}", OUT / "home"
    # in a process of its own: what this one holds would count as the peak memory of those that it starts
    made = [str(folder), "1", str(ROWS), str(video_bytes)]
    subprocess.run([sys.executable, "-m", "benchmarks.video_shards", *made], check=True)
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    (shard,) = folder.rglob("*.parquet")
    footer = pq.read_metadata(shard)
    size = shard.stat().st_size / 1e6
    shape = f"{footer.num_row_groups} row group of {footer.num_rows} videos, {size:,.0f} MB, Snappy"
    lines = [
        f"{shape}, all videos in one page, 50 ms a request; one video is wanted.",
        "Whole processes, one run each, on a machine that others used as well.",
        "",
        "| video | way | requests | MB read | MB wanted | wall s | processor s | peak memory MB |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
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
        for place, row in PLACES.items():
            ids = OUT / f"{place}.txt"
            ids.write_text(videos.filter(videos["source_row"] == row + 1)["video_id"].item())
            for way in WAYS:
                one = measure(server, way, ids, home)
                lines.append(
                    f"| {place} | {way} | {one.requests:,} | {one.bytes / 1e6:,.0f} | {video_bytes / 1e6:,.0f} "
                    f"| {one.run.seconds:.1f} | {one.run.processor_seconds:.1f} | {one.run.peak_bytes / 1e6:,.0f} |"
                )
    shutil.rmtree(OUT)
    text = "\n".join(lines) + "\n"
    click.echo(text)
    if not quick:
        write_section("One video of a published shard", machine(), text)


if __name__ == "__main__":
    main()
