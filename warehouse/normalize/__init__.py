"""Bring records of any shape to the declared one, and keep what does not fit as findings."""

from warehouse.normalize.conform import Conformed, conform_chunk
from warehouse.normalize.findings import Finding

__all__ = ["Conformed", "Finding", "conform_chunk"]
