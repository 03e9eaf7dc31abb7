"""The videos of a snapshot with what a list shows and filters by, in memory: a list is asked for at every click."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from warehouse.explore.kept import made_once
from warehouse.session import Warehouse

# texts are lowered where they are read, so that they are compared as SQL compares them
_LISTED = """
SELECT
    video_profile.video_id, video_profile.youtube_title AS title, video_profile.youtube_channel AS channel,
    video_profile.parent_category AS category, video_profile.duration_seconds AS seconds, video_profile.scenes,
    video_profile.speech_coverage AS speech, videos.upload_date AS uploaded, year(videos.upload_date) AS year,
    videos.youtube_view_count AS views, quality_score.quality_score AS quality,
    lower(video_profile.youtube_title) AS lower_title,
    lower(video_profile.youtube_title || ' ' || coalesce(video_profile.youtube_channel, '')) AS words
FROM video_profile
JOIN videos ON videos.video_id = video_profile.video_id
LEFT JOIN quality_score ON quality_score.video_id = video_profile.video_id
"""
_MOODS = "SELECT DISTINCT video_id, mood FROM scene_moods WHERE mood IS NOT NULL"
_STRIPS = """
SELECT
    scenes.video_id, scenes.scene_index, scenes.start_seconds, scenes.end_seconds,
    coalesce(scene_moods.valence, '') AS valence
FROM scenes
LEFT JOIN scene_moods
    ON scene_moods.video_id = scenes.video_id AND scene_moods.scene_index = scenes.scene_index
WHERE scenes.end_seconds > scenes.start_seconds
"""


@dataclass(frozen=True)
class VideoTable:
    """The frames ``listed`` (a row a video), ``moods`` (a row a video and mood), ``strips`` (a row a timed scene).

    Each names a video by its ``number``, its row in ``listed``; the scenes of a video are in their order.
    """

    listed: pl.DataFrame
    moods: pl.DataFrame
    strips: pl.DataFrame


def video_table(warehouse: Warehouse) -> VideoTable:
    """The table of a warehouse's videos, made when it is first asked for."""
    return made_once(warehouse, _video_table)


def _video_table(warehouse: Warehouse) -> VideoTable:
    listed = warehouse.sql(_LISTED).with_row_index("number")
    numbers = listed.select("number", "video_id")
    moods = warehouse.sql(_MOODS).join(numbers, on="video_id").select("number", "mood")
    strips = warehouse.sql(_STRIPS).join(numbers, on="video_id").drop("video_id").sort("number", "scene_index")
    return VideoTable(listed, moods, strips)
