"""Accept what views and queries give on the sample now: ``python -m tests.queries.accept``, then look at the diff."""

from __future__ import annotations

import tempfile
from pathlib import Path

import warehouse
from tests.queries.cases import GOLDEN, KEPT, golden_path, golden_text, result
from warehouse.home import Home
from warehouse.ingest import ingest


def main() -> None:
    """Write the golden files, and remove those of relations that are gone or are computed twice now."""
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Home.at(Path(folder) / "data")
        ingest(home, "sample")
        wh = warehouse.open(home.root)
        for name in KEPT:
            golden_path(name).write_text(golden_text(result(wh, name)))
    for path in GOLDEN.glob("*.csv"):
        if path.stem not in KEPT:
            path.unlink()


if __name__ == "__main__":
    main()
