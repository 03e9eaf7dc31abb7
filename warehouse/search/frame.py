"""Moments as a Polars frame."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from warehouse.search.results import Moment

SCHEMA = {
    "video_id": pl.String,
    "title": pl.String,
    "channel": pl.String,
    "kind": pl.String,
    "scene_index": pl.Int64,
    "position": pl.Int64,
    "start_seconds": pl.Float64,
    "end_seconds": pl.Float64,
    "snippet": pl.String,
    "score": pl.Float64,
    "watch_url": pl.String,
    "found_by": pl.String,
}


def moment_frame(moments: Sequence[Moment]) -> pl.DataFrame:
    """One row per moment, with the columns and types of ``SCHEMA``."""
    return pl.DataFrame({name: [getattr(moment, name) for moment in moments] for name in SCHEMA}, SCHEMA)
