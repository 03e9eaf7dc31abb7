"""What an ingest would read and write, without doing it."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

import warehouse.hub as client
from warehouse.errors import SourceError
from warehouse.home import Home
from warehouse.hub import estimate
from warehouse.hub.remote_source import Remote
from warehouse.ingest.run import Events, Options, find, last_location, unchanged
from warehouse.normalize import Conformed, conform_chunk
from warehouse.normalize.batches import SeenVideos, gather
from warehouse.source import Source, SourceFile
from warehouse.source.files import Format
from warehouse.source.metadata import read_metadata
from warehouse.source.parquet import record_columns
from warehouse.source.read import read_chunks
from warehouse.text import size_text

# bytes of the tables for a byte of the compressed records: 0.72 on real ones
_TABLES_SHARE = 0.75
# rejected records that are listed
_MOST_FAULTS = 20


def plan(home: Home, location: str | None, options: Options = Options(), events: Events = Events()) -> dict[str, str]:
    """Facts about what ``ingest`` would do with the same arguments, each as text; nothing is written.

    Of a source on the Hub only the listing is read, which needs no access. Local files are read whole, to tell which
    records would be rejected, and why.

    Raises:
        SourceError, AccessError: the source cannot be found or listed.
    """
    remote, source = find(home, location or last_location(home), options, events)
    cost = _remote_cost(home, remote, options) if remote else {**_local_cost(source), **_rejections(source)}
    current = unchanged(home, source, options)
    return {
        "source": source.location,
        "revision": source.revision or "none (local files)",
        "partial": f"yes: {len(source.left_out):,} files are left out" if source.partial else "no",
        "outcome": f"none: {current.snapshot} has all of it already" if current else "a new snapshot",
        **cost,
    }


def _remote_cost(home: Home, remote: Remote, options: Options) -> dict[str, str]:
    cost = estimate(remote.listing, remote.cache, limit_files=options.limit_files)
    share = cost.read_bytes / max(cost.dataset_bytes, 1)
    page = (options.hub or client.HUB).page(remote.listing.repository)
    return {
        "files": f"{cost.shards:,} of {len(remote.listing.files):,}, {cost.shards_to_fetch:,} of them to be fetched",
        "dataset": size_text(cost.dataset_bytes),
        "to read": f"about {size_text(cost.read_bytes)}, {share:.2%} of the dataset, judged by {cost.basis}",
        "requests": f"{cost.hub_requests:,} to the Hub, up to {cost.range_requests:,} to its storage",
        "to write": f"about {size_text(cost.written_bytes)} below {remote.cache}",
        "tables": f"about {size_text(cost.record_bytes * _TABLES_SHARE)} below {home.snapshots}",
        "access": f"not tried: if the dataset is gated, accept its terms at {page}",
    }


def _local_cost(source: Source) -> dict[str, str]:
    total, needed = sum(file.bytes for file in source.files), sum(map(_needed_bytes, source.files))
    return {
        "files": f"{len(source.files):,}",
        "dataset": size_text(total),
        "to read": f"{size_text(needed)}, {needed / max(total, 1):.2%} of the files",
        "requests": "none",
        "tables": f"about {size_text(needed * _TABLES_SHARE)}",
    }


def _rejections(source: Source) -> dict[str, str]:
    """How many records a local source has, and what of them and of its files cannot be loaded."""
    faults: list[str] = []
    records = rejected = 0
    for part in gather(_conformed(source, faults), SeenVideos()):
        rejected += len(part.rejections)
        records += len(part.rejections) + sum(map(len, part.records))
        room = _MOST_FAULTS - len(faults)
        faults += [f"{one.source_file}, row {one.source_row}: {one.reason}" for one in part.rejections[: max(0, room)]]
    listed = {f"fault {number}": fault for number, fault in enumerate(faults, 1)}
    return {"records": f"{records:,}, {rejected:,} of them would be rejected", **listed}


def _conformed(source: Source, faults: list[str]) -> Iterator[Conformed]:
    for file in source.files:
        try:
            for chunk in read_chunks(file):
                yield conform_chunk(chunk)
        except SourceError as error:
            faults.append(str(error))


def _needed_bytes(file: SourceFile) -> int:
    """The bytes of a file that hold records; all of a file that does not say."""
    if file.format is not Format.PARQUET:
        return file.bytes
    try:
        metadata = read_metadata(file.path)
        columns = set(record_columns(metadata.schema.to_arrow_schema(), file.name))
    except (OSError, pa.ArrowException, SourceError):
        return file.bytes
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    chunks = [group.column(leaf) for group in groups for leaf in range(metadata.num_columns)]
    return sum(chunk.total_compressed_size for chunk in chunks if chunk.path_in_schema.split(".")[0] in columns)
