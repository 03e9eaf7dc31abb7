"""Rewrites the bundled sample: ``python -m tools.sample``."""

from __future__ import annotations

import gzip
import json

from tools.sample import SAMPLE_SIZE, generate
from warehouse.source.find import SAMPLE_FILE


def sample_text() -> str:
    """The bundled records as JSON lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in generate(SAMPLE_SIZE))


if __name__ == "__main__":
    SAMPLE_FILE.write_bytes(gzip.compress(sample_text().encode(), mtime=0))
