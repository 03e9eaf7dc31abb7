"""The loopback Hub of the tests in a process of its own: `python -m benchmarks.hub_server LATENCY NAME=FOLDER...`.

It prints its endpoint; after each line on the standard input it prints what it was asked since the last one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.hub.server import running


def main(latency: str, *repositories: str) -> None:
    with running(latency_seconds=float(latency)) as hub:
        for repository in repositories:
            name, _, folder = repository.partition("=")
            hub.publish(f"owner/{name}", Path(folder))
        print(hub.endpoint, flush=True)
        for _ in sys.stdin:
            asked = {"requests": len(hub.requests), "bytes": sum(request.sent for request in hub.requests)}
            hub.requests.clear()
            print(json.dumps(asked), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
