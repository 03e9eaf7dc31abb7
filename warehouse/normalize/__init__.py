"""Bring records of any shape to the declared one, and keep what does not fit as issues."""

from warehouse.normalize.conform import Conformed, conform_chunk

__all__ = ["Conformed", "conform_chunk"]
