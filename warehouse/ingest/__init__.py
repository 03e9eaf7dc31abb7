"""The ingestion job: one source in, one published snapshot out."""

from warehouse.ingest.run import Events, Options, ingest

__all__ = ["Events", "Options", "ingest"]
