"""A client in a process of its own: list, fetch, print the outcome as JSON; for what the environment decides."""

from __future__ import annotations

import json
import re
import resource
import sys
from pathlib import Path

from tests.processes import PATIENCE_SECONDS
from warehouse.errors import WarehouseError
from warehouse.hub import Hub, fetch, list_remote, parse_location


def main(spec: str, cache: str, *options: str) -> int:
    given = dict(option.split("=") for option in options)
    hub = Hub(timeout_seconds=PATIENCE_SECONDS, tries=3, wait_seconds=0.01)
    notes: list[str] = []
    if "file_bytes" in given:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(given["file_bytes"]),) * 2)
    try:
        listing = list_remote(parse_location(spec), hub=hub, cache=Path(cache), on_note=notes.append)
        shards = fetch(listing, Path(cache), hub=hub, jobs=int(given.get("jobs", 4)))
    except WarehouseError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        return 1
    outcome = {"commit": listing.commit, "rows": sum(shard.rows for shard in shards), "peak_kib": peak_kib()}
    print(json.dumps(outcome))  # noqa: T201
    return 0


def peak_kib() -> int:
    """The most memory that was held; ru_maxrss would count the parent's from before exec."""
    match = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
    return int(match[1]) if match else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
