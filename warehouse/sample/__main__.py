"""Rewrites the bundled sample: ``python -m warehouse.sample``."""

from __future__ import annotations

import gzip
import json

from warehouse.sample import RECORDS_FILE, SAMPLE_SIZE, generate


def sample_text() -> str:
    """The bundled records as JSON lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in generate(SAMPLE_SIZE))


if __name__ == "__main__":
    RECORDS_FILE.write_bytes(gzip.compress(sample_text().encode(), mtime=0))
