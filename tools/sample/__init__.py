"""A synthetic dataset in the published shape: a bundled sample, and as many more records as are wanted."""

from __future__ import annotations

from tools.sample.generator import generate
from tools.sample.world import SAMPLE_SIZE

__all__ = ["SAMPLE_SIZE", "generate"]
