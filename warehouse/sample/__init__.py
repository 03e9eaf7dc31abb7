"""A synthetic dataset in the published shape: a bundled sample, and as many more records as are wanted."""

from __future__ import annotations

from pathlib import Path

from warehouse.sample.generator import generate
from warehouse.sample.world import SAMPLE_SIZE

RECORDS_FILE = Path(__file__).with_name("records.jsonl.gz")

__all__ = ["RECORDS_FILE", "SAMPLE_SIZE", "generate"]
