"""What an ingest would read and write, told beforehand and without doing it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

import warehouse.hub as client
from warehouse.errors import SourceError
from warehouse.home import Home
from warehouse.hub import estimate
from warehouse.hub.remote_source import Remote
from warehouse.ingest.run import Events, Options, find, last_location, unchanged
from warehouse.source import Source, SourceFile
from warehouse.source.files import Format
from warehouse.source.parquet import record_columns
from warehouse.text import size_text

# bytes of the tables for a byte of the compressed records: 0.72 on real ones
_TABLES_SHARE = 0.75


def plan(home: Home, location: str | None, options: Options = Options(), events: Events = Events()) -> dict[str, str]:
    """Facts about what ``ingest`` would do with the same arguments, each as text; nothing is written.

    Of a source on the Hub only the listing is read, which takes no access.

    Raises:
        SourceError, AccessError: the source cannot be found or listed.
    """
    remote, source = find(home, location or last_location(home), options, events)
    cost = _remote_cost(home, remote, options) if remote else _local_cost(source)
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


def _needed_bytes(file: SourceFile) -> int:
    """The bytes of a file that hold records; all of a file that tells nothing of it."""
    if file.format is not Format.PARQUET:
        return file.bytes
    try:
        metadata = pq.read_metadata(file.path)
        columns = set(record_columns(metadata.schema.to_arrow_schema(), file.name))
    except (OSError, pa.ArrowException, SourceError):
        return file.bytes
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    chunks = [group.column(leaf) for group in groups for leaf in range(metadata.num_columns)]
    return sum(chunk.total_compressed_size for chunk in chunks if chunk.path_in_schema.split(".")[0] in columns)
